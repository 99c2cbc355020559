// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Statistics;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>
/// Asks whether the bursts of each family of rules coincide with tool calls beyond chance. It names nothing and no verdict uses it.
/// </summary>
internal sealed class StatisticsStage
{
    private readonly Dictionary<string, RuleSummary> _rules;
    private readonly IReadOnlyList<IncidentRecord> _records;
    private readonly Fleet _fleet;
    private readonly IReadOnlyList<string> _anySandbox;
    private readonly Dictionary<IReadOnlyList<string>, IReadOnlyList<string>> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private StatisticsStage(IReadOnlyList<RuleSummary> rules, IReadOnlyList<IncidentRecord> records, Timeline timeline)
    {
        (_rules, _records) = (rules.ToDictionary(r => r.Id, StringComparer.Ordinal), records);
        _fleet = TimelineFleet.Of(timeline, CoincidenceOptions.Default);

        // Without any lease of a sandbox an address may be any sandbox's.
        _anySandbox = timeline.Leases.Any(l => l.OwnerKind == OwnerKind.Sandbox) ? [] : [.. _fleet.Sandboxes.Select(s => s.Id)];
    }

    /// <summary>
    /// Findings in the order of <see cref="CoincidenceAnalysis.Run"/>. The order of <paramref name="records"/> does not matter.
    /// </summary>
    /// <param name="rules">All rules in use.</param>
    /// <param name="span">What the logs cover.</param>
    public static IReadOnlyList<CoincidenceFinding> Run(
        IReadOnlyList<RuleSummary> rules, IReadOnlyList<IncidentRecord> records, Timeline timeline, Interval span) => records.Count == 0
        ? []
        : new StatisticsStage(rules, records, timeline).Run(TimelineFleet.Seconds(span.Start), TimelineFleet.Seconds(span.End));

    /// <summary>The finding that an incident is part of: of its run, else of all runs.</summary>
    public static CoincidenceFinding? FindingOf(Incident incident, ILookup<string, CoincidenceFinding> findings)
    {
        if (incident.RecordCount == 0)
            return null;
        var ofFamily = findings[incident.Rule.Family];
        return ofFamily.FirstOrDefault(f => f.Runs == 1 && incident.RunId is not null
            && f.Run == incident.RunId) ?? ofFamily.LastOrDefault();
    }

    private IReadOnlyList<CoincidenceFinding> Run(double from, double to)
    {
        var matches = new Dictionary<string, List<BurstMatch>>(StringComparer.Ordinal);
        var (tested, families) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var record in _records.Where(r => r.SuppressedBy is null))
        {
            families.Clear();
            foreach (var rule in record.Rules)
            {
                matches.TryAdd(rule.Family, []);
                if (!LooksAtCalls(rule) && families.Add(rule.Family))
                    matches[rule.Family].Add(MatchOf(record));
            }

            tested.UnionWith(families);
        }

        return new CoincidenceAnalysis(_fleet, from, to, CoincidenceOptions.Default).Run(matches.Select(m => new FamilyBursts(
            m.Key, Burst.Of(m.Value), tested.Contains(m.Key) ? null
                : "its rules look at tool calls themselves, so that every match would coincide")));
    }

    private BurstMatch MatchOf(IncidentRecord record)
    {
        var attribution = record.Attribution;
        var stitched = record.Stitched;
        var start = record.Start + (stitched.TrueStart - stitched.Start.ToInstant());
        var isOne = attribution is { Sandboxes.Count: 1, Rung: Rung.A or Rung.B or Rung.C };
        var sandboxes = attribution.Sandboxes.Count > 0 ? KeysOf(attribution.Sandboxes)
            : attribution.Kind == AttributionKind.UnknownAddress ? _anySandbox : [];
        return new BurstMatch(
            isOne ? NameOf($"sandbox {sandboxes[0]}") : NameOf($"source {record.Acting.Address}"), sandboxes, isOne,
            TimelineFleet.Seconds(start), TimelineFleet.Seconds(start + (record.End - record.Start)));
    }

    private IReadOnlyList<string> KeysOf(IReadOnlyList<string> sandboxes)
    {
        if (!_keys.TryGetValue(sandboxes, out var keys))
            _keys.Add(sandboxes,
                keys = [.. sandboxes.Select(SandboxKey.Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return keys;
    }

    // There may be millions of matches of a few actors.
    private string NameOf(string actor)
    {
        if (_names.TryGetValue(actor, out var name))
            return name;
        _names.Add(actor);
        return actor;
    }

    /// <summary>Whether a rule asks for a call itself, or joins a rule that does.</summary>
    private bool LooksAtCalls(RuleSummary rule) => rule.UsesAttribution || rule.Event == RuleEvent.ToolCall
        || rule.Correlation?.Rules.Any(id => _rules.TryGetValue(id, out var joined) && LooksAtCalls(joined)) == true;
}
