// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Timelines;

namespace FwCorrelate.Sigma;

/// <summary>
/// Sigma rules over flows, alerts and tool calls. Rules for flows run over alerts too, since an alert is a flow; rules for
/// alerts run over alerts alone. Immutable.
/// </summary>
public sealed class SigmaDetector : IDetector
{
    private readonly IReadOnlyList<DetectionRule> _rules;
    private readonly Matcher<FlowEvent>?[] _onFlows;
    private readonly bool[] _asksForService;
    private readonly FlowRuleIndex _flowIndex;
    private readonly ToolCallIndex _callIndex;
    private readonly NetworkScope _networks;

    internal SigmaDetector(IReadOnlyList<DetectionRule> rules, CorrelationPlan correlations, NetworkScope networks)
    {
        _rules = rules;
        _networks = networks;
        Correlations = correlations;
        Rules = [.. rules.Select(r => r.Summary with { IsReported = correlations.IsReported(r.Rule.Id) }), .. correlations.Correlations];
        _onFlows = [.. rules.Select(r => r.OnFlows?.Provisional)];
        _asksForService =
            [.. rules.Select(r => r.OnFlows is { } flows && !Projection.Of(flows.Necessary, Dimension.DestinationPort).IsAll)];
        _flowIndex = new FlowRuleIndex(
            [.. rules.Select(r => (r.Summary.Event, IsIdle(r) ? Predicate.False : r.OnFlows!.Necessary))], networks);
        _callIndex = new ToolCallIndex(
            [.. Enumerable.Range(0, rules.Count).Where(i => rules[i].OnCalls is not null).Select(i => (i, rules[i].Necessary))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RuleSummary> Rules { get; }

    /// <summary>Joins matches of the detections.</summary>
    public CorrelationPlan Correlations { get; }

    /// <summary>Columns of vendors' own that rules ask for or count, by name.</summary>
    public IReadOnlyList<string> VendorFields => field ??=
        [.. _rules.Where(r => r.OnFlows is not null).SelectMany(r => VendorFieldRules.NamesIn(r.Necessary))
            .Concat(Correlations.All.SelectMany(CorrelationBlindness.VendorFieldsOf)).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)];

    /// <summary>What holds of every flow and alert that any of the rules may match: what a store of records may be asked for.</summary>
    public NecessaryCondition NecessaryCondition =>
        NecessaryConditions.Of(
            _rules.Where(r => !ProxyBypass.IsAskedBy(r.Necessary)).Select(r => (r.Summary.Event, r.Necessary)), _networks.Networks);

    /// <inheritdoc/>
    public IDetector Knowing(Func<RecordReference, bool> bypassesProxy) => With(bypassesProxy);

    internal SigmaDetector With(Func<RecordReference, bool> bypassesProxy) =>
        new(_rules, Correlations, new NetworkScope(_networks.Networks, bypassesProxy));

    /// <inheritdoc/>
    public void Detect(FlowBatch batch, List<FlowMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(matches);
        Span<char> buffer = stackalloc char[FlowRuleIndex.MaxSearchedLength];
        Span<ulong> candidates = _flowIndex.Words <= 128 ? stackalloc ulong[128] : new ulong[_flowIndex.Words];
        candidates = candidates[.._flowIndex.Words];
        var possible = _flowIndex.PossibleWith(batch.Layout);
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Kind is RecordKind.Flow or RecordKind.Alert && _flowIndex.TryFind(batch, i, possible, candidates, buffer))
                TryEach(candidates, batch, i, matches);
        }
    }

    /// <inheritdoc/>
    public void Detect(IReadOnlyList<ToolCall> calls, List<CallMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(matches);
        var (set, candidates) = (_callIndex.CreateSet(), new List<int>());
        for (var i = 0; i < calls.Count; i++)
        {
            _callIndex.Find(calls[i], set, candidates);
            var call = new ToolCallEvent(calls[i]);
            foreach (var rule in candidates)
            {
                if (_rules[rule].OnCalls!.Full.Matches(in call))
                    matches.Add(new CallMatch(i, rule));
            }
        }
    }

    /// <inheritdoc/>
    public bool AsksForService(int rule) => rule < _asksForService.Length && _asksForService[rule];

    /// <inheritdoc/>
    public bool Confirms(int rule, RecordReference record, Attribution attribution)
    {
        var compiled = _rules[rule].OnFlows;
        return compiled is null || !compiled.UsesAttribution
            || compiled.Full.Matches(new FlowEvent(record.Batch, record.Index, _networks, attribution));
    }

    /// <summary>Why a rule cannot fire on an input, in words; null where it can.</summary>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <param name="formatsPresent">The formats of the logs that were read.</param>
    /// <param name="hasCalls">Whether the traces hold any tool call.</param>
    /// <param name="isHeld">Whether one of <see cref="VendorFields"/> was seen in any record; null where that is not known.</param>
    public string? BlindBecause(RuleSummary rule, IEnumerable<LogFormat> formatsPresent, bool hasCalls, Func<string, bool>? isHeld = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var formats = formatsPresent.ToList();
        var found = _rules.FirstOrDefault(r => r.Summary.Id == rule.Id);
        if (found is not null)
            return Blindness.Of(found, formats, hasCalls, isHeld);
        return Correlations.Find(rule.Id) is { } correlation ? CorrelationBlindness.Of(
            correlation, r => Blindness.Of(_rules[r], formats, hasCalls, isHeld), isHeld) : "the rule is not loaded";
    }

    /// <summary>Vendors' columns that one rule or correlation asks for or counts.</summary>
    internal IEnumerable<string> VendorFieldsOf(string rule) =>
        (_rules.Where(r => r.Summary.Id == rule && r.OnFlows is not null).SelectMany(r => VendorFieldRules.NamesIn(r.Necessary))
            .Concat(Correlations.Find(rule) is { } correlation ? CorrelationBlindness.VendorFieldsOf(correlation) : []))
            .Distinct(StringComparer.Ordinal);

    /// <summary>Whether a rule or correlation cannot fire without columns that are not known.</summary>
    internal bool NeedsUnknown(string rule, Func<string, bool> isKnown) =>
        _rules.FirstOrDefault(r => r.Summary.Id == rule) is { } found ? !VendorFieldRules.CanHold(found.Necessary, isKnown)
        : Correlations.Find(rule) is { } correlation && CorrelationBlindness.VendorFieldsOf(correlation).Any(f => !isKnown(f));

    /// <summary>A rule in words.</summary>
    /// <param name="rule">Index in <see cref="Rules"/>.</param>
    /// <param name="known">Formats of logs that may be read: what they can never hold is told.</param>
    public RuleOutline Outline(int rule, IReadOnlyList<LogFormat> known) => RuleOutline.Of(_rules[rule], known);

    /// <summary>What a rule for flows or alerts says of a record, and why.</summary>
    /// <param name="rule">Index in <see cref="Rules"/>.</param>
    /// <param name="attribution">The record's cause; null where it is not known yet, so that all fields of the agent are missing.</param>
    /// <exception cref="ArgumentException">The rule is for tool calls.</exception>
    public EventVerdict Explain(int rule, RecordReference record, Attribution? attribution) =>
        EventVerdict.Of(_rules[rule], record, attribution, _networks);

    /// <summary>What a rule for tool calls says of a call, and why.</summary>
    /// <param name="rule">Index in <see cref="Rules"/>.</param>
    /// <exception cref="ArgumentException">The rule is for flows or alerts.</exception>
    public EventVerdict Explain(int rule, ToolCall call) => EventVerdict.Of(_rules[rule], call);

    /// <summary>The record as correlations read it: with its cause, so that it can be joined by sandbox, episode or run.</summary>
    public FlowEvent EventOf(RecordReference record, Attribution attribution) => new(record.Batch, record.Index, _networks, attribution);

    /// <summary>
    /// Events so far on which a regular expression of the rule ran out of time (<see cref="SigmaOptions.SlowRegexLimit"/>): they count as
    /// not matching.
    /// </summary>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    public long TimeoutsOf(RuleSummary rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var found = _rules.FirstOrDefault(r => r.Summary.Id == rule.Id);
        return (found?.OnFlows?.Timeouts ?? 0) + (found?.OnCalls?.Timeouts ?? 0);
    }

    // What can match no record is tried on none.
    private bool IsIdle(DetectionRule rule) =>
        rule.OnFlows is null || (!_networks.KnowsProxy && ProxyBypass.IsAskedBy(rule.OnFlows.Necessary));

    private void TryEach(ReadOnlySpan<ulong> candidates, FlowBatch batch, int index, List<FlowMatch> matches)
    {
        var flow = new FlowEvent(batch, index, _networks);
        var tried = -1;
        for (var w = 0; w < candidates.Length; w++)
        {
            for (var word = candidates[w]; word != 0; word &= word - 1)
            {
                var rule = _flowIndex.RuleOf((w << 6) + BitOperations.TrailingZeroCount(word));
                if (rule == tried)
                    continue;
                tried = rule;
                if (_onFlows[rule]!.Matches(in flow))
                    matches.Add(new FlowMatch(index, rule));
            }
        }
    }
}
