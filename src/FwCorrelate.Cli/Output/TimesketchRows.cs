// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// <c>--format timesketch</c>: CSV with the columns that Timesketch requires (its user guide, "Import from JSON or CSV"): message, datetime
/// in ISO 8601 and timestamp_desc. One row for each matched record and each named call; the rest are columns to filter by.
/// </summary>
internal static class TimesketchRows
{
    // Timesketch stores keywords; beyond this Elasticsearch and OpenSearch no longer match them whole.
    private const int MaxMessage = 8_000;

    private sealed record Row(Instant Time, string Description, string Message, Incident Incident, string File, long Line);

    public static void Write(IEnumerable<Incident> incidents, Func<string, string> redact, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row("message", "datetime", "timestamp_desc", "incident", "level", "rule", "verdict", "run", "episode", "sandbox", "file",
            "line");
        foreach (var row in incidents.SelectMany(i => Records(i).Concat(Calls(i, redact))).OrderBy(r => r.Time)
            .ThenBy(r => r.Incident.Id, StringComparer.Ordinal)
            .ThenBy(r => r.File, StringComparer.Ordinal).ThenBy(r => r.Line))
            Write(csv, row);
    }

    private static IEnumerable<Row> Records(Incident incident) => incident.Records.Select(r =>
    {
        ref readonly var record = ref r.Record.Record;
        return new Row(record.Start.ToInstant(), "Flow Start", $"{incident.Rule.Title}: {FlowText.Ends(record)}", incident, r.Origin.File,
            r.Origin.Line);
    });

    private static IEnumerable<Row> Calls(Incident incident, Func<string, string> redact) => incident.NamedCalls.Select(c =>
        new Row(c.Start.Value, "Tool Call Start", $"{c.ToolName} {c.CallId}: {redact(c.Command ?? c.Arguments ?? "")}", incident,
            c.Origin.File, c.Origin.Line));

    private static void Write(CsvText csv, Row row)
    {
        var incident = row.Incident;
        var message = row.Message.Length <= MaxMessage ? row.Message : row.Message[..MaxMessage] + "…";
        csv.Text(message).Text(EcsTime.Format(row.Time)).Text(row.Description).Text(incident.Id).Text(incident.Rule.Level.Name())
            .Text(incident.Rule.Title).Text(IncidentDocument.Name(incident.Verdict)).Text(incident.RunId).Text(incident.EpisodeId)
            .Text(incident.SandboxId).Text(row.File).Number<long>(row.Line).EndRow();
    }
}
