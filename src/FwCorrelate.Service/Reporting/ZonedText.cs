// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// Sentences of results hold times in UTC, so that files agree whoever made them; a page shows them in the zone of its other times.
/// </summary>
public static partial class ZonedText
{
    private static readonly ZonedDateTimePattern Shown = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss", null);

    /// <summary>The same with each RFC 3339 time of UTC as a local one.</summary>
    public static string In(DateTimeZone zone, string text)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(text);
        return zone == DateTimeZone.Utc ? text : Stamp().Replace(text, stamp =>
            InstantPattern.ExtendedIso.Parse(stamp.Value) is { Success: true, Value: var time } ? Shown.Format(
                time.InZone(zone)) : stamp.Value);
    }

    [GeneratedRegex(@"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();
}
