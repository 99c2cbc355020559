// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Text;

/// <summary>
/// Stamps of ISO 8601's order of parts, with up to nine decimals, <c>T</c> or a blank in between, and any offset. Allocates nothing.
/// </summary>
internal static class IsoStamp
{
    /// <summary>Reads a stamp.</summary>
    /// <param name="seconds">Unix seconds; of a stamp without an offset the local time read as if it were UTC.</param>
    /// <param name="isNaive">Whether there is no offset.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long seconds, out long nanoseconds, out bool isNaive)
    {
        (seconds, nanoseconds, isNaive) = (0, 0, false);
        if (text.Length < 19 || text[4] is not ((byte)'-' or (byte)'/') || text[7] != text[4] || text[10] is not ((byte)'T' or (byte)' '))
            return false;
        if (!TryReadPart(text[..4], 2100, out var year) || !TryReadPart(text[5..7], 12, out var month)
            || !TryReadPart(text[8..10], 31, out var day)
            || !TryReadClock(text[11..19], out var ofDay) || !TryCount(year, month, day, ofDay, out seconds))
            return false;
        var rest = text[19..];
        return TryReadDecimals(ref rest, out nanoseconds) && TryApplyOffset(rest, ref seconds, out isNaive);
    }

    /// <summary>Seconds since 1970 of a date and a time of day, from the year 1900 on.</summary>
    public static bool TryCount(int year, int month, int day, int secondOfDay, out long seconds)
    {
        seconds = 0;
        if (year < 1900 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        seconds = ((new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400L)
            + secondOfDay;
        return true;
    }

    /// <summary>Reads <c>HH:mm:ss</c> as seconds of the day.</summary>
    public static bool TryReadClock(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text.Length != 8 || text[2] != (byte)':' || text[5] != (byte)':' || !TryReadPart(text[..2], 23, out var hour)
            || !TryReadPart(text[3..5], 59, out var minute) || !TryReadPart(text[6..], 60, out var second))
            return false;
        seconds = (hour * 3600) + (minute * 60) + second;
        return true;
    }

    /// <summary>Takes decimals, if there are any, off the start of a text.</summary>
    public static bool TryReadDecimals(ref ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (text is not [(byte)'.' or (byte)',', ..])
            return true;
        var end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
        var digits = end == 0 ? text[1..] : text[1..end];
        text = end == 0 ? default : text[end..];
        return TryReadFraction(digits, 9, out nanoseconds);
    }

    /// <summary>
    /// Reads an offset such as <c>Z</c>, <c>+08</c>, <c>-0400</c> or <c>+01:00</c>, behind a blank or none, and takes it off the seconds.
    /// </summary>
    public static bool TryApplyOffset(ReadOnlySpan<byte> text, ref long seconds, out bool isNaive)
    {
        text = text.TrimStart((byte)' ');
        isNaive = text.IsEmpty;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("UTC"u8))
            return true;
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || !TryReadPart(text[1..3], 18, out var hours))
            return false;
        var minutes = 0;
        if (text.Length > 3 && !TryReadPart(text[^2..], 59, out minutes))
            return false;
        seconds -= ((hours * 3600) + (minutes * 60)) * (text[0] == (byte)'-' ? -1 : 1);
        return text.Length != 6 || text[3] == (byte)':';
    }

    public static bool TryReadPart(ReadOnlySpan<byte> digits, int most, out int value)
    {
        var isRead = Utf8Number.TryParse(digits, out long number) && number <= most;
        value = isRead ? (int)number : 0;
        return isRead;
    }

    /// <summary>Digits behind a point as a whole number of the <paramref name="places"/>-th place; further digits are cut.</summary>
    public static bool TryReadFraction(ReadOnlySpan<byte> digits, int places, out long value)
    {
        value = 0;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || digits.Length > 30)
            return false;
        for (var i = 0; i < places; i++)
            value = (value * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return true;
    }
}
