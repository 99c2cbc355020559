// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>
/// The time of a scrape, which dcgm-exporter's text does not hold: a line <c># scrape TIME</c> before it, else the file's name. The time at
/// which a file was changed is not asked for, since copying evidence changes it.
/// </summary>
internal static partial class ScrapeTime
{
    public const string Expectation =
        "a line '# scrape 2026-01-15T04:00:00Z' before the metrics, or such a time in the file's name (20260115T040000Z or Unix seconds)";

    /// <summary>The time that a comment tells; false where it tells none.</summary>
    public static bool TryReadComment(string line, DateTimeZone zone, out Instant time)
    {
        time = default;
        var text = line.TrimStart('#', ' ');
        return text.StartsWith("scrape ", StringComparison.Ordinal) && TryRead(text["scrape ".Length..].Trim(), zone, out time);
    }

    /// <summary>The time that a file's name holds; null where it holds none.</summary>
    public static Instant? OfName(string path, DateTimeZone zone)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Stamp().Match(name) is { Success: true } stamp)
        {
            var groups = stamp.Groups;
            var iso = $"{groups["y"].Value}-{groups["m"].Value}-{groups["d"].Value}T{groups["h"].Value}:{groups["n"].Value}:{groups["s"].Value}{groups["z"].Value}";
            return TryRead(iso, zone, out var time) ? time : null;
        }

        return Seconds().Match(name) is { Success: true } seconds && TryRead(seconds.Value, zone, out var unix) ? unix : null;
    }

    private static bool TryRead(string text, DateTimeZone zone, out Instant time)
    {
        if (LocalStamp.TryParse(text, zone, out time, out _, out _))
            return true;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1e9 or > 1e10)
            return false;
        time = Instant.FromUnixTimeMilliseconds((long)(seconds * 1000));
        return true;
    }

    [GeneratedRegex(@"(?<y>20\d\d)-?(?<m>\d\d)-?(?<d>\d\d)[T_ -](?<h>\d\d)[:-]?(?<n>\d\d)[:-]?(?<s>\d\d)(?<z>Z?)",
        RegexOptions.NonBacktracking)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"1\d{9}", RegexOptions.NonBacktracking)]
    private static partial Regex Seconds();
}
