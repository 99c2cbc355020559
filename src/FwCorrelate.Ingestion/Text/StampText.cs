// SPDX-License-Identifier: Apache-2.0
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Text;

/// <summary>
/// Times as logs write them: ISO 8601, the common log format's <c>10/Oct/2026:13:55:36 -0700</c>, or a number since 1970 whose magnitude
/// tells its unit (seconds, milliseconds, microseconds or nanoseconds; FortiGate changed it between versions). Allocates nothing.
/// </summary>
internal static class StampText
{
    public const string Expectation =
        "an ISO 8601 time, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970, within the years 2000 to 2100";
    private const string YearExpectation = "a stamp of the case's year: it tells none, so name it with 'years: {SOURCE: 2026}' in case.yml";
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long HundredYears = 100L * 365 * 86_400 * NanosecondsPerSecond;

    /// <summary>Reads a time.</summary>
    /// <param name="clock">Of stamps without an offset.</param>
    /// <param name="otherMinutes">See <see cref="FwCorrelate.Flows.FlowRecord.OtherStartMinutes"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, ZoneClock clock, out Instant64 time, out short otherMinutes)
    {
        (time, otherMinutes) = (default, 0);
        if (text is [(byte)'[', .., (byte)']'])
            text = text[1..^1];
        if (!TryRead(text, clock, out var seconds, out var nanoseconds, out var isNaive))
            return false;
        if (isNaive)
            (seconds, otherMinutes) = clock.ToUnix(seconds);
        if (!UnixTime.IsPlausible(seconds))
            return false;
        time = Instant64.FromUnixTimeNanoseconds((seconds * NanosecondsPerSecond) + nanoseconds);
        return true;
    }

    /// <summary>What was expected in the place of a text that is no time.</summary>
    public static string Expected(ReadOnlySpan<byte> text) =>
        text.Length > 3 && MonthNames.NumberOf(text[..3]) > 0 ? YearExpectation : Expectation;

    /// <summary>Reads a length of time in a unit, with decimals or without; negative ones and those beyond 100 years are none.</summary>
    public static bool TryReadDuration(ReadOnlySpan<byte> text, long unitNanoseconds, out long nanoseconds)
    {
        nanoseconds = 0;
        var point = text.IndexOf((byte)'.');
        if (!Utf8Number.TryParse(point < 0 ? text : text[..point], out long whole) || whole >= HundredYears / unitNanoseconds)
            return false;
        if (!IsoStamp.TryReadFraction(point < 0 ? default : text[(point + 1)..], 9, out var fraction))
            return false;
        nanoseconds = (whole * unitNanoseconds) + (long)(fraction * (unitNanoseconds / (double)NanosecondsPerSecond));
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> text, ZoneClock clock, out long seconds, out long nanoseconds, out bool isNaive)
    {
        if (text.Length >= 19 && text[4] is (byte)'-' or (byte)'/')
            return IsoStamp.TryParse(text, out seconds, out nanoseconds, out isNaive);
        if (text.Length >= 20 && text[2] == (byte)'/' && text[6] == (byte)'/')
            return TryReadCommonLog(text, out seconds, out nanoseconds, out isNaive);
        if (text.Length >= 14 && MonthNames.NumberOf(text[..3]) is var month and > 0)
            return TryReadSyslog(text, month, clock, out seconds, out nanoseconds, out isNaive);
        isNaive = false;
        return TryReadNumber(text, out seconds, out nanoseconds);
    }

    private static bool TryReadCommonLog(ReadOnlySpan<byte> text, out long seconds, out long nanoseconds, out bool isNaive)
    {
        (seconds, nanoseconds, isNaive) = (0, 0, false);
        if (text[11] != (byte)':' || !IsoStamp.TryReadPart(text[..2], 31, out var day)
            || !IsoStamp.TryReadPart(text[7..11], 2100, out var year)
            || !IsoStamp.TryReadClock(text[12..20], out var ofDay)
            || !IsoStamp.TryCount(year, MonthNames.NumberOf(text[3..6]), day, ofDay, out seconds))
            return false;
        var rest = text[20..];
        return IsoStamp.TryReadDecimals(ref rest, out nanoseconds) && IsoStamp.TryApplyOffset(rest, ref seconds, out isNaive);
    }

    // "Jun 8 14:34:33", "Jun 08 2026 14:34:33": day and time with one blank or two between them, and a year where a device was told to
    // write it.
    private static bool TryReadSyslog(
        ReadOnlySpan<byte> text, int month, ZoneClock clock, out long seconds, out long nanoseconds, out bool isNaive)
    {
        (seconds, nanoseconds, isNaive) = (0, 0, true);
        var rest = text[3..].TrimStart((byte)' ');
        var blank = rest.IndexOf((byte)' ');
        if (blank is < 1 or > 2 || !IsoStamp.TryReadPart(rest[..blank], 31, out var day))
            return false;
        rest = rest[(blank + 1)..].TrimStart((byte)' ');
        var year = clock.YearOf(month);
        if (rest.Length >= 13 && rest[4] == (byte)' ')
        {
            if (!IsoStamp.TryReadPart(rest[..4], 2100, out year))
                return false;
            rest = rest[5..];
        }

        if (rest.Length < 8 || !IsoStamp.TryReadClock(rest[..8], out var ofDay) || !IsoStamp.TryCount(year, month, day, ofDay, out seconds))
            return false;
        rest = rest[8..];
        return IsoStamp.TryReadDecimals(ref rest, out nanoseconds) && rest.Trim(": "u8).IsEmpty;
    }

    // Seconds of the years 2000 to 2100 have 9 or 10 digits.
    private static bool TryReadNumber(ReadOnlySpan<byte> text, out long seconds, out long nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        var point = text.IndexOf((byte)'.');
        var digits = point < 0 ? text : text[..point];
        if (digits.Length is < 9 or > 19)
            return false;
        var places = digits.Length <= 11 ? 0 : digits.Length <= 14 ? 3 : digits.Length <= 17 ? 6 : 9;
        if (!Utf8Number.TryParse(digits[..^places], out seconds) || !IsoStamp.TryReadFraction(digits[^places..], 9, out nanoseconds))
            return false;
        if (point < 0)
            return true;
        if (!IsoStamp.TryReadFraction(text[(point + 1)..], 9, out var fraction))
            return false;
        nanoseconds += places switch { 0 => fraction, 3 => fraction / 1_000, 6 => fraction / 1_000_000, _ => 0 };
        return true;
    }
}
