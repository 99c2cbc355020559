// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.PaloAlto;

/// <summary>
/// What PAN-OS logs mean: a traffic log is of a session, written at its end unless its subtype is <c>start</c>; a threat log is of a moment
/// in one.
/// </summary>
internal sealed class PanOsRecords(LogSettings source) : MappedRecords(PanOsLog.Layout, source)
{
    public override bool IsAbsent(string column, string value) =>
        base.IsAbsent(column, value) || (value is "0.0.0.0" or "0" or "::" && column.StartsWith("nat", StringComparison.Ordinal));

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        record.IsInterim = row[FlowRole.First].SequenceEqual("start"u8);
        if (record.Kind == RecordKind.Alert)
            record.SourceIsInitiator = row[FlowRole.Second].SequenceEqual("client-to-server"u8);
        return null;
    }
}
