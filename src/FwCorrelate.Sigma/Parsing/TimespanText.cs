// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NodaTime;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>
/// <c>timespan</c> and Sigma 1's <c>timeframe</c>: a number and one letter (correlation specification 2.1, "Time Selection"), with the
/// units that pySigma adds: a month is 2,629,746 s and a year 31,556,952 s, the means of the Gregorian calendar.
/// </summary>
internal static class TimespanText
{
    public const string Expected = "Write a number and a unit without a space: 30s, 5m, 1h, 7d, 1w, 1M (month) or 1y; at most 10y.";

    private static readonly Duration Longest = Duration.FromSeconds(10 * 31_556_952L);

    public static Duration? Parse(string text)
    {
        if (text.Length < 2 || !long.TryParse(
            text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 400_000_000)
            return null;
        long unit = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            'M' => 2_629_746,
            'y' => 31_556_952,
            _ => 0,
        };
        var span = Duration.FromSeconds(count * unit);
        return span > Duration.Zero && span <= Longest ? span : null;
    }

    /// <summary>The shortest text in whole units: <c>90s</c>, <c>5m</c>, <c>1d</c>.</summary>
    public static string Format(Duration span)
    {
        var seconds = (long)span.TotalSeconds;
        foreach (var (unit, length) in new[] { ('d', 86_400L), ('h', 3_600L), ('m', 60L) })
        {
            if (seconds >= length && seconds % length == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{seconds / length}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }
}
