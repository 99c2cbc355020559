// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>
/// What correlations mean, written down as plainly as possible: for every window all events are looked at anew, and chains are
/// searched by trying all rules. Only for correlations that are grouped by one field <c>g</c> and count one field <c>v</c>.
/// </summary>
internal sealed class NaiveCorrelation(CorrelationLab lab, IReadOnlyList<TestEvent> events, CorrelationSemantics semantics)
{
    /// <summary>Of a millisecond.</summary>
    private const int Units = 1000;

    private readonly Dictionary<string, List<NaiveMatch>> _matches = [];

    /// <summary>
    /// Matches of all correlations, in the words of <see cref="CorrelationLab.Describe(IEnumerable{Matching.CorrelationMatch})"/>.
    /// </summary>
    public string Describe() => string.Join("; ", lab.Correlations.SelectMany(c => Matches(c).Select(m => Describe(c, m))).Order(StringComparer.Ordinal));

    private static string Describe(CorrelationRule rule, NaiveMatch match) =>
        $"{rule.Id}({match.Group}) at {((decimal)match.Fired / (1000 * Units)).ToString("0.###", CultureInfo.InvariantCulture)}: {string.Join(' ', EventsOf(match, match.Last).Distinct().Order().Select(e => e.Id))}";

    private List<NaiveMatch> Matches(CorrelationRule rule)
    {
        if (_matches.TryGetValue(rule.Id, out var known))
            return known;
        var hits = rule.Rules.SelectMany((mention, member) => HitsOf(rule, mention, member)).ToList();
        if (!rule.Type.IsTemporal())
            hits = [.. hits.GroupBy(h => (h.Group, h.Event, h.Inner)).Select(g => g.Key.Event is null ? g : g.Take(1)).SelectMany(g => g)];
        var found = hits.GroupBy(h => h.Group).SelectMany(g => InGroup(rule, g.Key, [.. g.OrderBy(h => h.Time)])).ToList();
        _matches.Add(rule.Id, found);
        return found;
    }

    private IEnumerable<NaiveHit> HitsOf(CorrelationRule rule, RuleMention mention, int member)
    {
        if (lab.Correlations.FirstOrDefault(c => c.Id == mention.Name || c.Name == mention.Name) is { } inner)
        {
            return Matches(inner).SelectMany(m => (rule.Type.IsTemporal() ? m.Satisfied : m.Satisfied.Take(1))
                .Select(t => new NaiveHit(t, member, m.Group, m.Group, 0, null, m)));
        }

        var index = lab.Rules.ToList().FindIndex(r => r.Id == mention.Name || r.Name == mention.Name);
        return events.Where(e => lab.Matching(e).Contains(index) && e.Fields.TryGetValue("g", out var g) && g.IsPresent)
            .Select(e => new NaiveHit(e.Milliseconds * Units, member, e.Fields["g"].ToString(), e.Fields.TryGetValue("v", out var v) && v.IsPresent ? v.ToString() : null, 0, e, null))
            .Where(h => !(rule.Type.IsMetric() || rule.Type == CorrelationType.ValueCount) || h.Value is not null)
            .Select(h => rule.Type.IsMetric() ? h with { Number = decimal.TryParse(h.Value, CultureInfo.InvariantCulture, out var n) ? n : null } : h)
            .Where(h => h.Number is not null);
    }

    private IEnumerable<NaiveMatch> InGroup(CorrelationRule rule, string group, List<NaiveHit> hits)
    {
        // A window that is closed at both ends is one that is open at its end and a little longer.
        var span = (long)rule.Timespan.TotalMilliseconds * Units;
        var reach = semantics.WindowEnds == WindowEnds.Closed ? span + 1 : span;
        var closes = semantics.UpperBounds == UpperBounds.WhenWindowCloses
            && (rule.Condition.Bounds.Any(b => b.Relation is not (Relation.Greater or Relation.GreaterOrEqual)) || (rule.Condition.Expression is { } e && HasNot(e)));
        return closes ? Closing(rule, group, hits, reach) : Sliding(rule, group, hits, reach);
    }

    private static IEnumerable<NaiveMatch> Closing(CorrelationRule rule, string group, List<NaiveHit> hits, long reach)
    {
        for (var i = 0; i < hits.Count;)
        {
            var window = hits.Where(h => h.Time >= hits[i].Time && h.Time < hits[i].Time + reach).ToList();
            if (Holds(rule, window))
            {
                var end = hits[i].Time + reach;
                yield return new NaiveMatch(group, end, end, [end], Evidence(rule, window));
            }

            i += window.Count;
        }
    }

    private static IEnumerable<NaiveMatch> Sliding(CorrelationRule rule, string group, List<NaiveHit> hits, long reach)
    {
        NaiveMatch? open = null;
        foreach (var time in hits.Select(h => h.Time).Distinct())
        {
            var window = hits.Where(h => h.Time > time - reach && h.Time <= time).ToList();
            var holds = Holds(rule, window);
            if (open is not null && (!holds || time - open.Last >= reach))
            {
                yield return open;
                open = null;
            }

            if (holds)
                open = open is null ? new NaiveMatch(group, time, time, [time], Evidence(rule, window))
                    : open with { Last = time, Satisfied = [.. open.Satisfied, time], Hits = [.. open.Hits.Union(Evidence(rule, window))] };
        }

        if (open is not null)
            yield return open;
    }

    private static bool Holds(CorrelationRule rule, List<NaiveHit> window)
    {
        var condition = rule.Condition;
        return rule.Type switch
        {
            CorrelationType.EventCount => Holds(condition, window.Count),
            CorrelationType.ValueCount => Holds(condition, window.Select(h => h.Value).Distinct().Count()),
            CorrelationType.ValueSum => Holds(condition, window.Sum(h => h.Number!.Value)),
            CorrelationType.ValueAverage => Holds(condition, window.Average(h => h.Number!.Value)),
            CorrelationType.ValueMedian => Holds(condition, Median([.. window.Select(h => h.Number!.Value).Order()])),
            CorrelationType.ValuePercentile => Holds(condition, window.Select(h => h.Number!.Value)
                .Where(n => window.Count(h => h.Number <= n) * 100 >= condition.Percentile * window.Count).Min()),
            _ when condition.Expression is { } expression => Subsets(rule, window).Any(s => Holds(rule, expression, s, window, negated: false)),
            _ when condition.Bounds.Count > 0 => Holds(condition, Subsets(rule, window).Max(s => s.Count)),
            _ => Subsets(rule, window).Any(s => s.Count == rule.Rules.Count),
        };
    }

    private static bool Holds(CorrelationCondition condition, decimal number) => condition.Bounds.All(b => b.Relation switch
    {
        Relation.Greater => number > b.Limit,
        Relation.GreaterOrEqual => number >= b.Limit,
        Relation.Less => number < b.Limit,
        Relation.LessOrEqual => number <= b.Limit,
        Relation.Equal => number == b.Limit,
        _ => number != b.Limit,
    });

    /// <summary>A negated rule must not be in the window at all; the others must be in the chosen set.</summary>
    private static bool Holds(CorrelationRule rule, Condition condition, IReadOnlyList<int> chosen, List<NaiveHit> window, bool negated) => condition switch
    {
        NotCondition inverse => !Holds(rule, inverse.Part, chosen, window, !negated),
        AndCondition all => all.Parts.All(p => Holds(rule, p, chosen, window, negated)),
        OrCondition any => any.Parts.Any(p => Holds(rule, p, chosen, window, negated)),
        DetectionReference reference => rule.Rules.ToList().FindIndex(r => r.Name == reference.Name) is var i && (negated ? window.Any(h => h.Member == i) : chosen.Contains(i)),
        _ => throw new InvalidOperationException(),
    };

    private static bool HasNot(Condition condition) => condition switch
    {
        NotCondition => true,
        AndCondition all => all.Parts.Any(HasNot),
        OrCondition any => any.Parts.Any(HasNot),
        _ => false,
    };

    /// <summary>Sets of rules that are in the window, for ordered ones as a chain; the empty set among them.</summary>
    private static IEnumerable<IReadOnlyList<int>> Subsets(CorrelationRule rule, List<NaiveHit> window) => Enumerable.Range(0, 1 << rule.Rules.Count)
        .Select(mask => Enumerable.Range(0, rule.Rules.Count).Where(i => (mask >> i & 1) != 0).ToList())
        .Where(set => rule.Type == CorrelationType.Temporal ? set.All(i => window.Any(h => h.Member == i)) : IsChain(set, 0, long.MinValue, window));

    private static bool IsChain(IReadOnlyList<int> members, int from, long after, List<NaiveHit> window) =>
        from == members.Count || window.Any(h => h.Member == members[from] && h.Time >= after && IsChain(members, from + 1, h.Time, window));

    private static IReadOnlyList<NaiveHit> Evidence(CorrelationRule rule, List<NaiveHit> window)
    {
        if (rule.Type != CorrelationType.TemporalOrdered || rule.Condition is not { Bounds: [], Expression: null })
            return window;
        var all = Enumerable.Range(0, rule.Rules.Count).ToList();
        return [.. window.Where(h => IsChain(all, 0, long.MinValue, [.. window.Where(o => o.Member != h.Member), h]))];
    }

    private static decimal Median(decimal[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2] + sorted[(sorted.Length / 2) - 1]) / 2;

    private static IEnumerable<(long Time, long Id)> EventsOf(NaiveMatch match, long until) => match.Hits
        .SelectMany(h => h.Inner is { } inner ? EventsOf(inner, until) : [(h.Time, h.Event!.Value.Id)]).Where(e => e.Time <= until);

    private sealed record NaiveHit(long Time, int Member, string Group, string? Value, decimal? Number, TestEvent? Event, NaiveMatch? Inner);

    private sealed record NaiveMatch(string Group, long Fired, long Last, IReadOnlyList<long> Satisfied, IReadOnlyList<NaiveHit> Hits);
}
