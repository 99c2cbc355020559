// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Cli.Output;

/// <summary>Numbers and times as people read them.</summary>
internal static class PageText
{
    private static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");
    private static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");
    private static readonly OffsetPattern Offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm");
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary><c>41,203,118</c>.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>3 files</c>.</summary>
    public static string Count(long number, string noun, string? plural = null) =>
        $"{Count(number)} {(number == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>Decimal units, as disks and clouds count: <c>2.4 GB</c>.</summary>
    public static string Bytes(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var digits = unit == 0 || value >= 99.95 ? "0" : "0.0";
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>To the second: milliseconds belong to the files.</summary>
    public static string Time(Instant time, DateTimeZone zone) => Stamp.Format(time.InZone(zone).LocalDateTime);

    /// <summary>From one time to another; the second date is left out on the same day.</summary>
    public static string Range(Instant from, Instant to, DateTimeZone zone)
    {
        var (start, end) = (from.InZone(zone).LocalDateTime, to.InZone(zone).LocalDateTime);
        if (Stamp.Format(start) == Stamp.Format(end))
            return Stamp.Format(start);
        return $"{Stamp.Format(start)} to {(start.Date == end.Date ? TimeOfDay.Format(end.TimeOfDay) : Stamp.Format(end))}";
    }

    /// <summary><c>UTC</c>, or <c>Asia/Shanghai (UTC+08:00)</c> with the offset at that time.</summary>
    public static string Zone(DateTimeZone zone, Instant at) =>
        zone.Id == DateTimeZone.Utc.Id ? "UTC" : $"{zone.Id} (UTC{Offset.Format(zone.GetUtcOffset(at))})";

    /// <summary>
    /// Two units at most: <c>310 ms</c>, <c>4.2 s</c>, <c>1 min 52 s</c>, <c>3 h 5 min</c>, <c>2 d 4 h</c>; a minus sign before a negative
    /// one.
    /// </summary>
    public static string Span(Duration duration)
    {
        if (duration < Duration.Zero)
            return "-" + Span(-duration);
        var seconds = duration.TotalSeconds;
        if (seconds < 0.9995)
            return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms");
        if (seconds < 59.95)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");
        var whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 3600 => Two(whole / 60, "min", whole % 60, "s"),
            < 86400 => Two(whole / 3600, "h", whole % 3600 / 60, "min"),
            _ => Two(whole / 86400, "d", whole % 86400 / 3600, "h"),
        };
    }

    /// <summary>A weight or confidence with 4 decimals, as in the files.</summary>
    public static string Weight(double weight) => weight.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Two(long first, string unit, long second, string smaller) =>
        second == 0 ? $"{first} {unit}" : $"{first} {unit} {second} {smaller}";
}
