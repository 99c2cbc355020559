// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.AlibabaCloudFirewall;
using FwCorrelate.Ingestion.AlibabaVpcFlow;
using FwCorrelate.Ingestion.VpcFlow;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// The sources whose documents are read, and how they differ. Our own documents come first, then those of Elastic's integrations, as
/// their packages' pipeline tests show them (elastic/integrations, <c>packages/*/data_stream/*/_dev/test/pipeline</c>).
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Elastic's GCP documents carry the time of writing as <c>@timestamp</c>, minutes after the flow: <c>event.start</c> is the time.</item>
/// <item>FortiGate's <c>event.start</c> is when the log was written, at the session's end.</item>
/// <item><c>event.action</c> is a class of event, not a verdict, in GCP, Cisco and PAN-OS documents.</item>
/// <item>GCP flow logs, AWS flow logs and firewalls, and our own records of them count one direction; the others count both.</item>
/// <item>AWS documents have the interface's addresses as <c>source.ip</c>; <c>pkt_srcaddr</c> names the real end.</item>
/// <item>A Zeek record of a refused connection is no verdict of a firewall.</item>
/// </list>
/// </remarks>
internal static class EcsSources
{
    private static readonly Duration Unmeasured = Duration.FromSeconds(62);

    /// <summary>Any other document with two addresses: read by the schema's definitions alone.</summary>
    public static EcsSource Any { get; } = new("ecs", "", Unmeasured);

    public static IReadOnlyList<EcsSource> All { get; } =
    [
        Own(new VpcFlowFormat()) with { CountsOneWay = true },
        Own(new AlibabaVpcFlowFormat()) with { CountsOneWay = true },
        Own(new CloudFirewallFormat()) with { Sensor = [[EcsField.ObserverType], [EcsField.InstanceId, EcsField.ObserverName], [EcsField.Region]] },
        new(VpcFlowFormat.FormatName, "aws.vpcflow", Duration.FromSeconds(60))
        {
            Marks = [EcsField.AwsVersion, EcsField.AwsLogStatus],
            CountsOneWay = true,
            Action = [EcsField.AwsAction, EcsField.EventAction],
            Source = [EcsField.AwsPacketSource, EcsField.SourceAddress],
            Destination = [EcsField.AwsPacketDestination, EcsField.DestinationAddress],
            Flags = [EcsField.AwsFlags],
            Sensor = [[EcsField.AwsInterface, EcsField.IngressInterface, EcsField.ObserverName]],
        },
        new("aws.firewall_logs", "aws.firewall_logs", Duration.FromSeconds(1))
        {
            Marks = [EcsField.AwsFirewallFlow], CountsOneWay = true, Sensor = [[EcsField.ObserverName]],
        },
        new("gcp.firewall", "gcp.firewall", Duration.FromSeconds(5))
        {
            Marks = [EcsField.GcpAction],
            Times = EcsTimes.Moment,
            Action = [EcsField.GcpAction],
            Direction = [EcsField.GcpDirection, EcsField.NetworkDirection],
            IsSensorAtOwnEnd = true,
            IsSession = true,
        },
        new("gcp.vpcflow", "gcp.vpcflow", Duration.FromSeconds(60))
        {
            Marks = [EcsField.GcpReporter],
            CountsOneWay = true,
            Action = [],
            Direction = [EcsField.GcpReporter],
            IsSensorAtOwnEnd = true,
            IsSampled = true,
        },
        new("azure.nsg", "azure_network_watcher_nsg.log", Duration.FromSeconds(60)) { Marks = [EcsField.AzureNsgCategory], IsFolded = true },
        new("azure.vnet", "azure_network_watcher_vnet.log", Duration.FromSeconds(60)) { Marks = [EcsField.AzureVnetCategory], IsFolded = true },
        new("suricata.eve", "suricata.eve", Duration.FromSeconds(1))
        {
            Marks = [EcsField.SuricataType],
            Action = [],
            Sensor = [[EcsField.SuricataInterface, EcsField.ObserverName]],
            TypeField = EcsField.SuricataType,
            Types = ["flow", "netflow", "alert", "drop"],
        },
        new("zeek.connection", "zeek.connection", Duration.FromSeconds(1))
        {
            Marks = [EcsField.ZeekState, EcsField.ZeekHistory],
            Times = EcsTimes.FromTimestamp,
            Action = [],
            Sensor = [[EcsField.ObserverName]],
            IsSession = true,
        },
        new("panw.panos", "panw.panos", Unmeasured)
        {
            Marks = [EcsField.PanwType],
            Action = [EcsField.PanwAction],
            Sensor = [[EcsField.ObserverSerial, EcsField.ObserverName]],
            IsSession = true,
            TypeField = EcsField.PanwType,
            Types = ["TRAFFIC", "THREAT"],
        },
        new("fortinet.firewall", "fortinet_fortigate.log", Unmeasured)
        {
            Marks = [EcsField.FortinetType],
            Times = EcsTimes.UntilWritten,
            Action = [EcsField.FortinetAction, EcsField.EventAction],
            Sensor = [[EcsField.ObserverSerial, EcsField.ObserverName]],
            IsSession = true,
            TypeField = EcsField.FortinetType,
            Types = ["traffic", "utm"],
        },
        new("cisco.asa", "cisco_asa.log", Unmeasured)
        {
            Action = [],
            Sensor = [[EcsField.ObserverSerial, EcsField.ObserverName]],
        },
        new("iptables", "iptables.log", Unmeasured)
        {
            Marks = [EcsField.IptablesLength, EcsField.IptablesInput],
            CountsOneWay = true,
            Times = EcsTimes.Moment,
            Flags = [EcsField.IptablesFlags],
            Bytes = [EcsField.IptablesLength],
            Sensor = [[EcsField.ObserverName]],
        },
    ];

    private static readonly (byte[] Name, EcsSource Source)[] ByFormat = [.. All.Where(s => s.Dataset.Length == 0).Select(s => (Encoding.UTF8.GetBytes(s.Name), s))];
    private static readonly (byte[] Dataset, EcsSource Source)[] ByDataset = [.. All.Where(s => s.Dataset.Length > 0).Select(s => (Encoding.UTF8.GetBytes(s.Dataset), s))];

    /// <summary>The source of a document: what it says of itself, else what fields it has.</summary>
    public static EcsSource Of(EcsRow row, ReadOnlySpan<byte> line)
    {
        if (Find(ByFormat, row[EcsField.Format, line]) is { } own)
            return own;
        if (Find(ByDataset, row[EcsField.Dataset, line]) is { } named)
            return named;
        foreach (var source in All)
        {
            if (Array.Exists(source.Marks, row.Has))
                return source;
        }

        return row[EcsField.ObserverProduct, line].SequenceEqual("asa"u8) ? Find(ByDataset, "cisco_asa.log"u8)! : Any;
    }

    private static EcsSource Own(IFlowFormat format) => new(format.Name, "", format.WorstCaseSlack)
    {
        Direction = [EcsField.RecordDirection, EcsField.NetworkDirection],
        Flags = [EcsField.TcpFlags],
    };

    private static EcsSource? Find((byte[] Name, EcsSource Source)[] known, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return null;
        foreach (var (text, source) in known)
        {
            if (name.SequenceEqual(text))
                return source;
        }

        return null;
    }
}
