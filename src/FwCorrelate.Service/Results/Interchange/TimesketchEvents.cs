// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>
/// One event of a Timesketch timeline (timesketch.org, "Import from JSON or CSV"): message, datetime and timestamp_desc, and columns to
/// filter by.
/// </summary>
/// <param name="Line">0 where nothing has a line.</param>
public sealed record TimesketchEvent(Instant At, string What, string Message, StoredDocument Incident, string File, long Line)
{
    /// <summary>Names of all columns, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "message", "datetime", "timestamp_desc", "incident", "level", "rule", "verdict", "run", "episode", "sandbox", "file", "line",
    ];

    /// <summary>The value of a column; null where there is none.</summary>
    public string? Value(string column) => column switch
    {
        "message" => Message,
        "datetime" => EcsTime.Format(At),
        "timestamp_desc" => What,
        "incident" => IncidentLookup.IdOf(Incident),
        "level" => IncidentText.LevelOf(Incident),
        "rule" => Incident.Text(EcsFields.RuleName),
        "verdict" => Incident.Text(OwnFields.Verdict),
        "file" => File.Length > 0 ? File : null,
        "line" => Line > 0 ? Line.ToString(CultureInfo.InvariantCulture) : null,
        _ => Incident.Text($"fwcorrelate.{column}.id"),
    };
}

/// <summary>Reads what happened, in order of time: when each incident begins and ends, its calls, and the records that matched.</summary>
public static class TimesketchEvents
{
    // Timesketch stores keywords; beyond this Elasticsearch and OpenSearch no longer match them whole.
    private const int MostMessage = 8_000;

    public static IReadOnlyList<TimesketchEvent> Of(ResultFolder folder, IReadOnlyList<StoredDocument> incidents)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(incidents);
        var byRecord = incidents.SelectMany(i => i.Parts(OwnFields.Evidence).Where(e => e.Text("role") is "flow" or "alert")
            .Select(e => (Key: KeyOf(e), Incident: i))).DistinctBy(e => e.Key).ToDictionary(e => e.Key, e => e.Incident);
        var hashes = byRecord.Keys.Select(k => k.Sha256).ToHashSet(StringComparer.Ordinal);
        return [.. incidents.SelectMany(OfIncident)
            .Concat(folder.Attributions(l => RecordHashes.AnyIn(l, hashes)).Select(a => OfRecord(a, byRecord)).OfType<TimesketchEvent>())
            .OrderBy(e => e.At).ThenBy(e => IncidentLookup.IdOf(e.Incident), StringComparer.Ordinal)
            .ThenBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.What, StringComparer.Ordinal)];
    }

    private static IEnumerable<TimesketchEvent> OfIncident(StoredDocument incident)
    {
        if (StoredTime.Of(incident, EcsFields.EventStart) is { } start)
            yield return new(start, "Incident Start", IncidentText.MessageOf(incident), incident, "", 0);
        if (StoredTime.Of(incident, EcsFields.EventEnd) is { } end)
            yield return new(end, "Incident End", IncidentText.MessageOf(incident), incident, "", 0);
        foreach (var call in incident.Parts(OwnFields.Calls))
        {
            if (StoredTime.Of(call, "start") is { } began)
            {
                yield return new(
                    began, "Tool Call Start", Shortened($"{call.Text("tool")} {call.Text("tool_call_id")}: {call.Text("command")}"),
                    incident, "", 0);
            }
        }
    }

    private static TimesketchEvent? OfRecord(
        StoredDocument attribution, Dictionary<(string? File, string? Line, string? Index, string Sha256), StoredDocument> byRecord)
    {
        if (attribution.Parts(OwnFields.Record) is not [var record] || !byRecord.TryGetValue(KeyOf(record), out var incident)
            || StoredTime.Of(attribution, EcsFields.EventStart) is not { } start)
            return null;
        var what = attribution.Text(EcsFields.EventKind) == "alert" ? "Alert" : "Flow Start";
        var port = attribution.Text(EcsFields.DestinationPort) is { } number ? ":" + number : "";
        var message = $"{attribution.Text(EcsFields.EventAction)} {attribution.Text(EcsFields.NetworkTransport)} {attribution.Text(EcsFields.SourceIp)} "
            + $"to {attribution.Text(EcsFields.DestinationIp)}{port}: {incident.Text(EcsFields.RuleName)}";
        return new(start, what, Shortened(message.Trim()), incident, record.Text("file") ?? "",
            long.TryParse(record.Text("line"), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : 0);
    }

    private static (string? File, string? Line, string? Index, string Sha256) KeyOf(StoredDocument record) =>
        (record.Text("file"), record.Text("line"), record.Text("index"), record.Text("sha256") ?? "");

    private static string Shortened(string text) => text.Length <= MostMessage ? text : text[..MostMessage] + "…";
}
