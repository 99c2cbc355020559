// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Output;

/// <summary>Incidents out of a result file, as lists show them.</summary>
internal static class StoredIncidents
{
    /// <summary>By level, expected ones last, then who did it, time, id.</summary>
    public static int WorstFirst(StoredDocument left, StoredDocument right)
    {
        var order = IsExpected(left).CompareTo(IsExpected(right));
        if (order == 0)
            order = (right.Number("event.severity") ?? 0).CompareTo(left.Number("event.severity") ?? 0);
        if (order == 0)
            order = Rank(left).CompareTo(Rank(right));
        if (order == 0)
            order = string.CompareOrdinal(left.Text("event.start"), right.Text("event.start"));
        return order != 0 ? order : string.CompareOrdinal(IncidentLookup.IdOf(left), IncidentLookup.IdOf(right));
    }

    public static string LevelOf(StoredDocument incident) => incident.Values("fwcorrelate.rules.level").FirstOrDefault() ?? "";

    /// <summary>Who did it, as short as it can be said.</summary>
    public static string CauseOf(StoredDocument incident)
    {
        var (call, episode) = (incident.Values("fwcorrelate.tool_call.ids").FirstOrDefault(), incident.Text("fwcorrelate.episode.id"));
        if (call is not null)
            return episode is null ? call : $"{call} of {episode}";
        if (incident.Parts("fwcorrelate.tool_call.candidates") is [var leading, ..])
            return $"{leading.Text("tool_call_id")} of {leading.Text("episode_id")} at {leading.Text("weight")}, not named";
        return incident.Text("fwcorrelate.sandbox.id") ?? incident.Text("source.ip") ?? "unknown";
    }

    /// <summary>The columns of <c>investigate --format csv</c>.</summary>
    public static void WriteCsv(IEnumerable<StoredDocument> incidents, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row(IncidentRows.Header);
        foreach (var incident in incidents)
        {
            foreach (var column in IncidentRows.Header)
                csv.Text(Column(incident, column));
            csv.EndRow();
        }
    }

    private static string? Column(StoredDocument incident, string column) => column switch
    {
        "incident" => IncidentLookup.IdOf(incident),
        "level" => LevelOf(incident),
        "rule" => incident.Text("rule.name"),
        "rule_id" => incident.Text("rule.id"),
        "target" => incident.Text("fwcorrelate.target"),
        "first_seen" => incident.Text("event.start"),
        "last_seen" => incident.Text("event.end"),
        "records" => incident.Text("fwcorrelate.incident.record_count"),
        "connections" => incident.Text("fwcorrelate.incident.connection_count"),
        "attribution" => incident.Text("fwcorrelate.attribution.kind"),
        "rung" => incident.Text("fwcorrelate.attribution.rung"),
        "confidence" => incident.Text("fwcorrelate.attribution.confidence"),
        "call" => incident.Values("fwcorrelate.tool_call.ids").FirstOrDefault(),
        "tool" => incident.Text("gen_ai.tool.name"),
        "run" => incident.Text("fwcorrelate.run.id"),
        "episode" => incident.Text("fwcorrelate.episode.id"),
        "task" => incident.Text("fwcorrelate.task.id"),
        "sandbox" => incident.Text("fwcorrelate.sandbox.id"),
        "source" => incident.Text("source.ip"),
        "refused" or "bytes_out" => incident.Text("fwcorrelate.scope." + column),
        "behaviour" => incident.Text("fwcorrelate.behaviour.id"),
        _ => incident.Text("fwcorrelate." + column),
    };

    /// <summary>A named call before candidates, these before a sandbox.</summary>
    public static int CertaintyOf(StoredDocument incident) => incident.Text("fwcorrelate.attribution.kind") switch
    {
        "tool_call" => 0,
        "candidates" => 1,
        "sandbox" => 2,
        _ => 3,
    };

    private static bool IsExpected(StoredDocument incident) => incident.Text("fwcorrelate.suppressed_by") is not null;

    private static int Rank(StoredDocument incident) => incident.Text("fwcorrelate.verdict") switch
    {
        "agent_initiated" => 0,
        "external_compromise" => 1,
        "undetermined" => 2,
        _ => 3,
    };
}
