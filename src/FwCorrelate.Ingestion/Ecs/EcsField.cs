// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

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
        (EcsField.Timestamp, ["@timestamp"]),
        (EcsField.EventKind, ["event.kind"]),
        (EcsField.EventAction, ["event.action"]),
        (EcsField.EventType, ["event.type"]),
        (EcsField.EventStart, ["event.start"]),
        (EcsField.EventEnd, ["event.end"]),
        (EcsField.EventDuration, ["event.duration"]),
        (EcsField.EventOriginal, ["event.original"]),
        (EcsField.ErrorMessage, ["error.message"]),
        (EcsField.Dataset, ["event.dataset", "data_stream.dataset"]),
        (EcsField.SourceAddress, ["source.ip"]),
        (EcsField.SourcePort, ["source.port"]),
        (EcsField.SourceBytes, ["source.bytes"]),
        (EcsField.SourcePackets, ["source.packets"]),
        (EcsField.SourceDomain, ["source.domain"]),
        (EcsField.DestinationAddress, ["destination.ip"]),
        (EcsField.DestinationPort, ["destination.port"]),
        (EcsField.DestinationBytes, ["destination.bytes"]),
        (EcsField.DestinationPackets, ["destination.packets"]),
        (EcsField.DestinationDomain, ["destination.domain"]),
        (EcsField.Transport, ["network.transport"]),
        (EcsField.ProtocolNumber, ["network.iana_number"]),
        (EcsField.NetworkBytes, ["network.bytes"]),
        (EcsField.NetworkPackets, ["network.packets"]),
        (EcsField.NetworkDirection, ["network.direction"]),
        (EcsField.ObserverName, ["observer.name"]),
        (EcsField.ObserverType, ["observer.type"]),
        (EcsField.ObserverProduct, ["observer.product"]),
        (EcsField.ObserverSerial, ["observer.serial_number", "observer.hostname"]),
        (EcsField.IngressInterface, ["observer.ingress.interface.name"]),
        (EcsField.InstanceId, ["cloud.instance.id"]),
        (EcsField.Region, ["cloud.region"]),
        (EcsField.HitIndex, ["_index"]),
        (EcsField.HitId, ["_id"]),
        (EcsField.RecordFile, ["fwcorrelate.record.file", "log.file.path"]),
        (EcsField.CallStart, ["fwcorrelate.call.start_basis"]),
        (EcsField.LeaseAddress, ["fwcorrelate.lease.address"]),
        (EcsField.SpanId, ["span_id", "SpanId"]),
        (EcsField.Sha256, ["fwcorrelate.record.sha256"]),
        (EcsField.Format, ["fwcorrelate.record.format"]),
        (EcsField.RecordIndex, ["fwcorrelate.record.index"]),
        (EcsField.RecordDirection, ["fwcorrelate.record.direction"]),
        (EcsField.Loss, ["fwcorrelate.record.loss"]),
        (EcsField.TcpFlags, ["fwcorrelate.record.tcp_flags"]),
        (EcsField.Initiator, ["fwcorrelate.record.initiator"]),
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
