// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>Times as results write them: RFC 3339 in UTC with exactly 6 decimals (design, section 6). Finer digits are cut.</summary>
public static class EcsTime
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'");

    public static string Format(Instant instant) => Pattern.Format(instant);

    /// <summary>Null for the two ends of time, which stand for "open".</summary>
    public static string? FormatUnlessOpen(Instant instant) =>
        instant == Instant.MinValue || instant == Instant.MaxValue ? null : Format(instant);

    /// <summary>Nanoseconds for <c>event.duration</c>; null for an interval of more than 292 years, which a damaged stamp can make.</summary>
    public static long? Nanoseconds(Duration duration) =>
        Math.Abs(duration.TotalDays) < 106_000 ? duration.ToInt64Nanoseconds() : null;

    /// <summary>Whole milliseconds, rounded to the nearest, half to even.</summary>
    public static long Milliseconds(Duration duration) => (long)Math.Round(duration.TotalMilliseconds);
}
