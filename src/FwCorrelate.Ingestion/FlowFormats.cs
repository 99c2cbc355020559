// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.AlibabaCloudFirewall;
using FwCorrelate.Ingestion.AlibabaVpcFlow;
using FwCorrelate.Ingestion.AwsNetworkFirewall;
using FwCorrelate.Ingestion.AwsResolver;
using FwCorrelate.Ingestion.AwsTransitGateway;
using FwCorrelate.Ingestion.AwsVpcFlow;
using FwCorrelate.Ingestion.Azure;
using FwCorrelate.Ingestion.AzureFirewall;
using FwCorrelate.Ingestion.Calico;
using FwCorrelate.Ingestion.CiscoAsa;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.Envoy;
using FwCorrelate.Ingestion.FortiGate;
using FwCorrelate.Ingestion.GcpFirewall;
using FwCorrelate.Ingestion.GcpFlow;
using FwCorrelate.Ingestion.Hubble;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Ingestion.Mitmproxy;
using FwCorrelate.Ingestion.Netfilter;
using FwCorrelate.Ingestion.Nfdump;
using FwCorrelate.Ingestion.Ocsf;
using FwCorrelate.Ingestion.PaloAlto;
using FwCorrelate.Ingestion.PfSense;
using FwCorrelate.Ingestion.Squid;
using FwCorrelate.Ingestion.Suricata;
using FwCorrelate.Ingestion.Zeek;

namespace FwCorrelate.Ingestion;

/// <summary>The formats of logs that can be read: families, and documents that were made of their records.</summary>
public sealed class FlowFormats
{
    private FlowFormats(IReadOnlyList<IFlowFormat> families, IReadOnlyList<CaseMapping> mappings)
    {
        Mappings = mappings;
        Documents = new EcsFormat(families);
        All = [.. families, Documents];
    }

    /// <summary>Those that come with the program. A family is registered by one line here: see README.md.</summary>
    public static FlowFormats Shipped { get; } = new(
    [
        new VpcFlowFormat(),
        new CloudFirewallFormat(),
        new AlibabaVpcFlowFormat(),
        TransitGatewayLog.Reader,
        new NetworkFirewallFormat(),
        new ResolverFormat(),
        GcpFlowLog.Reader,
        new GcpFirewallFormat(),
        new AzureFlowFormat(),
        new AzureFirewallFormat(),
        new EveFormat(),
        new ZeekFormat(),
        new SquidFormat(),
        new EnvoyFormat(),
        new OcsfFormat(),
        new HubbleFormat(),
        new CalicoFormat(),
        new NfdumpFormat(),
        FilterLog.Reader,
        new PanOsFormat(),
        new FortiGateFormat(),
        new AsaFormat(),
        new NetfilterFormat(),
        MitmproxyLog.Reader,
    ], []);

    /// <summary>In the order in which they are asked to recognise a file.</summary>
    public IReadOnlyList<IFlowFormat> All { get; }

    /// <summary>What is known of each.</summary>
    public IReadOnlyList<LogFormat> Tables => [.. All.Select(f => f.Table)];

    /// <summary>Documents of an index, whatever wrote them.</summary>
    internal EcsFormat Documents { get; }

    /// <summary>The same with a family more.</summary>
    public FlowFormats With(IFlowFormat family) => new([.. All.Where(f => f != Documents), family], Mappings);

    /// <summary>What the mapping files of a case say of its home-made logs and traces.</summary>
    public IReadOnlyList<CaseMapping> Mappings { get; }

    /// <summary>The same with home-made logs and traces, which are asked first: whose files they are, the user has said.</summary>
    public FlowFormats With(IReadOnlyList<CaseMapping> mappings)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        return mappings.Count == 0 ? this
            : new([.. mappings.Select(m => m.Log).OfType<IFlowFormat>(), .. All.Where(f => f != Documents)], mappings);
    }

    /// <summary>Traces by the mapping files of a case.</summary>
    public IEnumerable<ITraceFormat> MappedTraces => Mappings.Select(m => m.Trace).OfType<ITraceFormat>();

    public IFlowFormat? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads <c>--log-format</c>: a format's name, or the column list of an AWS VPC flow log, either as in a header line
    /// (<c>version account-id …</c>) or in AWS's own spelling (<c>${version} ${account-id} …</c>).
    /// </summary>
    /// <exception cref="ConfigurationException">It is neither, or the columns cannot be used.</exception>
    public ForcedFormat Force(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().Trim().IndexOf(' ') >= 0 || text.Contains("${", StringComparison.Ordinal))
            return new ForcedFormat(Find(AwsVpcFlowLog.Format.Name)!, VpcFlowColumns.FromUser(text).HeaderLine);
        return Find(text) is { } format
            ? new ForcedFormat(format, null)
            : throw new ConfigurationException(
                $"--log-format {text}: no such format. Known: {string.Join(", ", All.Select(f => f.Name))}, or a list of AWS VPC flow log "
                + "columns.");
    }
}
