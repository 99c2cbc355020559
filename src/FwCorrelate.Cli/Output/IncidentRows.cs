// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// <c>--format csv</c>: a row per incident, in the order of <c>incidents.jsonl</c>, for spreadsheets. Times are UTC, as in the files.
/// </summary>
internal static class IncidentRows
{
    internal static readonly string[] Header =
    [
        "incident", "level", "rule", "rule_id", "target", "first_seen", "last_seen", "ongoing", "records", "connections", "verdict",
        "attribution", "rung", "confidence", "call", "tool", "run", "step", "episode", "task", "sandbox", "source", "command", "origin",
        "refused", "bytes_out", "suppressed_by", "behaviour",
    ];

    public static void Write(IEnumerable<Incident> incidents, Func<string, string> redact, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row(Header);
        foreach (var incident in incidents)
            Write(csv, incident, redact);
    }

    private static void Write(CsvText csv, Incident incident, Func<string, string> redact)
    {
        var call = incident.NamedCalls.Count > 0 ? incident.NamedCalls[0] : null;
        csv.Text(incident.Id).Text(incident.Rule.Level.Name()).Text(incident.Rule.Title).Text(incident.Rule.Id).Text(incident.Target)
            .Text(EcsTime.Format(incident.FirstSeen)).Text(EcsTime.Format(incident.LastSeen)).Text(IncidentDocument.Name(incident.Ongoing))
            .Number<int>(incident.RecordCount).Number<int>(incident.ConnectionCount).Text(IncidentDocument.Name(incident.Verdict))
            .Text(WordsOf.Kind(incident.Attribution.Kind)).Text(incident.Attribution.Rung.ToString())
            .Text(PageText.Weight(incident.Attribution.Confidence)).Text(call?.CallId).Text(call?.ToolName)
            .Text(incident.RunId).Text(incident.Step).Text(incident.EpisodeId).Text(incident.TaskId).Text(incident.SandboxId)
            .Text(incident.Source.ToString()).Text(incident.Command is { } command ? redact(command) : null).Text(incident.Origin.Where)
            .Number<int>(incident.Scope.Refused).Number<long>(incident.Scope.BytesOut).Text(incident.SuppressedBy)
            .Text(incident.BehaviourId)
            .EndRow();
    }
}
