// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Nfdump;

/// <summary>
/// What nfdump prints means: one direction of a flow. Of ICMP the destination's port is 256 times the type, plus the code.
/// </summary>
internal sealed class NfdumpRecords(LogSettings source) : MappedRecords(NfdumpLog.Layout, source)
{
    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value)
    {
        if (lookup(record, column, out value))
            return true;
        var isType = ColumnNames.Comparer.Equals(column, LogFormat.IcmpTypeColumn);
        if ((!isType && !ColumnNames.Comparer.Equals(column, LogFormat.IcmpCodeColumn)) || !lookup(record, "pr", out var protocol)
            || !protocol.StartsWith("ICMP", StringComparison.OrdinalIgnoreCase) || !lookup(record, "dp", out var port)
            || !ushort.TryParse(port, out var both))
            return false;
        value = (isType ? both >> 8 : both & 0xFF).ToString(CultureInfo.InvariantCulture);
        return true;
    }

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (record.Protocol is TransportProtocol.Icmp or TransportProtocol.IcmpV6)
            (record.SourcePort, record.DestinationPort) = (0, 0);
        record.IsSampled = row[FlowRole.First].SequenceEqual("1"u8);
        return null;
    }
}
