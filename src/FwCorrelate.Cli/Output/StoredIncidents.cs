// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Output;

/// <summary>Incidents out of a result file, as lists show them.</summary>
internal static class StoredIncidents
{
    /// <summary>By level, expected ones last, then who did it, time, id.</summary>
    public static IReadOnlyList<StoredDocument> WorstFirst(IEnumerable<StoredDocument> incidents) =>
        [.. incidents.OrderBy(KeyOf)];

    /// <summary>What is made of the incidents that are asked for, in that order.</summary>
    public static IReadOnlyList<T> WorstFirst<T>(ResultFolder folder, IncidentQuery query, Func<StoredDocument, T> make) =>
        [.. folder.Incidents(query, i => (Key: KeyOf(i), Made: make(i))).OrderBy(i => i.Key).Select(i => i.Made)];

    public static string LevelOf(StoredDocument incident) => incident.Values(OwnFields.RulesLevel).FirstOrDefault() ?? "";

    /// <summary>Who did it, as short as it can be said.</summary>
    public static string CauseOf(StoredDocument incident)
    {
        var (call, episode) = (incident.Values(OwnFields.ToolCallIds).FirstOrDefault(), incident.Text(OwnFields.EpisodeId));
        if (call is not null)
            return episode is null ? call : $"{call} of {episode}";
        if (incident.Parts(OwnFields.ToolCallCandidates) is [var leading, ..])
            return $"{leading.Text("tool_call_id")} of {leading.Text("episode_id")} at {leading.Text("weight")}, not named";
        return incident.Text(OwnFields.SandboxId) ?? incident.Text(EcsFields.SourceIp) ?? "unknown";
    }

    /// <summary>A row of <c>investigate --format csv</c>.</summary>
    public static string?[] CsvRow(StoredDocument incident) => Array.ConvertAll([.. IncidentRows.Header], c => Column(incident, c));

    public static void WriteCsv(IEnumerable<string?[]> rows, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row(IncidentRows.Header);
        foreach (var row in rows)
            csv.Row(row);
    }

    private static string? Column(StoredDocument incident, string column) => column switch
    {
        "incident" => IncidentLookup.IdOf(incident),
        "level" => LevelOf(incident),
        "rule" => incident.Text(EcsFields.RuleName),
        "rule_id" => incident.Text(EcsFields.RuleId),
        "target" => incident.Text(OwnFields.Target),
        "first_seen" => incident.Text(EcsFields.EventStart),
        "last_seen" => incident.Text(EcsFields.EventEnd),
        "records" => incident.Text(OwnFields.IncidentRecordCount),
        "connections" => incident.Text(OwnFields.IncidentConnectionCount),
        "attribution" => incident.Text(OwnFields.AttributionKind),
        "rung" => incident.Text(OwnFields.AttributionRung),
        "confidence" => incident.Text(OwnFields.AttributionConfidence),
        "call" => incident.Values(OwnFields.ToolCallIds).FirstOrDefault(),
        "tool" => incident.Text(EcsFields.GenAiToolName),
        "run" => incident.Text(OwnFields.RunId),
        "episode" => incident.Text(OwnFields.EpisodeId),
        "task" => incident.Text(OwnFields.TaskId),
        "sandbox" => incident.Text(OwnFields.SandboxId),
        "source" => incident.Text(EcsFields.SourceIp),
        "refused" or "bytes_out" => incident.Text(OwnFields.Scope + "." + column),
        "behaviour" => incident.Text(OwnFields.BehaviourId),
        _ => incident.Text("fwcorrelate." + column),
    };

    /// <summary>A named call before candidates, these before a sandbox.</summary>
    public static int CertaintyOf(StoredDocument incident) => incident.Text(OwnFields.AttributionKind) switch
    {
        "tool_call" => 0,
        "candidates" => 1,
        "sandbox" => 2,
        _ => 3,
    };

    private static IncidentKey KeyOf(StoredDocument incident) => new(
        IsExpected(incident), incident.Number(EcsFields.EventSeverity) ?? 0, Rank(incident), incident.Text(EcsFields.EventStart) ?? "",
        IncidentLookup.IdOf(incident));

    private static bool IsExpected(StoredDocument incident) => incident.Text(OwnFields.SuppressedBy) is not null;

    private static int Rank(StoredDocument incident) => incident.Text(OwnFields.Verdict) switch
    {
        "agent_initiated" => 0,
        "external_compromise" => 1,
        "undetermined" => 2,
        _ => 3,
    };
}
