// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.Calico;

/// <summary>What Calico's flow logs mean: the sums of a window. What comes in and goes out does so for the reporter.</summary>
internal sealed class CalicoRecords(LogSettings source) : MappedRecords(CalicoLog.Layout, source)
{
    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (record is { Direction: FlowDirection.Inbound, Bytes: >= 0, BytesReceived: >= 0 })
            record.BytesReceived = record.Bytes - record.BytesReceived;
        return null;
    }
}
