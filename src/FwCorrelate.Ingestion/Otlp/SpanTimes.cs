// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Times of spans: Unix nanoseconds as text or number, other Unix units by their size, or ISO 8601 text.</summary>
internal static class SpanTimes
{
    /// <summary>How an error tells what was expected.</summary>
    public const string Expectation = "Unix nanoseconds or an ISO 8601 time within the years 2015 to 2100";

    private static readonly Duration Microsecond = Duration.FromNanoseconds(1_000);
    private static readonly Instant Earliest = Instant.FromUtc(2015, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2101, 1, 1, 0, 0);

    /// <summary>Reads a time; false for none, for nonsense and for placeholders such as the epoch.</summary>
    /// <param name="zone">Zone of text without an offset.</param>
    public static bool TryRead(JsonElement value, DateTimeZone zone, out TimePoint time)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        time = default;
        return (text.Length <= 40 && (TryReadNumber(text, out time) || TryReadText(text, zone, out time)))
            && time.Value >= Earliest && time.Value < Latest;
    }

    // Decimals hold 28 digits: nanoseconds never pass through a double, which holds 16.
    private static bool TryReadNumber(string text, out TimePoint time)
    {
        time = default;
        if (!decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            || number is <= 0 or >= 1e20m)
            return false;
        var (perSecond, isWhole) = (UnitsPerSecond(number), number == decimal.Truncate(number));
        var nanoseconds = (long)Math.Min(number * (1_000_000_000m / perSecond), long.MaxValue);
        var instant = Instant.FromUnixTimeSeconds(nanoseconds / 1_000_000_000).PlusNanoseconds(nanoseconds % 1_000_000_000);
        var unit = Duration.FromNanoseconds((long)(1_000_000_000m / perSecond));
        time = new TimePoint(instant, isWhole && unit > Microsecond ? unit : Microsecond, TimeBasis.Clock);
        return true;
    }

    private static decimal UnitsPerSecond(decimal number) => number switch
    {
        >= 1e17m => 1_000_000_000m,
        >= 1e14m => 1_000_000m,
        >= 1e11m => 1_000m,
        _ => 1m,
    };

    private static bool TryReadText(string text, DateTimeZone zone, out TimePoint time)
    {
        time = default;
        if (!LocalStamp.TryParse(text, zone, out var instant, out var isNaive, out var precision))
            return false;
        time = new TimePoint(instant, precision, isNaive ? TimeBasis.ClockNaive : TimeBasis.Clock);
        return true;
    }
}
