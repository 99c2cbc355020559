// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service;

/// <summary>A correlation that held, with where its events stand.</summary>
/// <param name="Origins">Of <see cref="CorrelationMatch.Events"/>, in the same order.</param>
public sealed record CorrelationFinding(CorrelationMatch Match, IReadOnlyList<RecordOrigin> Origins);

/// <summary>What is left of the matches once correlations have looked at them.</summary>
/// <param name="Records">Records with a rule that is reported, correlations among them.</param>
/// <param name="Calls">Tool calls likewise.</param>
internal sealed record CorrelatedMatches(
    IReadOnlyList<MatchedRecord> Records, IReadOnlyList<MatchedCall> Calls, IReadOnlyList<CorrelationFinding> Findings,
    CorrelationState State);

/// <summary>
/// Joins matched records and tool calls by the correlations: each event of one that fired gets its rule; what matched only rules that
/// are there to be joined, and was not, is no match.
/// </summary>
internal sealed class CorrelationStage
{
    private readonly SigmaDetector _detector;
    private readonly IReadOnlyList<MatchedRecord> _records;
    private readonly IReadOnlyList<MatchedCall> _calls;
    private readonly Dictionary<string, int> _indexes;
    private readonly Correlator _correlator;

    private CorrelationStage(SigmaDetector detector, IReadOnlyList<MatchedRecord> records, IReadOnlyList<MatchedCall> calls)
    {
        (_detector, _records, _calls) = (detector, records, calls);
        _indexes = detector.Rules.Index().ToDictionary(r => r.Item.Id, r => r.Index, StringComparer.Ordinal);
        _correlator = detector.Correlations.Start(CorrelationOptions.Default);
    }

    /// <summary>The outcome does not depend on the order of <paramref name="records"/> and <paramref name="calls"/>.</summary>
    public static CorrelatedMatches Run(SigmaDetector detector, IReadOnlyList<MatchedRecord> records, IReadOnlyList<MatchedCall> calls)
    {
        var stage = new CorrelationStage(detector, records, calls);
        return detector.Correlations.Correlations.Count == 0 ? new CorrelatedMatches(records, calls, [], stage._correlator.State)
            : stage.Run();
    }

    private CorrelatedMatches Run()
    {
        var times = _records.Index().SelectMany(r => TimesOf(r.Item).Select(t => (Id: r.Index, Time: t)))
            .Concat(_calls.Index().Select(c => (Id: _records.Count + c.Index, Time: c.Item.Call.Start.Value)));
        foreach (var (id, time) in times.OrderBy(t => t.Time).ThenBy(t => t.Id))
            Add(id, Instant64.FromInstant(time));
        _correlator.Complete();
        var matches = _correlator.TakeMatches();
        var fired = matches.Where(m => m.Rule.IsReported).SelectMany(m => m.Events, (m, e) => (e.Id, m.Rule)).Distinct()
            .ToLookup(f => f.Id, f => f.Rule);
        return new CorrelatedMatches(
            [.. _records.Index().Select(r => WithRules(r.Item, fired[r.Index])).OfType<MatchedRecord>()],
            [.. _calls.Index().Select(c => c.Item with { Rules = Reported(c.Item.Rules, fired[_records.Count + c.Index]) }).Where(c =>
                c.Rules.Count > 0)],
            [.. matches.Select(m => new CorrelationFinding(m, [.. m.Events.Select(e => OriginOf((int)e.Id))]))],
            _correlator.State);
    }

    private void Add(int id, Instant64 time)
    {
        if (id < _records.Count)
        {
            // Its text has to be read for this, so only where a correlation wants it.
            var rules = IndexesOf(_records[id].Rules);
            if (!Array.Exists(rules, _detector.Correlations.Uses))
                return;
            var attributed = _records[id].Attributed;
            _correlator.Add(id, time, _detector.EventOf(attributed.Record, attributed.Attribution), rules);
        }
        else
        {
            var (call, rules) = _calls[id - _records.Count];
            _correlator.Add(id, time, new ToolCallEvent(call), IndexesOf(rules));
        }
    }

    /// <summary>
    /// True time: as logged, minus the source's clock offset. Many logs cut stamps to whole seconds, which would put an effect before
    /// its cause: a record whose call is named is not earlier than that call.
    /// </summary>
    internal static Instant TimeOf(IncidentRecord record)
    {
        var start = record.Start - record.Stitched.Source.Clock.OffsetAt(record.Start);
        return record.Attribution.Call is { } call ? Instant.Max(start, call.TrueStart.Value) : start;
    }

    /// <summary>A stamp with two readings stands at both times, since each may be the one; a named call has decided between them.</summary>
    private static IEnumerable<Instant> TimesOf(IncidentRecord record)
    {
        var time = TimeOf(record);
        return record.Record.OtherStartMinutes == 0 || record.Attribution.Call is not null
            ? [time] : [time, time + Duration.FromMinutes(record.Record.OtherStartMinutes)];
    }

    private int[] IndexesOf(IReadOnlyList<RuleSummary> rules) => [.. rules.Select(r => _indexes[r.Id])];

    private RecordOrigin OriginOf(int id) => id < _records.Count ? _records[id].Origin : _calls[id - _records.Count].Call.Origin;

    private static IReadOnlyList<RuleSummary> Reported(IReadOnlyList<RuleSummary> matched, IEnumerable<RuleSummary> fired) =>
        [.. matched.Where(r => r.IsReported).Concat(fired).OrderByDescending(r => r.Level).ThenBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>The record under the rules that are left; null where none is.</summary>
    private static MatchedRecord? WithRules(MatchedRecord record, IEnumerable<RuleSummary> fired)
    {
        if (!fired.Any() && record.Rules.All(r => r.IsReported))
            return record;
        var rules = Reported(record.Rules, fired);
        return rules.Count == 0 ? null : record.WithRules(rules);
    }
}
