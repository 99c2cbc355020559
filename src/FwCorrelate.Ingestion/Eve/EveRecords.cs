// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Eve;

/// <summary>What EVE events mean.</summary>
/// <remarks>
/// A <c>flow</c> is of the client, and counts both directions; a <c>netflow</c> is one direction. Source and destination of an alert are
/// those of the packet that hit, which the server may have sent: where the event says so (<c>direction</c>), they are put in the
/// connection's order.
/// </remarks>
internal sealed class EveRecords(FlowLayout layout, LogSettings source) : MappedRecords(layout, source)
{
    private const ushort Dns = 53;

    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value) =>
        EveAnswers.IsOne(column, out var path) ? EveAnswers.TryGet(record, column, path, lookup, out value)
            : base.TryGet(record, column, lookup, out value);

    // An alert happened between the start of its flow and its own stamp.
    protected override string? ReadTimes(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (base.ReadTimes(row, ref record) is { } reason)
            return reason;
        if (row[FlowRole.Start].IsEmpty || !row[FlowRole.End].IsEmpty
            || !StampText.TryParse(row[FlowRole.Stamp], Clock, out var stamp, out _))
            return null;
        record.End = stamp > record.Start ? stamp : record.Start;
        return null;
    }

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var kind = row[FlowRole.Kind];
        if (kind.SequenceEqual("flow"u8))
        {
            record.SourceIsInitiator = true;
            return null;
        }

        if (kind.SequenceEqual("netflow"u8))
        {
            record.BytesReceived = record.Bytes < 0 ? -1 : 0;
            return null;
        }

        record.IsInterim = record.Kind == RecordKind.Flow;
        if (kind.SequenceEqual("drop"u8))
            record.Action = record.Action == FirewallAction.Unknown ? FirewallAction.Drop : record.Action;
        else if (record.Kind == RecordKind.Alert && record.Action == FirewallAction.Unknown)
            record.Action = FirewallAction.Alert;
        Orient(row, kind, ref record);
        return null;
    }

    private static void Orient(in MemberRow<FlowRole> row, ReadOnlySpan<byte> kind, ref FlowRecord record)
    {
        var isAnswer = kind.SequenceEqual("dns"u8) && record.SourcePort == Dns && record.DestinationPort != Dns
            && (row[FlowRole.Second].SequenceEqual("answer"u8) || row[FlowRole.Second].SequenceEqual("response"u8));
        var toClient = row[FlowRole.First].SequenceEqual("to_client"u8) || isAnswer;
        if (toClient)
        {
            (record.Source, record.Destination) = (record.Destination, record.Source);
            (record.SourcePort, record.DestinationPort) = (record.DestinationPort, record.SourcePort);
        }

        // Events of a protocol name the client first.
        record.SourceIsInitiator = toClient || row[FlowRole.First].SequenceEqual("to_server"u8) || record.Kind == RecordKind.Flow;
        if (!record.SourceIsInitiator)
            record.BytesReceived = -1;
    }
}
