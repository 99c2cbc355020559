// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using NodaTime;

namespace FwCorrelate.Ingestion.Cases;

/// <summary>Durations as people write them: <c>2s</c>, <c>500ms</c>, <c>15m</c>, <c>1h30m</c>, <c>-23s</c>.</summary>
public static class DurationText
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>
    /// Reads whole or decimal numbers with the units d, h, m, s, ms and us, largest first, each once; a sign holds for all.
    /// </summary>
    public static bool TryParse(string? text, out Duration duration)
    {
        duration = Duration.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > 32)
            return false;
        var rest = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        var last = decimal.MaxValue;
        var nanoseconds = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits) is var next and >= 0 ? next : rest.Length;
            if (Unit(rest[..letters]) is not { } unit || unit >= last || number > 1_000_000_000)
                return false;
            nanoseconds += number * unit;
            last = unit;
            rest = rest[letters..];
        }

        if (last == decimal.MaxValue || nanoseconds > 9e18m)
            return false;
        duration = Duration.FromNanoseconds((long)nanoseconds * (text[0] == '-' ? -1 : 1));
        return true;
    }

    private static decimal? Unit(ReadOnlySpan<char> name) => name switch
    {
        "d" => 86_400_000_000_000,
        "h" => 3_600_000_000_000,
        "m" or "min" => 60_000_000_000,
        "s" => 1_000_000_000,
        "ms" => 1_000_000,
        "us" => 1_000,
        _ => null,
    };
}
