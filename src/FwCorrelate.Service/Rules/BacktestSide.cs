// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;
using NodaTime;

namespace FwCorrelate.Service.Rules;

/// <summary>What one set of rules finds of what was read for both.</summary>
internal sealed class BacktestSide
{
    private static readonly Duration BurstGap = Duration.FromSeconds(300);

    private readonly Dictionary<string, List<FiredEvent>> _events;
    private readonly Dictionary<string, RuleTrust> _trusts;

    private BacktestSide(InvestigationResult result, CorrelatedMatches correlated)
    {
        _trusts = result.Rules.ToDictionary(r => r.Rule.Id, StringComparer.Ordinal);
        Rules = result.Rules.Where(r => r.Rule.IsReported).ToDictionary(r => r.Rule.Id, r => r.Rule, StringComparer.Ordinal);
        (Incidents, Sources, Traces) = (result.Incidents, result.Sources, result.TimelineTrust);
        _events = correlated.Records.SelectMany(FiredOf).Concat(correlated.Calls.SelectMany(FiredOf)).GroupBy(
            f => f.Rule, f => f.Fired, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Distinct().ToList(), StringComparer.Ordinal);
        Reported = _events.Values.SelectMany(e => e.Select(f => f.Event)).ToHashSet();
    }

    /// <summary>Rules that report, by id.</summary>
    public IReadOnlyDictionary<string, RuleSummary> Rules { get; }

    public IReadOnlyList<Incident> Incidents { get; }

    public IReadOnlyList<SourceTrust> Sources { get; }

    public TimelineTrust Traces { get; }

    /// <summary>Every event that a rule of the set reports.</summary>
    public IReadOnlySet<ComparedEvent> Reported { get; }

    public static BacktestSide Of(InvestigationOptions options, CaseRun run, LoadedRules rules)
    {
        var own = new HashSet<RuleSummary>(rules.Detector.Rules, ReferenceEqualityComparer.Instance);
        var records = run.Records.Where(r => r.Rules.Any(own.Contains)).Select(r => r.WithRules([.. r.Rules.Where(own.Contains)])).ToList();
        var calls = run.Calls.Select(c => c with { Rules = [.. c.Rules.Where(own.Contains)] }).Where(c => c.Rules.Count > 0).ToList();
        var correlated = CorrelationStage.Run(rules.Detector, records, calls);
        return new BacktestSide(Investigation.Assemble(options, run, rules, correlated, new Stopwatch(), interrupted: false), correlated);
    }

    /// <summary>What a rule fires on; nothing where the set does not have it.</summary>
    public IEnumerable<ComparedEvent> EventsOf(string rule) =>
        _events.TryGetValue(rule, out var fired) ? fired.Select(f => f.Event).Distinct() : [];

    /// <summary>Null where the set does not have the rule, or does not report it.</summary>
    public RuleFires? FiresOf(string rule)
    {
        if (!Rules.ContainsKey(rule))
            return null;
        var fired = _events.GetValueOrDefault(rule) ?? [];
        var verdicts = Incidents.Where(i => i.Rules.Any(r => r.Id == rule)).GroupBy(i => i.Verdict).OrderBy(g => g.Key)
            .ToDictionary(g => g.Key, g => g.Count());
        return new RuleFires(_trusts[rule], fired.Select(f => f.Event).Distinct().Count(), fired.GroupBy(f => f.Actor)
            .Sum(BurstsOf), verdicts);
    }

    /// <summary>Records and calls of an incident.</summary>
    public static IEnumerable<ComparedEvent> EventsOf(Incident incident) =>
        incident.Records.Select(r => new ComparedEvent(r.Record.Record.Start.ToInstant(), r.Origin))
            .Concat(incident.NamedCalls.Select(c => new ComparedEvent(c.Start.Value, c.Origin)));

    private static IEnumerable<(string Rule, FiredEvent Fired)> FiredOf(IncidentRecord record)
    {
        var fired = new FiredEvent(
            new ComparedEvent(record.Start, record.Origin), ActorOf(record.Attribution) ?? record.Acting.Address.ToString());
        return record.Rules.Select(r => (r.Id, fired));
    }

    private static IEnumerable<(string Rule, FiredEvent Fired)> FiredOf(MatchedCall matched)
    {
        var fired = new FiredEvent(
            new ComparedEvent(matched.Call.Start.Value, matched.Call.Origin), matched.Call.SandboxId ?? matched.Call.HostId ?? "");
        return matched.Rules.Select(r => (r.Id, fired));
    }

    private static string? ActorOf(Attribution attribution) =>
        attribution.Call?.SandboxId ?? (attribution.Sandboxes.Count == 1 ? attribution.Sandboxes[0] : null);

    private static int BurstsOf(IEnumerable<FiredEvent> fired)
    {
        var times = fired.Select(f => f.Event.Time).Order().ToList();
        return times.Where((t, i) => i == 0 || t - times[i - 1] > BurstGap).Count();
    }

    private sealed record FiredEvent(ComparedEvent Event, string Actor);
}
