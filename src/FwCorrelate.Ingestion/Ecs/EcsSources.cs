// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.AwsVpcFlow;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// The sources whose documents are read, and how they differ. Our own documents come first, then those of Elastic's integrations, as
/// their packages' pipeline tests show them (elastic/integrations, <c>packages/*/data_stream/*/_dev/test/pipeline</c>).
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Elastic's GCP documents carry the time of writing as <c>@timestamp</c>, minutes after the flow: <c>event.start</c> is the
/// time.</item>
/// <item>FortiGate's <c>event.start</c> is when the log was written, at the session's end.</item>
/// <item><c>event.action</c> is a class of event, not a verdict, in GCP, Cisco and PAN-OS documents.</item>
/// <item>GCP flow logs, AWS flow logs and firewalls, and our own records of them count one direction; the others count both.</item>
/// <item>AWS documents have the interface's addresses as <c>source.ip</c>; <c>pkt_srcaddr</c> names the real end.</item>
/// <item>A Zeek record of a refused connection is no verdict of a firewall.</item>
/// </list>
/// </remarks>
internal sealed class EcsSources
{
    private static readonly Duration Unmeasured = Duration.FromSeconds(62);
    private readonly (byte[] Name, EcsSource Source)[] _byFormat;
    private readonly (byte[] Dataset, EcsSource Source)[] _byDataset;

    /// <param name="families">Formats whose records this program writes as documents.</param>
    /// <param name="any">What is known of any other document with two addresses: it is read by the schema's definitions alone.</param>
    public EcsSources(IReadOnlyList<IFlowFormat> families, LogFormat any)
    {
        Any = new EcsSource(any, "");
        All = [.. families.Select(f => Own(f.Table)), .. Integrations];
        _byFormat = [.. All.Where(s => s.Dataset.Length == 0).Select(s => (Encoding.UTF8.GetBytes(s.Name), s))];
        _byDataset = [.. All.Where(s => s.Dataset.Length > 0).Select(s => (Encoding.UTF8.GetBytes(s.Dataset), s))];
    }

    /// <summary>How far off stamps may be where nothing is documented and nothing was measured.</summary>
    public static Duration WidestSlack => Unmeasured;

    public EcsSource Any { get; }

    public IReadOnlyList<EcsSource> All { get; }

    private static IReadOnlyList<EcsSource> Integrations { get; } =
    [
        new(AwsVpcFlowLog.Format, "aws.vpcflow")
        {
            Marks = [EcsField.AwsVersion, EcsField.AwsLogStatus],
            CountsOneWay = true,
            Action = [EcsField.AwsAction, EcsField.EventAction],
            Source = [EcsField.AwsPacketSource, EcsField.SourceAddress],
            Destination = [EcsField.AwsPacketDestination, EcsField.DestinationAddress],
            Flags = [EcsField.AwsFlags],
            Sensor = [[EcsField.AwsInterface, EcsField.IngressInterface, EcsField.ObserverName]],
        },
        new(Integration("aws.firewall_logs", Duration.FromSeconds(1), provider: "aws"), "aws.firewall_logs")
        {
            Marks = [EcsField.AwsFirewallFlow], CountsOneWay = true, Sensor = [[EcsField.ObserverName]],
        },
        new(Integration("gcp.firewall", Duration.FromSeconds(5), provider: "gcp"), "gcp.firewall")
        {
            Marks = [EcsField.GcpAction],
            Times = EcsTimes.Moment,
            Action = [EcsField.GcpAction],
            Direction = [EcsField.GcpDirection, EcsField.NetworkDirection],
            IsSensorAtOwnEnd = true,
            IsSession = true,
        },
        new(Integration("gcp.vpcflow", Duration.FromSeconds(60), provider: "gcp"), "gcp.vpcflow")
        {
            Marks = [EcsField.GcpReporter],
            CountsOneWay = true,
            Action = [],
            Direction = [EcsField.GcpReporter],
            IsSensorAtOwnEnd = true,
            IsSampled = true,
        },
        new(Integration("azure.nsg", Duration.FromSeconds(60), provider: "azure"), "azure_network_watcher_nsg.log")
        {
            Marks = [EcsField.AzureNsgCategory], IsFolded = true,
        },
        new(Integration("azure.vnet", Duration.FromSeconds(60), provider: "azure"), "azure_network_watcher_vnet.log")
        {
            Marks = [EcsField.AzureVnetCategory], IsFolded = true,
        },
        new(Integration("suricata.eve", Duration.FromSeconds(1)), "suricata.eve")
        {
            Marks = [EcsField.SuricataType],
            Action = [],
            Sensor = [[EcsField.SuricataInterface, EcsField.ObserverName]],
            TypeField = EcsField.SuricataType,
            Types = ["flow", "netflow", "alert", "drop"],
        },
        new(Integration("zeek.connection", Duration.FromSeconds(1)), "zeek.connection")
        {
            Marks = [EcsField.ZeekState, EcsField.ZeekHistory],
            Times = EcsTimes.FromTimestamp,
            Action = [],
            Sensor = [[EcsField.ObserverName]],
            IsSession = true,
        },
        new(Integration("panw.panos", Unmeasured), "panw.panos")
        {
            Marks = [EcsField.PanwType],
            Action = [EcsField.PanwAction],
            Sensor = [[EcsField.ObserverSerial, EcsField.ObserverName]],
            IsSession = true,
            TypeField = EcsField.PanwType,
            Types = ["TRAFFIC", "THREAT"],
        },
        new(Integration("fortinet.firewall", Unmeasured), "fortinet_fortigate.log")
        {
            Marks = [EcsField.FortinetType],
            Times = EcsTimes.UntilWritten,
            Action = [EcsField.FortinetAction, EcsField.EventAction],
            Sensor = [[EcsField.ObserverSerial, EcsField.ObserverName]],
            IsSession = true,
            TypeField = EcsField.FortinetType,
            Types = ["traffic", "utm"],
        },
        new(Integration("cisco.asa", Unmeasured), "cisco_asa.log")
        {
            Action = [],
            Sensor = [[EcsField.ObserverSerial, EcsField.ObserverName]],
        },
        new(Integration("iptables", Unmeasured), "iptables.log")
        {
            Marks = [EcsField.IptablesLength, EcsField.IptablesInput],
            CountsOneWay = true,
            Times = EcsTimes.Moment,
            Flags = [EcsField.IptablesFlags],
            Bytes = [EcsField.IptablesLength],
            Sensor = [[EcsField.ObserverName]],
        },
    ];

    /// <summary>The source of a document: what it says of itself, else what fields it has.</summary>
    public EcsSource Of(EcsRow row, ReadOnlySpan<byte> line)
    {
        if (Find(_byFormat, row[EcsField.Format, line]) is { } own)
            return own;
        if (Find(_byDataset, row[EcsField.Dataset, line]) is { } named)
            return named;
        foreach (var source in All)
        {
            if (Array.Exists(source.Marks, row.Has))
                return source;
        }

        return row[EcsField.ObserverProduct, line].SequenceEqual("asa"u8) ? Find(_byDataset, "cisco_asa.log"u8)! : Any;
    }

    /// <summary>What wrote records of a format of our own.</summary>
    public LogFormat OriginOf(string format) => (All.FirstOrDefault(s => s.Dataset.Length == 0 && s.Name == format) ?? Any).Format;

    // The columns that the reader names a sensor by, where its documents have them: connections are the same.
    private static EcsSource Own(LogFormat format) => new(format, "")
    {
        Direction = [EcsField.RecordDirection, EcsField.NetworkDirection],
        Flags = [EcsField.TcpFlags],
        CountsOneWay = !format.SourceIsInitiator,
        Sensor = [.. format.SensorColumns.Select(
            part => part.Select(c => EcsFieldNames.At(format.Mappings.First(m => m.Column == c).EcsField)).ToArray())],
    };

    private static LogFormat Integration(string name, Duration slack, string? provider = null) => new(name)
    {
        Title = "documents of an integration of Elastic's",
        CloudProvider = provider,
        WorstCaseSlack = slack,
        SlackSource = "the vendor's documentation of its logs",
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
