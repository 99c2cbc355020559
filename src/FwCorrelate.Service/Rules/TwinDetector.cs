// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Rules;

/// <summary>
/// Two sets of rules as one, so that logs are read once for both. Ids may be in both sets: the summaries of a set are its own objects.
/// </summary>
internal sealed class TwinDetector(IDetector first, IDetector second) : IDetector
{
    /// <summary>Those of the first set, then those of the second.</summary>
    public IReadOnlyList<RuleSummary> Rules { get; } = [.. first.Rules, .. second.Rules];

    /// <inheritdoc/>
    public IReadOnlyList<string> VendorFields { get; } = [.. first.VendorFields.Union(second.VendorFields, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IDetector Knowing(Func<RecordReference, bool> bypassesProxy) =>
        new TwinDetector(first.Knowing(bypassesProxy), second.Knowing(bypassesProxy));

    /// <inheritdoc/>
    public void Detect(FlowBatch batch, List<FlowMatch> matches)
    {
        var (left, right) = (new List<FlowMatch>(), new List<FlowMatch>());
        first.Detect(batch, left);
        second.Detect(batch, right);
        matches.AddRange(left.Concat(right.Select(m => m with { Rule = m.Rule + first.Rules.Count })).OrderBy(m => m.Record));
    }

    /// <inheritdoc/>
    public void Detect(IReadOnlyList<ToolCall> calls, List<CallMatch> matches)
    {
        var (left, right) = (new List<CallMatch>(), new List<CallMatch>());
        first.Detect(calls, left);
        second.Detect(calls, right);
        matches.AddRange(left.Concat(right.Select(m => m with { Rule = m.Rule + first.Rules.Count })).OrderBy(m => m.Call));
    }

    /// <inheritdoc/>
    public bool AsksForService(int rule) =>
        rule < first.Rules.Count ? first.AsksForService(rule) : second.AsksForService(rule - first.Rules.Count);

    /// <inheritdoc/>
    public bool Confirms(int rule, RecordReference record, Attribution attribution) =>
        rule < first.Rules.Count ? first.Confirms(rule, record, attribution)
            : second.Confirms(rule - first.Rules.Count, record, attribution);
}
