// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service;

/// <summary>
/// A matched record with its cause. What is written of it is put together when asked for, its text read from where it was laid aside.
/// </summary>
internal sealed class MatchedRecord : IncidentRecord
{
    private readonly AttributionStage _stage;
    private readonly IRecordLayout _layout;
    private readonly RecordText _text;

    public MatchedRecord(
        AttributionStage stage, in MatchedFlow matched, StitchedConnection connection, IReadOnlyList<RuleSummary> rules,
        Attribution attribution,
        string? suppressedBy)
        : base(connection, connection.IndexOf(matched.Record, matched.File.File), stage.Attributor.ActsAsInitiating(connection),
            matched.Hash)
    {
        (_stage, _layout, _text) = (stage, matched.Layout, matched.Text);
        (Rules, Attribution, SuppressedBy) = (rules, attribution, suppressedBy);
    }

    private MatchedRecord(MatchedRecord other, IReadOnlyList<RuleSummary> rules)
        : base(other)
    {
        (_stage, _layout, _text) = (other._stage, other._layout, other._text);
        (Rules, Attribution, SuppressedBy) = (rules, other.Attribution, other.SuppressedBy);
    }

    public override IReadOnlyList<RuleSummary> Rules { get; }

    public override Attribution Attribution { get; }

    public override string? SuppressedBy { get; }

    public override AttributedRecord Attributed => _stage.Describe(this, FlowBatch.Of(File, _layout, Record, _text.Read()));

    protected override DocumentId? Document => _layout.NamesDocuments ? _layout.DocumentOf(_text.Read()) : null;

    public override MatchedRecord WithRules(IReadOnlyList<RuleSummary> rules) => new(this, rules);
}
