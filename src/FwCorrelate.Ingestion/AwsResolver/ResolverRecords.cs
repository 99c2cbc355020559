// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.AwsResolver;

/// <summary>What a query means: the name that was asked for is no destination of it.</summary>
internal sealed class ResolverRecords(LogSettings source) : MappedRecords(ResolverLog.Layout, source)
{
    private const ushort Dns = 53;

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        (record.Destination, record.DestinationPort) = (HostAddress.None, Dns);
        if (record.Action is FirewallAction.Alert or FirewallAction.Deny)
            record.Kind = RecordKind.Alert;
        return null;
    }
}
