// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>Compares what was found now with what was last told, and makes the revisions that follow.</summary>
/// <param name="known">What was told, by id.</param>
/// <param name="frozenUntil">Incidents that began earlier are closed: what they were made of may be gone, which says nothing against
/// them.</param>
/// <param name="settledUntil">Up to when no record can arrive on time any more: incidents that reach beyond are provisional.</param>
/// <param name="isLast">Whether every difference is told now.</param>
internal sealed class RevisionBuilder(
    IReadOnlyDictionary<string, IncidentState> known, ArgumentRedaction redaction, RevisionSettings settings, Instant now,
    Instant frozenUntil, Instant settledUntil, bool isLast)
{
    private readonly Dictionary<string, IncidentState> _states = [];

    /// <summary>In the order in which they are to be told.</summary>
    public List<Revision> Revisions { get; } = [];

    /// <summary>States that changed, by id.</summary>
    public IReadOnlyDictionary<string, IncidentState> States => _states;

    /// <summary>Differences that are not told yet.</summary>
    public int Pending { get; private set; }

    /// <summary>Incidents that records on their way may still change.</summary>
    public int Provisional { get; private set; }

    public void Build(IReadOnlyList<Incident> incidents)
    {
        var found = incidents.Where(i => !IsClosed(i)).ToDictionary(i => i.Id);
        var gone = known.Values.Where(k => k.Status == IncidentStatus.Standing && !found.ContainsKey(k.Id) && k.FirstSeen >= frozenUntil)
            .OrderBy(k => k.Id, StringComparer.Ordinal).ToList();
        var heirs = gone.ToDictionary(g => g.Id, g => HeirOf(g, found.Values));
        foreach (var incident in found.Values.OrderBy(i => i.FirstSeen).ThenBy(i => i.Id, StringComparer.Ordinal))
            Compare(incident, [.. heirs.Where(h => h.Value == incident.Id).Select(h => h.Key)]);
        foreach (var state in gone)
            Withdraw(state, heirs[state.Id]);
    }

    // Where evidence was given up, what is left of an incident says nothing new of it, and what arrives there cannot be judged.
    private bool IsClosed(Incident incident)
    {
        if (incident.FirstSeen < frozenUntil)
            return true;
        if (known.ContainsKey(incident.Id) || frozenUntil == Instant.MinValue)
            return false;
        var evidence = EvidenceOf(incident);
        return known.Values.Any(k => k.FirstSeen < frozenUntil && evidence.All(k.Evidence.Contains));
    }

    private static string? HeirOf(IncidentState gone, IEnumerable<Incident> incidents)
    {
        var evidence = gone.Evidence.ToHashSet(StringComparer.Ordinal);
        return incidents.Select(i => (i.Id, Shared: EvidenceOf(i).Count(evidence.Contains))).Where(i => i.Shared > 0)
            .OrderByDescending(i => i.Shared).ThenBy(i => i.Id, StringComparer.Ordinal).Select(i => i.Id).FirstOrDefault();
    }

    private void Compare(Incident incident, IReadOnlyList<string> inherited)
    {
        var content = HashOf(IncidentDocument.Of(incident, redaction).ToString());
        var gist = GistOf(incident);
        var before = known.GetValueOrDefault(incident.Id);
        IReadOnlyList<string> supersedes = [.. (before?.Supersedes ?? []).Union(inherited).Order(StringComparer.Ordinal)];
        var isProvisional = !isLast && incident.LastSeen >= settledUntil;
        Provisional += isProvisional ? 1 : 0;
        var isAsBefore = before is { Status: IncidentStatus.Standing } && supersedes.Count == before.Supersedes.Count
            && isProvisional == before.IsProvisional;
        if (isAsBefore && before!.ContentSha256 == content)
            return;
        var isNews = !isAsBefore || before!.Gist != gist;
        if (!isNews && !isLast && now >= before!.PublishedAt && now - before.PublishedAt < settings.ReviseEvery)
        {
            Pending++;
            return;
        }

        var number = (before?.Revision ?? 0) + 1;
        var document = IncidentDocument.Of(incident, redaction, new IncidentRevision(number, supersedes) { IsProvisional = isProvisional })
            .ToString();
        _states[incident.Id] = new IncidentState
        {
            Id = incident.Id,
            Revision = number,
            Status = IncidentStatus.Standing,
            ContentSha256 = content,
            Gist = gist,
            Evidence = EvidenceOf(incident),
            Supersedes = supersedes,
            FirstSeen = incident.FirstSeen,
            PublishedAt = now,
            IsProvisional = isProvisional,
            Document = document,
        };
        var summary = $"{(isProvisional ? "provisional: " : "")}{incident.Rule.Title}: {incident.Target}"
            + (incident.NamedCalls is [var call, ..] ? $", by {call.ToolName} {call.CallId}" : "");
        Revisions.Add(new Revision(
            incident.Id, number, incident.Rule.Level, IncidentDocument.Name(incident.Verdict), incident.RunId, summary, document, now));
    }

    private void Withdraw(IncidentState state, string? heir)
    {
        var document = (JsonObject)JsonNode.Parse(state.Document)!;
        var incident = (JsonObject)document["fwcorrelate"]!["incident"]!;
        incident["revision"] = state.Revision + 1;
        incident["status"] = heir is null ? "retracted" : "superseded";
        if (heir is not null)
            incident["superseded_by"] = heir;
        var text = document.ToJsonString(State.StateJson.Options);
        _states[state.Id] = state with
        {
            Revision = state.Revision + 1,
            Status = heir is null ? IncidentStatus.Retracted : IncidentStatus.Superseded,
            PublishedAt = now,
            Document = text,
        };
        var summary = heir is null ? "retracted: what arrived later speaks against it" : $"superseded by {heir}";
        var severity = (int?)document["event"]?["severity"] ?? 0;
        var level = Enum.GetValues<Level>().Where(l => l.Severity() <= severity).DefaultIfEmpty().Max();
        Revisions.Add(new Revision(
            state.Id, state.Revision + 1, level, (string?)document["fwcorrelate"]!["verdict"] ?? "",
            (string?)document["fwcorrelate"]?["run"]?["id"], summary, text, now));
    }

    // Leases stand under many incidents; records under one.
    private static IReadOnlyList<string> EvidenceOf(Incident incident)
    {
        var records = incident.Evidence.Where(e => e.Role is "flow" or "alert").Select(e => e.Origin.Sha256).ToList();
        return records.Count > 0 ? records : [.. incident.Evidence.Where(e => e.Role != "lease").Select(e => e.Origin.Sha256)];
    }

    private static string GistOf(Incident incident) => string.Join('\n', incident.Rules.Select(r => r.Id)
        .Append(IncidentDocument.Name(incident.Verdict)).Append(incident.Attribution.Kind.ToString())
        .Concat(incident.NamedCalls.Select(c => $"{c.TraceId} {c.SpanId}"))
        .Append(incident.RunId).Append(incident.EpisodeId).Append(incident.SandboxId).Append(incident.SuppressedBy));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
