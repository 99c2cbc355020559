// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Incidents;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Service.Census;

/// <summary>
/// Reads what incidents tell of episodes. Expected traffic and what no agent did (background, somebody from outside) tell nothing.
/// </summary>
internal static class Showings
{
    private const string Asked = "by_task";

    // A candidate below it is not taken for one by anybody.
    private const decimal LeastWeight = 0.01m;

    public static IReadOnlyList<Showing> Of(IEnumerable<Incident> incidents) =>
        [.. incidents.Where(i => i.SuppressedBy is null).Select(Of).OfType<Showing>()];

    public static IReadOnlyList<Showing> Of(ResultFolder folder, IncidentQuery counted) =>
        [.. folder.Incidents(counted, i => i.Text(OwnFields.SuppressedBy) is null ? Of(i) : null).OfType<Showing>()];

    private static Showing? Of(Incident incident)
    {
        IReadOnlyList<string> families = [.. incident.Rules.Select(r => r.Family).Distinct(StringComparer.Ordinal)];
        var kind = KindOf(
            Elastic.Ecs.IncidentDocument.Name(incident.Verdict), incident.NamedCalls.Count > 0 ? incident.EpisodeId : null,
            incident.Origin.Where);
        if (kind is not { } known)
            return null;
        IReadOnlyList<(string?, string)> episodes = known != ShowingKind.Undecided ? [(incident.RunId, incident.EpisodeId!)]
            : [.. incident.Candidates.Where(c => (decimal)c.Weight >= LeastWeight && c.Call.EpisodeId is not null)
                .Select(c => (c.Call.RunId, c.Call.EpisodeId!)).Distinct()];
        return new Showing(incident.Id, known, families, episodes, incident.NamedCalls is [var call, ..] ? call.ToolName : null);
    }

    private static Showing? Of(StoredDocument incident)
    {
        IReadOnlyList<string> families = [.. incident.Values(OwnFields.RulesFamily).Distinct(StringComparer.Ordinal)];
        var isNamed = incident.Values(OwnFields.ToolCallIds).Any();
        var episode = incident.Text(OwnFields.EpisodeId);
        var kind = KindOf(incident.Text(OwnFields.Verdict), isNamed ? episode : null, incident.Text(OwnFields.Origin));
        if (kind is not { } known)
            return null;
        IReadOnlyList<(string?, string)> episodes = known != ShowingKind.Undecided ? [(incident.Text(OwnFields.RunId), episode!)]
            : [.. incident.Parts(OwnFields.ToolCallCandidates).Where(c => c.Number("weight") >= LeastWeight
                && c.Text("episode_id") is not null).Select(c => (c.Text("run_id"), c.Text("episode_id")!)).Distinct()];
        return new Showing(IncidentLookup.IdOf(incident), known, families, episodes, incident.Text(EcsFields.GenAiToolName));
    }

    /// <param name="episode">Of the call that is named, if one is.</param>
    private static ShowingKind? KindOf(string? verdict, string? episode, string? origin) => verdict switch
    {
        "agent_initiated" when episode is not null => origin == Asked ? ShowingKind.Asked : ShowingKind.Shown,
        "agent_initiated" or "undetermined" => ShowingKind.Undecided,
        _ => null,
    };
}
