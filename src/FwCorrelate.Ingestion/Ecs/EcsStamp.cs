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
        var isRead = text.Length >= 19 && text[4] == (byte)'-' ? TryReadIso(text, out var seconds, out var nanoseconds) : TryReadMilliseconds(text, out seconds, out nanoseconds);
        if (!isRead || !UnixTime.IsPlausible(seconds))
            return false;
        time = Instant64.FromUnixTimeNanoseconds((seconds * NanosecondsPerSecond) + nanoseconds);
        return true;
    }

    private static bool TryReadMilliseconds(ReadOnlySpan<byte> text, out long seconds, out long nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        var point = text.IndexOf((byte)'.');
        if (!Utf8Number.TryParse(point < 0 ? text : text[..point], out long milliseconds) || !TryReadFraction(point < 0 ? default : text[(point + 1)..], 6, out var rest))
            return false;
        (seconds, var millisecond) = Math.DivRem(milliseconds, 1000);
        nanoseconds = (millisecond * 1_000_000) + rest;
        return true;
    }

    private static bool TryReadIso(ReadOnlySpan<byte> text, out long seconds, out long nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        if (text[7] != (byte)'-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != (byte)':' || text[16] != (byte)':'
            || !TryReadPart(text[..4], 2100, out var year) || !TryReadPart(text[5..7], 12, out var month) || !TryReadPart(text[8..10], 31, out var day)
            || !TryReadPart(text[11..13], 23, out var hour) || !TryReadPart(text[14..16], 59, out var minute) || !TryReadPart(text[17..19], 60, out var second)
            || year < 1900 || month < 1 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        var rest = text[19..];
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            var end = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
            end = end == 0 ? rest.Length : end;
            if (!TryReadFraction(rest[1..end], 9, out nanoseconds))
                return false;
            rest = rest[end..];
        }

        if (!TryReadOffset(rest, out var offset))
            return false;
        var days = new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        seconds = (days * 86_400L) + (hour * 3600) + (minute * 60) + second - offset;
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text.IsEmpty || text.SequenceEqual("Z"u8))
            return true;
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || !TryReadPart(text[1..3], 18, out var hours))
            return false;
        var minutes = 0;
        if (text.Length > 3 && !TryReadPart(text[^2..], 59, out minutes))
            return false;
        seconds = ((hours * 3600) + (minutes * 60)) * (text[0] == (byte)'-' ? -1 : 1);
        return text.Length != 6 || text[3] == (byte)':';
    }

    private static bool TryReadPart(ReadOnlySpan<byte> digits, int most, out int value)
    {
        var isRead = Utf8Number.TryParse(digits, out long number) && number <= most;
        value = isRead ? (int)number : 0;
        return isRead;
    }

    /// <summary>Digits behind a point as a whole number of the <paramref name="places"/>-th place; further digits are cut.</summary>
    private static bool TryReadFraction(ReadOnlySpan<byte> digits, int places, out long value)
    {
        value = 0;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || digits.Length > 30)
            return false;
        for (var i = 0; i < places; i++)
            value = (value * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return true;
    }
}
