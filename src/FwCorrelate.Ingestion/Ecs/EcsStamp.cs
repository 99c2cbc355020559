// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// Times as a <c>date</c> field of Elasticsearch takes them by default (<c>strict_date_optional_time||epoch_millis</c>): ISO 8601 with
/// up to nine decimals, UTC where no offset stands, or Unix milliseconds, which exporters write as text with decimals too.
/// </summary>
internal static class EcsStamp
{
    public const string Expectation = "an ISO 8601 time or Unix milliseconds within the years 2000 to 2100";
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads a time, up to the nanosecond. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant64 time)
    {
        time = default;
        var isRead = text.Length >= 19 && text[4] == (byte)'-' ? IsoStamp.TryParse(text, out var seconds, out var nanoseconds, out _)
            : TryReadMilliseconds(text, out seconds, out nanoseconds);
        if (!isRead || !UnixTime.IsPlausible(seconds))
            return false;
        time = Instant64.FromUnixTimeNanoseconds((seconds * NanosecondsPerSecond) + nanoseconds);
        return true;
    }

    private static bool TryReadMilliseconds(ReadOnlySpan<byte> text, out long seconds, out long nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        var point = text.IndexOf((byte)'.');
        if (!Utf8Number.TryParse(point < 0 ? text : text[..point], out long milliseconds)
            || !IsoStamp.TryReadFraction(point < 0 ? default : text[(point + 1)..], 6, out var rest))
            return false;
        (seconds, var millisecond) = Math.DivRem(milliseconds, 1000);
        nanoseconds = (millisecond * 1_000_000) + rest;
        return true;
    }
}
