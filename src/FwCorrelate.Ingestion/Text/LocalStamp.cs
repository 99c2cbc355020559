// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Ingestion.Text;

/// <summary>Stamps in ISO 8601's order of parts, with <c>T</c> or a blank between date and time, with or without an offset.</summary>
internal static class LocalStamp
{
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFFFFFFF");
    // An offset must not lead beyond what an instant can hold.
    private const int LastYear = 9998;

    private static readonly OffsetPattern Offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>Reads a stamp as a time with its doubt.</summary>
    /// <param name="zone">Zone of a stamp without an offset.</param>
    /// <param name="isNaive">Whether the stamp had no offset, so that <paramref name="zone"/> was used.</param>
    /// <param name="precision">
    /// How far the true time may be off: the unit of the last digit, at least one microsecond, and for a stamp within a change of the
    /// clocks the distance of its two readings besides.
    /// </param>
    public static bool TryParse(string text, DateTimeZone zone, out Instant time, out bool isNaive, out Duration precision)
    {
        var isRead = TryRead(text, zone, out var reading);
        (time, isNaive, precision) = (reading.Time, reading.IsNaive, reading.Precision + reading.Doubt);
        return isRead;
    }

    /// <summary>Reads a stamp with both of its readings.</summary>
    /// <param name="zone">Zone of a stamp without an offset.</param>
    public static bool TryRead(string text, DateTimeZone zone, out StampReading reading)
    {
        reading = default;
        if (text.Length is < 19 or > 40)
            return false;
        var (local, offset) = Split(text);
        if (local.Length < 19)
            return false;
        var parsed = Local.Parse(local[10] == ' ' ? $"{local[..10]}T{local[11..]}" : local);
        if (!parsed.Success || parsed.Value.Year is < 1 or > LastYear)
            return false;
        if (offset.Length == 0)
        {
            reading = InZone(parsed.Value, zone, Precision(local));
            return true;
        }

        var zoneOffset = offset is "Z" or "z" ? ParseResult<Offset>.ForValue(NodaTime.Offset.Zero) : Offset.Parse(WithColon(offset));
        if (!zoneOffset.Success)
            return false;
        reading = new StampReading(parsed.Value.WithOffset(zoneOffset.Value).ToInstant(), null, false, Precision(local));
        return true;
    }

    // Set back, a local time occurs twice; set forward, it occurs never, and a device that stamps it has not, or has too early, changed its
    // clock.
    private static StampReading InZone(LocalDateTime local, DateTimeZone zone, Duration precision)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count switch
        {
            1 => new StampReading(mapping.Single().ToInstant(), null, true, precision),
            2 => new StampReading(mapping.First().ToInstant(), mapping.Last().ToInstant(), true, precision),
            _ => new StampReading(
                local.WithOffset(mapping.EarlyInterval.WallOffset).ToInstant(), local.WithOffset(mapping.LateInterval.WallOffset)
                    .ToInstant(), true, precision),
        };
    }

    private static (string Local, string Offset) Split(string text)
    {
        var at = text.AsSpan(19).IndexOfAny("Zz+-");
        return at < 0 ? (text, "") : (text[..(19 + at)].TrimEnd(' '), text[(19 + at)..]);
    }

    // +0800 and +08 are written too.
    private static string WithColon(string offset) => offset.Length switch
    {
        5 when !offset.Contains(':', StringComparison.Ordinal) => $"{offset[..3]}:{offset[3..]}",
        3 => offset + ":00",
        _ => offset,
    };

    private static Duration Precision(string local)
    {
        var digits = local.Length > 20 ? local.Length - 20 : 0;
        return digits >= 6 ? Duration.FromNanoseconds(1_000) : Duration.FromNanoseconds((long)Math.Pow(10, 9 - digits));
    }
}
