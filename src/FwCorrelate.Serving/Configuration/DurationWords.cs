// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NodaTime;

namespace FwCorrelate.Serving.Configuration;

/// <summary>Writes durations as settings have them.</summary>
internal static class DurationWords
{
    /// <summary>The largest unit that gives a whole number, such as <c>15m</c> or <c>500ms</c>.</summary>
    public static string Of(Duration duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        var (number, unit) = milliseconds switch
        {
            0 => (0, "s"),
            _ when milliseconds % 86_400_000 == 0 => (milliseconds / 86_400_000, "d"),
            _ when milliseconds % 3_600_000 == 0 => (milliseconds / 3_600_000, "h"),
            _ when milliseconds % 60_000 == 0 => (milliseconds / 60_000, "m"),
            _ when milliseconds % 1000 == 0 => (milliseconds / 1000, "s"),
            _ => (milliseconds, "ms"),
        };
        return number.ToString(CultureInfo.InvariantCulture) + unit;
    }
}
