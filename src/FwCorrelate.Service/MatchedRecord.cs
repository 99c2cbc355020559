// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service;

/// <summary>A matched record with its cause. What is written of it is put together when asked for, its text read from where it was laid aside.</summary>
internal sealed class MatchedRecord(
    AttributionStage stage, in MatchedFlow matched, StitchedConnection connection, IReadOnlyList<RuleSummary> rules, Attribution attribution,
    string? suppressedBy)
    : IncidentRecord(connection, connection.IndexOf(matched.Record, matched.File.File), stage.Attributor.ActsAsInitiating(connection), matched.Hash)
{
    private readonly IRecordLayout _layout = matched.Layout;
    private readonly RecordText _text = matched.Text;

    public override IReadOnlyList<RuleSummary> Rules => rules;

    public override Attribution Attribution => attribution;

    public override string? SuppressedBy => suppressedBy;

    public override AttributedRecord Attributed => stage.Describe(this, FlowBatch.Of(File, _layout, Record, _text.Read()));
}
