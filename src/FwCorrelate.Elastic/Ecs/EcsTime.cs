// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>Times as results write them: RFC 3339 in UTC with exactly 6 decimals (design, section 6). Finer digits are cut.</summary>
public static class EcsTime
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'");

    /// <summary>Length of the text of a time from 1970 on.</summary>
    private const int PlainLength = 27;

    public static string Format(Instant instant) => instant >= NodaConstants.UnixEpoch
        ? string.Create(PlainLength, instant.ToUnixTimeTicks(), WritePlain)
        : Pattern.Format(instant);

    // Every record has several times, and a pattern takes ten times as long.
    private static void WritePlain(Span<char> text, long ticks)
    {
        var (days, rest) = Math.DivRem(ticks, NodaConstants.TicksPerDay);
        var date = DateOnly.FromDayNumber((int)days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
        var (seconds, fraction) = Math.DivRem(rest, NodaConstants.TicksPerSecond);
        "0000-00-00T00:00:00.000000Z".CopyTo(text);
        Write(date.Year, text[..4]);
        Write(date.Month, text[5..7]);
        Write(date.Day, text[8..10]);
        Write((int)(seconds / 3600), text[11..13]);
        Write((int)(seconds / 60 % 60), text[14..16]);
        Write((int)(seconds % 60), text[17..19]);
        Write((int)(fraction / 10), text[20..26]);
    }

    private static void Write(int number, Span<char> digits)
    {
        for (var i = digits.Length - 1; number > 0; i--, number /= 10)
            digits[i] = (char)('0' + (number % 10));
    }

    /// <summary>Null for the two ends of time, which stand for "open".</summary>
    public static string? FormatUnlessOpen(Instant instant) =>
        instant == Instant.MinValue || instant == Instant.MaxValue ? null : Format(instant);

    /// <summary>
    /// Nanoseconds for <c>event.duration</c>; null for an interval of more than 292 years, which a damaged stamp can make.
    /// </summary>
    public static long? Nanoseconds(Duration duration) =>
        Math.Abs(duration.TotalDays) < 106_000 ? duration.ToInt64Nanoseconds() : null;

    /// <summary>Whole milliseconds, rounded to the nearest, half to even.</summary>
    public static long Milliseconds(Duration duration) => (long)Math.Round(duration.TotalMilliseconds);
}
