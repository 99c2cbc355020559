// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Gpu;

/// <summary>
/// Lays diverted GPUs on the incidents that they belong to: mining that the network saw from the same host at the same time. What the
/// network did not see is an incident of its own.
/// </summary>
public sealed class DiversionIncidents(CaseSettings settings)
{
    private const string Family = "mining";
    private const string Technique = "attack.t1496";

    /// <summary>A miner tries its pool before it has the GPU busy, and its last record may come after it was ended.</summary>
    private static readonly Duration Apart = Duration.FromMinutes(10);

    /// <summary>What an incident of a GPU alone stands under; it is no rule of a file.</summary>
    public static RuleSummary Rule { get; } = new(
        "5f0f3a52-0a6e-5d0b-9b53-6d1c2a0b7e41", "GPU capacity used for something else than its job", Level.High,
        "Sees a GPU that is busy in ways that its job is not: at least two independent signs. First look which process has it, and what "
        + "ran on the host when it began.",
        Family, [Technique, "attack.impact"], ["Other honest work on the host, such as evaluation or data preparation"], "GPU telemetry",
        RuleEvent.Alert, UsesAttribution: false);

    /// <summary>All incidents by id, those with GPUs with their cost, reasons and evidence. Each diversion is counted once.</summary>
    public IReadOnlyList<Incident> Lay(IReadOnlyList<GpuDiversion> diversions, IReadOnlyList<Incident> incidents)
    {
        ArgumentNullException.ThrowIfNull(diversions);
        ArgumentNullException.ThrowIfNull(incidents);
        if (diversions.Count == 0)
            return incidents;
        var joined = diversions.Select(d => (Diversion: d, Incident: FindFor(d, incidents))).ToList();
        var ofIncident = joined.Where(j => j.Incident is not null).ToLookup(j => j.Incident!.Id, j => j.Diversion, StringComparer.Ordinal);
        var alone = joined.Where(j => j.Incident is null).GroupBy(j => j.Diversion.Host)
            .SelectMany(g => Together([.. g.Select(j => j.Diversion)]));
        return [.. incidents.Select(i => ofIncident.Contains(i.Id) ? With(i, [.. ofIncident[i.Id]]) : i).Concat(alone)
            .OrderBy(i => i.Id, StringComparer.Ordinal)];
    }

    /// <summary>Of several the one whose call is named, then the one that began nearest to it.</summary>
    private static Incident? FindFor(GpuDiversion diversion, IReadOnlyList<Incident> incidents) => incidents
        .Where(i => i.SuppressedBy is null && i.Rules.Any(IsMining) && IsNear(i, diversion)
            && HostsOf(i).Any(h => HostNames.AreSame(h, diversion.Host)))
        .OrderBy(i => i.NamedCalls.Count == 0).ThenBy(i => Abs(i.FirstSeen - diversion.From)).ThenBy(i => i.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private static bool IsMining(RuleSummary rule) =>
        rule.Family == Family || rule.Tags.Any(t => t.StartsWith(Technique, StringComparison.OrdinalIgnoreCase));

    private static bool IsNear(Incident incident, GpuDiversion diversion) =>
        incident.FirstSeen - Apart <= diversion.To && diversion.From <= incident.LastSeen + Apart;

    private static IEnumerable<string> HostsOf(Incident incident) => incident.NamedCalls.Select(c => c.HostId ?? "")
        .Concat(incident.Attribution.Leases.Select(l => l.Host))
        .Concat(incident.Attribution.Leases.Where(l => l.OwnerKind == OwnerKind.Host).Select(l => l.OwnerId));

    private static Duration Abs(Duration duration) => duration < Duration.Zero ? -duration : duration;

    private Incident With(Incident incident, IReadOnlyList<GpuDiversion> diversions) => incident with
    {
        Cost = new GpuCost(diversions, settings.GpuHourPrice, settings.GpuHourCurrency),
        VerdictReasons = [.. incident.VerdictReasons, .. diversions.Select(d => new VerdictReason(true, TextOf(d) + After(incident, d)))],
        Evidence = [.. incident.Evidence, .. EvidenceOf(diversions)],
    };

    private static string TextOf(GpuDiversion diversion) =>
        $"{NameOf(diversion)} did something else than its job: {string.Join("; ", diversion.Signs.Select(s => s.Text))}";

    private static string NameOf(GpuDiversion diversion) => $"GPU {diversion.Gpu} of {diversion.Host}";

    private static string After(Incident incident, GpuDiversion diversion) =>
        incident.NamedCalls is [var call, ..] && diversion.From >= call.Start.Value
        ? string.Create(CultureInfo.InvariantCulture,
            $"; it was first seen so {(diversion.From - call.Start.Value).TotalSeconds:0} s after {call.CallId} started")
        : "";

    private static IEnumerable<Evidence> EvidenceOf(IEnumerable<GpuDiversion> diversions) =>
        diversions.SelectMany(d => d.Evidence).Distinct().Select(o => new Evidence("gpu", o));

    /// <summary>GPUs of one host that were diverted at overlapping times are one incident.</summary>
    private IEnumerable<Incident> Together(List<GpuDiversion> diversions)
    {
        var group = new List<GpuDiversion>();
        foreach (var diversion in diversions.OrderBy(d => d.From).ThenBy(d => d.Gpu, StringComparer.Ordinal))
        {
            if (group.Count > 0 && diversion.From > group.Max(d => d.To) + Apart)
            {
                yield return Alone(group);
                group = [];
            }

            group.Add(diversion);
        }

        yield return Alone(group);
    }

    private Incident Alone(IReadOnlyList<GpuDiversion> diversions)
    {
        var first = diversions[0];
        var calls = diversions.SelectMany(d => d.Calls).Distinct().ToList();
        var others = calls.Count == 0 ? "no call that the traces tell of ran there when it began"
            : $"when it began these ran there: {string.Join(", ", calls.Take(5).Select(c => c.CallId))}";
        return new Incident
        {
            Id = IncidentId.Of(Rule.Id, $"gpu {first.Host} {first.Gpu}", first.Evidence[0].Sha256),
            Rule = Rule,
            Rules = [Rule],
            Verdict = Verdict.Undetermined,
            VerdictReasons =
            [
                .. diversions.Select(d => new VerdictReason(true, TextOf(d))),
                new(false, "the logs show no mining from this host at that time"),
                new(false, others),
            ],
            FirstSeen = first.From,
            LastSeen = diversions.Max(d => d.To),
            RecordCount = 0,
            ConnectionCount = 0,
            Attribution = new Attribution
            {
                Kind = AttributionKind.None,
                Rung = Rung.E,
                Reasons = ["GPU telemetry tells the host and the time, and no call"]
            },
            Target = string.Join(", ", diversions.Select(NameOf).Distinct().Take(4))
                + (diversions.Select(NameOf).Distinct().Skip(4).Any() ? " and more" : ""),
            Evidence = [.. EvidenceOf(diversions)],
            Scope = new IncidentScope([], 0, 0, []),
            Ongoing = Ongoing.Unknown,
            Origin = new DestinationOrigin("unknown"),
            WouldDecide =
                [$"a process sensor or nvidia-smi --query-compute-apps on {first.Host}: which process had the GPU, and its parents"],
            BehaviourId = IncidentId.OfBehaviour(Family, $"gpu {first.Host}"),
            Cost = new GpuCost(diversions, settings.GpuHourPrice, settings.GpuHourCurrency),
        };
    }
}
