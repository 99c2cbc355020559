// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.CsvLines;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>
/// Alibaba Cloud Firewall traffic and IPS logs: one JSON object per line as Log Service writes them, or CSV as the console downloads
/// them (Alibaba Cloud, Cloud Firewall, "Log fields" and "Export logs"; Log Service, "JSON format").
/// </summary>
internal sealed class CloudFirewallFormat : IFlowFormat
{
    public string Name => CloudFirewallLog.FormatName;

    public string Title => "Alibaba Cloud Firewall logs (Log Service JSON lines, console CSV)";

    public Duration WorstCaseSlack => Duration.FromSeconds(62);

    public string SlackSource => "Cloud Firewall, Log fields: whole seconds (2 s); delay and slice length are not documented, 60 s until measured";

    public ReadOnlySpan<byte> HeaderMark => "src_ip"u8;

    public bool ReadsDocuments => true;

    public bool IsHeader(ReadOnlySpan<byte> line) => CsvColumns.IsHeader(line, CloudFirewallLog.HeaderColumns);

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        if (HasCsvHeader(head))
            return true;
        var first = FirstObject.Of(head);
        if (first.TryGetValue("__topic__", out var topic) && topic.Length > 0)
            return CloudFirewallLog.Topics.Contains(topic);
        return (first.TryGetValue("log_type", out var type) && CloudFirewallLog.LogTypes.Contains(type))
            || CloudFirewallLog.HeaderColumns.All(first.ContainsKey);
    }

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns)
    {
        ArgumentNullException.ThrowIfNull(file);
        var records = new CloudFirewallRecords(file.Source.Zone);
        return HasCsvHeader(head.Span) ? new CloudFirewallCsvParser(records, this) : new CloudFirewallParser(records);
    }

    private bool HasCsvHeader(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (IsHeader(line))
                return true;
        }

        return false;
    }
}
