// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.AlibabaCloudFirewall;
using FwCorrelate.Ingestion.AlibabaVpcFlow;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.VpcFlow;

namespace FwCorrelate.Ingestion;

/// <summary>A format chosen by the user, and its column list where the user gave one.</summary>
public sealed record ForcedFormat(IFlowFormat Format, string? Columns);

/// <summary>The formats of logs that can be read.</summary>
public static class FlowFormats
{
    /// <summary>In the order in which they are asked to recognise a file.</summary>
    public static IReadOnlyList<IFlowFormat> All { get; } =
    [
        new VpcFlowFormat(),
        new CloudFirewallFormat(),
        new AlibabaVpcFlowFormat(),
        new EcsFormat(),
    ];

    public static IFlowFormat? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads <c>--log-format</c>: a format's name, or the column list of an AWS VPC flow log, either as in a header line
    /// (<c>version account-id …</c>) or in AWS's own spelling (<c>${version} ${account-id} …</c>).
    /// </summary>
    /// <exception cref="ConfigurationException">It is neither, or the columns cannot be used.</exception>
    public static ForcedFormat Force(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().Trim().IndexOf(' ') >= 0 || text.Contains("${", StringComparison.Ordinal))
            return new ForcedFormat(Find(VpcFlowFormat.FormatName)!, VpcFlowColumns.FromUser(text).HeaderLine);
        return Find(text) is { } format
            ? new ForcedFormat(format, null)
            : throw new ConfigurationException(
                $"--log-format {text}: no such format. Known: {string.Join(", ", All.Select(f => f.Name))}, or a list of AWS VPC flow log columns.");
    }
}
