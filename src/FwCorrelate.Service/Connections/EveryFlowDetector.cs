// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Connections;

/// <summary>
/// The rules of a case, and one more that every record of its machines matches. Whatever rules are reported are still seen as such, so that
/// clocks are read from the same benign traffic as in an investigation.
/// </summary>
/// <param name="isOfCase">Whether a record is of the machines of the case.</param>
internal sealed class EveryFlowDetector(IDetector rules, Func<FlowRecord, bool> isOfCase) : IDetector
{
    /// <summary>The rule that every record matches: no finding of its own, of no family, and behind all others in their order.</summary>
    private static readonly RuleSummary Every = new(
        "~", "Any connection", Level.Informational, "", "", [], [], "", RuleEvent.Flow, UsesAttribution: false)
    { IsReported = false };

    private readonly int _every = rules.Rules.Count;

    public IReadOnlyList<RuleSummary> Rules { get; } = [.. rules.Rules, Every];

    public IReadOnlyList<string> VendorFields => rules.VendorFields;

    /// <summary>Whether it is the rule that every record matches.</summary>
    public static bool IsEvery(RuleSummary rule) => ReferenceEquals(rule, Every);

    public IDetector Knowing(Func<RecordReference, bool> bypassesProxy) =>
        new EveryFlowDetector(rules.Knowing(bypassesProxy), isOfCase);

    public void Detect(FlowBatch batch, List<FlowMatch> matches)
    {
        var found = new List<FlowMatch>();
        rules.Detect(batch, found);
        var next = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            for (; next < found.Count && found[next].Record == i; next++)
                matches.Add(found[next]);
            ref readonly var record = ref batch[i];
            if (record.Kind is RecordKind.Flow or RecordKind.Alert && !record.Source.IsNone && isOfCase(record))
                matches.Add(new FlowMatch(i, _every));
        }
    }

    public void Detect(IReadOnlyList<ToolCall> calls, List<CallMatch> matches)
    {
        // Calls open connections; what they match by themselves is not asked for here.
    }

    public bool AsksForService(int rule) => rule != _every && rules.AsksForService(rule);

    public bool Confirms(int rule, RecordReference record, Attribution attribution) =>
        rule == _every || rules.Confirms(rule, record, attribution);
}
