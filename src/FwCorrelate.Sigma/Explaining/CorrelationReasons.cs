// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>
/// Puts the firings of one correlation beside the events that its rules matched. Whether it fires is the engine's word alone; what is
/// worked out here is only what a reader wants to see next to it.
/// </summary>
/// <param name="titleOf">Title of a rule by its id.</param>
internal sealed class CorrelationReasons(
    CompiledCorrelation correlation, IReadOnlyList<TriedEvent> events, IReadOnlyList<CorrelationMatch> matches,
    Func<string, string> titleOf)
{
    private const int MaxOutside = 3;
    private const int MaxQuiet = 10;
    private const int MaxHits = 20;

    private readonly List<CorrelationHit> _ungrouped = [];

    public CorrelationVerdict Verdict()
    {
        var groups = GroupedHits().ToLookup(h => h.Key);
        var firings = matches.Where(m => m.Rule.Id == correlation.Rule.Id)
            .Select(m => Firing(m, [.. groups[KeyOf(m.Group.Select(g => g.Value))]])).ToList();
        var fired = firings.Select(f => KeyOf(f.Match.Group.Select(g => g.Value))).ToHashSet(StringComparer.Ordinal);
        var quiet = groups.Where(g => !fired.Contains(g.Key)).Select(g => Quiet([.. g.OrderBy(h => h.Hit.Time)]))
            .OrderByDescending(q => q.Hits.Select(h => h.Rule).Distinct().Count()).ThenByDescending(q => q.HitCount)
            .ThenBy(q => q.Hits[0].Time).ThenBy(q => KeyOf(q.Group.Select(g => g.Value)), StringComparer.Ordinal).ToList();
        return new CorrelationVerdict(firings, [.. quiet.Take(MaxQuiet)], quiet.Count, _ungrouped);
    }

    private CorrelationFiring Firing(CorrelationMatch match, IReadOnlyList<GroupedHit> hits)
    {
        var within = match.Events.Select(e => (e.Id, e.Rule)).ToHashSet();
        var window = Duration64.FromDuration(correlation.Rule.Timespan);
        var outside = hits.Select(h => h.Hit).Where(h => h.Id >= 0 && !within.Contains((h.Id, h.Rule))).OrderBy(h => h.Time).ToList();
        return new CorrelationFiring(
            match,
            [.. outside.Where(h => h.Time <= match.First && match.First - h.Time <= window).TakeLast(MaxOutside)],
            [.. outside.Where(h => h.Time > match.First && h.Time - match.Last <= window).Take(MaxOutside)]);
    }

    private QuietGroup Quiet(IReadOnlyList<GroupedHit> hits) => new(
        [.. correlation.Rule.GroupBy.Zip(hits[0].Values, KeyValuePair.Create)], [.. hits.Take(MaxHits).Select(h => h.Hit)], hits.Count,
        Lacks(hits));

    private string Lacks(IReadOnlyList<GroupedHit> hits)
    {
        var rule = correlation.Rule;
        if (rule.Type.IsTemporal())
        {
            var missing = correlation.Members.Select(m => m.Rule).Except(hits.Select(h => h.Hit.Rule)).ToList();
            return missing.Count > 0 ? $"never '{string.Join("', '", missing.Select(titleOf))}'"
                : $"all of its rules, but not {(rule.Type == CorrelationType.TemporalOrdered ? "in this order " : "")}within "
                + $"{Text(rule.Timespan)}";
        }

        var (most, from, to) = Densest(hits);
        var what = rule.Type == CorrelationType.ValueCount ? $"different {string.Join(" with ", rule.Condition.Fields)}" : "events";
        return rule.Type.IsMetric()
            ? $"{CorrelationText.Condition(rule)} held in no window of {Text(rule.Timespan)}"
            : string.Create(CultureInfo.InvariantCulture,
                $"at most {most} {what} within {Text(rule.Timespan)} ({from.ToInstant()} to {to.ToInstant()})");
    }

    /// <summary>The window of the rule's length that holds most events or values.</summary>
    private (int Most, Instant64 From, Instant64 To) Densest(IReadOnlyList<GroupedHit> hits)
    {
        var window = Duration64.FromDuration(correlation.Rule.Timespan);
        var best = (Most: 0, From: hits[0].Hit.Time, To: hits[0].Hit.Time);
        var first = 0;
        var inside = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var last = 0; last < hits.Count; last++)
        {
            foreach (var value in hits[last].Counted)
                inside[value] = inside.GetValueOrDefault(value) + 1;
            for (; hits[last].Hit.Time - hits[first].Hit.Time >= window; first++)
            {
                foreach (var value in hits[first].Counted)
                {
                    if (--inside[value] == 0)
                        inside.Remove(value);
                }
            }

            var count = correlation.Rule.Type == CorrelationType.ValueCount ? inside.Count : last - first + 1;
            if (count > best.Most)
                best = (count, hits[first].Hit.Time, hits[last].Hit.Time);
        }

        return best;
    }

    private IEnumerable<GroupedHit> GroupedHits() =>
        correlation.Members.SelectMany(m => m.Inner is { } inner ? OfInner(m, inner) : OfEvents(m));

    private IEnumerable<GroupedHit> OfEvents(CorrelationMember member)
    {
        foreach (var e in events.Where(e => e.Rules.Contains(member.Detection)))
        {
            var hit = new CorrelationHit(e.Id, e.Time, member.Rule);
            var groups = Combinations(member.Group.Select(s => ValuesOf(e.Read(s.Field!)))).ToList();
            if (groups.Count == 0)
                _ungrouped.Add(hit);
            var counted = Combinations(member.Values.Select(s => ValuesOf(e.Read(s.Field!)))).Select(KeyOf).ToList();
            foreach (var values in groups)
                yield return new GroupedHit(hit, KeyOf(values), values, counted);
        }
    }

    // What an inner match carries beyond its own group is the engine's to know: such hits are left out here.
    private IEnumerable<GroupedHit> OfInner(CorrelationMember member, CompiledCorrelation inner)
    {
        if (member.Group.Any(s => s.Group < 0))
            yield break;
        foreach (var match in matches.Where(m => m.Rule.Id == inner.Rule.Id))
        {
            string?[] values = [.. member.Group.Select(s => match.Group[s.Group].Value)];
            yield return new GroupedHit(new CorrelationHit(-1, match.Fired, member.Rule), KeyOf(values), values, []);
        }
    }

    /// <summary>Every way to take one value of each field; none where a field has no value.</summary>
    private static IEnumerable<string?[]> Combinations(IEnumerable<IReadOnlyList<string>> fields)
    {
        IEnumerable<string?[]> all = [[]];
        foreach (var values in fields)
            all = all.SelectMany(_ => values, static (done, value) => (string?[])[.. done, value]).Take(GroupLimits.MaxGroupsPerEvent);
        return all;
    }

    private static IReadOnlyList<string> ValuesOf(FieldValue value) => value.Kind == FieldValueKind.List
        ? [.. value.List.Where(v => v.IsPresent && v.Kind != FieldValueKind.List).Select(v => v.ToString())]
        : value.IsPresent ? [value.ToString()] : [];

    // As the engine: text without case would join what it keeps apart, so it stays as it is.
    private static string KeyOf(IEnumerable<string?> values) =>
        string.Concat(values.Select(v => v is null ? "-;" : string.Create(CultureInfo.InvariantCulture, $"{v.Length}:{v};")));

    private static string Text(Duration window) =>
        window.TotalSeconds % 86_400 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{window.TotalDays:0} d")
        : window.TotalSeconds % 3_600 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{window.TotalHours:0} h")
        : window.TotalSeconds % 60 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{window.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{window.TotalSeconds:0.###} s");

    private sealed record GroupedHit(CorrelationHit Hit, string Key, string?[] Values, IReadOnlyList<string> Counted);
}
