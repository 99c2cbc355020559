// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using FwCorrelate.Documents;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>The fields of a document that a record is made of.</summary>
internal enum EcsField
{
    Timestamp,
    EventKind,
    EventAction,
    EventType,
    EventStart,
    EventEnd,
    EventDuration,
    EventOriginal,
    ErrorMessage,
    Dataset,
    SourceAddress,
    SourcePort,
    SourceBytes,
    SourcePackets,
    SourceDomain,
    DestinationAddress,
    DestinationPort,
    DestinationBytes,
    DestinationPackets,
    DestinationDomain,
    Transport,
    ProtocolNumber,
    NetworkBytes,
    NetworkPackets,
    NetworkDirection,
    ObserverName,
    ObserverType,
    ObserverProduct,
    ObserverSerial,
    IngressInterface,
    InstanceId,
    Region,

    // The wrapper of a search hit.
    HitIndex,
    HitId,

    // What this program adds.
    Format,
    Sha256,
    RecordFile,
    CallStart,
    LeaseAddress,
    SpanId,
    RecordIndex,
    RecordDirection,
    Loss,
    TcpFlags,
    Initiator,

    // What Elastic's integrations keep in the vendors' own words.
    AwsAction,
    AwsLogStatus,
    AwsInterface,
    AwsFlags,
    AwsPacketSource,
    AwsPacketDestination,
    AwsVersion,
    AwsFirewallFlow,
    GcpAction,
    GcpDirection,
    GcpReporter,
    SuricataType,
    SuricataInterface,
    ZeekState,
    ZeekHistory,
    ZeekSession,
    PanwAction,
    PanwType,
    FortinetAction,
    FortinetType,
    FortinetSent,
    FortinetReceived,
    PanwSubtype,
    FlowIsFinal,
    IptablesFlags,
    IptablesInput,
    IptablesOutput,
    IptablesLength,
    AzureNsgCategory,
    AzureVnetCategory,
}

/// <summary>Which path of a document holds which field; where several do, the first one in the document counts.</summary>
internal static class EcsFieldNames
{
    private static readonly (EcsField Field, string[] Paths)[] Known =
    [
        (EcsField.Timestamp, [EcsFields.Timestamp]),
        (EcsField.EventKind, [EcsFields.EventKind]),
        (EcsField.EventAction, [EcsFields.EventAction]),
        (EcsField.EventType, [EcsFields.EventType]),
        (EcsField.EventStart, [EcsFields.EventStart]),
        (EcsField.EventEnd, [EcsFields.EventEnd]),
        (EcsField.EventDuration, [EcsFields.EventDuration]),
        (EcsField.EventOriginal, [EcsFields.EventOriginal]),
        (EcsField.ErrorMessage, [EcsFields.ErrorMessage]),
        (EcsField.Dataset, [EcsFields.EventDataset, "data_stream.dataset"]),
        (EcsField.SourceAddress, [EcsFields.SourceIp]),
        (EcsField.SourcePort, [EcsFields.SourcePort]),
        (EcsField.SourceBytes, [EcsFields.SourceBytes]),
        (EcsField.SourcePackets, [EcsFields.SourcePackets]),
        (EcsField.SourceDomain, [EcsFields.SourceDomain]),
        (EcsField.DestinationAddress, [EcsFields.DestinationIp]),
        (EcsField.DestinationPort, [EcsFields.DestinationPort]),
        (EcsField.DestinationBytes, [EcsFields.DestinationBytes]),
        (EcsField.DestinationPackets, [EcsFields.DestinationPackets]),
        (EcsField.DestinationDomain, [EcsFields.DestinationDomain]),
        (EcsField.Transport, [EcsFields.NetworkTransport]),
        (EcsField.ProtocolNumber, [EcsFields.NetworkIanaNumber]),
        (EcsField.NetworkBytes, [EcsFields.NetworkBytes]),
        (EcsField.NetworkPackets, [EcsFields.NetworkPackets]),
        (EcsField.NetworkDirection, [EcsFields.NetworkDirection]),
        (EcsField.ObserverName, [EcsFields.ObserverName]),
        (EcsField.ObserverType, [EcsFields.ObserverType]),
        (EcsField.ObserverProduct, [EcsFields.ObserverProduct]),
        (EcsField.ObserverSerial, [EcsFields.ObserverSerialNumber, EcsFields.ObserverHostname]),
        (EcsField.IngressInterface, [EcsFields.ObserverIngressInterfaceName]),
        (EcsField.InstanceId, [EcsFields.CloudInstanceId]),
        (EcsField.Region, [EcsFields.CloudRegion]),
        (EcsField.HitIndex, ["_index"]),
        (EcsField.HitId, ["_id"]),
        (EcsField.RecordFile, [OwnFields.RecordFile, EcsFields.LogFilePath]),
        (EcsField.CallStart, [OwnFields.CallStartBasis]),
        (EcsField.LeaseAddress, [OwnFields.LeaseAddress]),
        (EcsField.SpanId, ["span_id", "SpanId"]),
        (EcsField.Sha256, [OwnFields.RecordSha256]),
        (EcsField.Format, [OwnFields.RecordFormat]),
        (EcsField.RecordIndex, [OwnFields.RecordIndex]),
        (EcsField.RecordDirection, [OwnFields.RecordDirection]),
        (EcsField.Loss, [OwnFields.RecordLoss]),
        (EcsField.TcpFlags, [OwnFields.RecordTcpFlags]),
        (EcsField.Initiator, [OwnFields.RecordInitiator]),
        (EcsField.AwsAction, ["aws.vpcflow.action"]),
        (EcsField.AwsLogStatus, ["aws.vpcflow.log_status"]),
        (EcsField.AwsInterface, ["aws.vpcflow.interface_id"]),
        (EcsField.AwsFlags, ["aws.vpcflow.tcp_flags"]),
        (EcsField.AwsPacketSource, ["aws.vpcflow.pkt_srcaddr"]),
        (EcsField.AwsPacketDestination, ["aws.vpcflow.pkt_dstaddr"]),
        (EcsField.AwsVersion, ["aws.vpcflow.version"]),
        (EcsField.AwsFirewallFlow, ["aws.firewall.flow.id"]),
        (EcsField.GcpAction, ["gcp.firewall.rule_details.action"]),
        (EcsField.GcpDirection, ["gcp.firewall.rule_details.direction"]),
        (EcsField.GcpReporter, ["gcp.vpcflow.reporter"]),
        (EcsField.SuricataType, ["suricata.eve.event_type"]),
        (EcsField.SuricataInterface, ["suricata.eve.in_iface"]),
        (EcsField.ZeekState, ["zeek.connection.state"]),
        (EcsField.ZeekHistory, ["zeek.connection.history"]),
        (EcsField.ZeekSession, ["zeek.session_id"]),
        (EcsField.PanwAction, ["panw.panos.action"]),
        (EcsField.PanwType, ["panw.panos.type"]),
        (EcsField.FortinetAction, ["fortinet.firewall.action"]),
        (EcsField.FortinetType, ["fortinet.firewall.type"]),
        (EcsField.FortinetSent, ["fortinet.firewall.sentdelta"]),
        (EcsField.FortinetReceived, ["fortinet.firewall.rcvddelta"]),
        (EcsField.PanwSubtype, ["panw.panos.sub_type"]),
        (EcsField.FlowIsFinal, ["flow.final"]),
        (EcsField.IptablesFlags, ["iptables.tcp.flags"]),
        (EcsField.IptablesInput, ["iptables.input_device"]),
        (EcsField.IptablesOutput, ["iptables.output_device"]),
        (EcsField.IptablesLength, ["iptables.length"]),
        (EcsField.AzureNsgCategory, ["azure_network_watcher_nsg.log.category"]),
        (EcsField.AzureVnetCategory, ["azure_network_watcher_vnet.log.category"]),
    ];

    /// <summary>What <see cref="Find"/> says of a path above a field.</summary>
    public const int Above = -1;

    /// <summary>What it says of any other path.</summary>
    public const int Unknown = -2;

    private static readonly FrozenDictionary<string, int> Paths = AllPaths().ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Paths.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Number of fields.</summary>
    public static int Count { get; } = Enum.GetValues<EcsField>().Length;

    /// <summary>The field at a path, <see cref="Above"/> or <see cref="Unknown"/>.</summary>
    public static int Find(ReadOnlySpan<char> path) => Lookup.TryGetValue(path, out var found) ? found : Unknown;

    /// <summary>The field at a path that is one of <see cref="EcsField"/>'s.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static EcsField At(string path) =>
        Find(path) is >= 0 and var field ? (EcsField)field : throw new InvalidOperationException($"{path} is not read.");

    /// <summary>The usual path of a field, for messages.</summary>
    public static string NameOf(EcsField field) => Known.First(k => k.Field == field).Paths[0];

    private static Dictionary<string, int> AllPaths()
    {
        var paths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (field, names) in Known)
        {
            foreach (var name in names)
            {
                paths[name] = (int)field;
                for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
                    paths.TryAdd(name[..dot], Above);
            }
        }

        return paths;
    }
}
