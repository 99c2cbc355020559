// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Matchers;
using NodaTime.Text;

namespace FwCorrelate.Sigma.Events;

/// <summary>A flow record or a firewall alert as rules see it; attributed or not yet.</summary>
public readonly struct FlowEvent(FlowBatch batch, int index, NetworkScope networks, Attribution? attribution = null) : IEvent
{
    // All of them, so that none is made per record.
    private static readonly string[] FlagNames =
        [.. Enumerable.Range(0, byte.MaxValue + 1).Select(flags =>
            string.Join(',', Enum.GetValues<TcpFlags>().Where(f => ((int)f & flags) != 0).Select(TcpFlagWords.Of)))];

    public bool IsContinuation => batch[index].IsInterim;

    public FieldValue Read(Field field)
    {
        ref readonly var record = ref batch[index];
        return (FlowField)field.Code switch
        {
            FlowField.Vendor => field.Scope == FieldScope.Vendor ? VendorField(field.Name) : FieldValue.Missing,
            FlowField.SourceAddress => FieldValue.Of(record.Source),
            FlowField.DestinationAddress => FieldValue.Of(record.Destination),
            FlowField.SourcePort => HasPorts(in record) ? FieldValue.Of(record.SourcePort) : FieldValue.Missing,
            FlowField.DestinationPort => HasPorts(in record) ? FieldValue.Of(record.DestinationPort) : FieldValue.Missing,
            FlowField.Action or FlowField.Blocked => ValueOf((FlowField)field.Code, record.Action),
            FlowField.Transport => record.Protocol == TransportProtocol.None ? FieldValue.Missing : FieldValue.Of(record.Protocol.Name()),
            FlowField.ProtocolNumber => record.Protocol == TransportProtocol.None ? FieldValue.Missing
                : FieldValue.Of((long)record.Protocol),
            FlowField.Bytes => FieldValue.OfCount(record.Bytes),
            FlowField.BytesSent => FieldValue.OfCount(record.BytesSent),
            FlowField.BytesReceived => record.BytesReceived <= 0 ? FieldValue.Missing : FieldValue.Of(record.BytesReceived),
            FlowField.Packets => FieldValue.OfCount(record.Packets),
            FlowField.BytesPerPacket => record.Bytes < 0
                || record.Packets <= 0 ? FieldValue.Missing : FieldValue.Of((double)record.Bytes / record.Packets),
            FlowField.Duration => FieldValue.Of((record.End.ToInstant() - record.Start.ToInstant()).TotalSeconds),
            FlowField.Direction => ValueOf(record.Direction),
            FlowField.TcpFlags => record.HasTcpFlags ? FieldValue.Of((long)record.TcpFlags) : FieldValue.Missing,
            FlowField.TcpFlagNames => NamesOf(in record),
            FlowField.Initiated => IsInitiated(in record),
            FlowField.SourceIsInternal => record.Source.IsNone ? FieldValue.Missing : FieldValue.Of(networks.IsInternal(record.Source)),
            FlowField.DestinationIsInternal => record.Destination.IsNone ? FieldValue.Missing
                : FieldValue.Of(networks.IsInternal(record.Destination)),
            FlowField.LogStatus => FieldValue.Of(
                record.Kind switch { RecordKind.NoData => "nodata", RecordKind.SkipData => "skipdata", _ => "ok" }),
            FlowField.Start => FieldValue.Of(InstantPattern.ExtendedIso.Format(record.Start.ToInstant())),
            FlowField.End => FieldValue.Of(InstantPattern.ExtendedIso.Format(record.End.ToInstant())),
            FlowField.ConnectionIsStart => IsStart(in record),
            FlowField.ProxyBypassed => FieldValue.Of(networks.BypassesProxy(new RecordReference(batch, index))),
            FlowField.Kind => FieldValue.Of(record.Kind == RecordKind.Alert ? "alert" : "event"),
            var agent => AgentFields.Read(agent, attribution),
        };
    }

    public bool AnyValue(ValueTest test)
    {
        foreach (var (_, value) in batch.Layout.Fields(batch.Raw(index)))
        {
            if (test.Matches(FieldValue.Of(value)))
                return true;
        }

        return false;
    }

    /// <summary><c>action</c> or <c>blocked</c>; missing where the source tells no action.</summary>
    internal static FieldValue ValueOf(FlowField field, FirewallAction action) =>
        action == FirewallAction.Unknown ? FieldValue.Missing
        : field == FlowField.Blocked ? FieldValue.Of(action.IsDenied())
        : FieldValue.Of(action.Name());

    internal static FieldValue ValueOf(FlowDirection direction) => direction switch
    {
        FlowDirection.Outbound => FieldValue.Of("outbound"),
        FlowDirection.Inbound => FieldValue.Of("inbound"),
        _ => FieldValue.Missing,
    };

    internal static bool HasPorts(in FlowRecord record) =>
        record.Protocol is TransportProtocol.Tcp or TransportProtocol.Udp or TransportProtocol.Sctp or TransportProtocol.None
        && (record.SourcePort | record.DestinationPort) != 0;

    /// <summary>
    /// Flow logs cut a connection into windows, so that counting records counts windows. The window that holds a SYN is the first;
    /// the one of the answer, with SYN and ACK, is left out, as is whatever the ports tell to be an answer.
    /// </summary>
    private static FieldValue IsStart(in FlowRecord record)
    {
        if (!record.HasTcpFlags || record.Protocol != TransportProtocol.Tcp)
            return FieldValue.Missing;
        var isOpener = Endpoint.InitiatorOf(in record) switch
        {
            Initiator.Source => true,
            Initiator.Destination => false,
            _ => (record.TcpFlags & TcpFlags.Ack) == 0,
        };
        return FieldValue.Of(isOpener && (record.TcpFlags & TcpFlags.Syn) != 0);
    }

    private static FieldValue IsInitiated(in FlowRecord record)
    {
        var opening = record.HasTcpFlags
            && record.Protocol == TransportProtocol.Tcp ? record.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack) : TcpFlags.None;
        if ((opening & TcpFlags.Syn) != 0)
            return FieldValue.Of((opening & TcpFlags.Ack) == 0 || Endpoint.InitiatorOf(in record) == Initiator.Source);
        return Endpoint.InitiatorOf(in record) switch
        {
            Initiator.Source => FieldValue.Of(true),
            Initiator.Destination => FieldValue.Of(false),
            _ => FieldValue.Missing,
        };
    }

    private static FieldValue NamesOf(in FlowRecord record) =>
        record.HasTcpFlags && record.TcpFlags != TcpFlags.None ? FieldValue.Of(FlagNames[(byte)record.TcpFlags]) : FieldValue.Missing;

    /// <summary>The vendor's column of that name, else one that is mapped to that ECS name.</summary>
    private FieldValue VendorField(string name)
    {
        var layout = batch.Layout;
        var raw = batch.Raw(index).Span;
        if (layout.TryGetField(raw, name, out var value))
            return FieldValue.Of(value);
        foreach (var mapping in layout.Format.Mappings)
        {
            if (mapping.EcsField == name && layout.TryGetField(raw, mapping.Column, out value))
                return FieldValue.Of(value);
        }

        return RegistrationFields.Of(new RecordReference(batch, index), name) switch
        {
            long number => FieldValue.Of(number),
            string text => FieldValue.Of(text),
            _ => FieldValue.Missing,
        };
    }
}
