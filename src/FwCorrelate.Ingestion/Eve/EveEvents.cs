// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Eve;

/// <summary>Words and columns of EVE events (Suricata user guide, "EVE JSON Format"), which several products write.</summary>
internal static class EveEvents
{
    /// <summary>What <see cref="EveRecords"/> does, for ingest pipelines.</summary>
    public const string Painless = "Eve/events.painless";

    /// <summary>Words of <c>event_type</c> that tell of a 5-tuple. Others (stats, fileinfo, anomaly, …) are passed over.</summary>
    public static WordTable<RecordKind> Words { get; } = new(
        ("alert", RecordKind.Alert),
        ("drop", RecordKind.Alert),
        ("flow", RecordKind.Flow),
        ("netflow", RecordKind.Flow),
        ("dns", RecordKind.Flow),
        ("tls", RecordKind.Flow),
        ("http", RecordKind.Flow),
        ("ssh", RecordKind.Flow));

    /// <summary>An alert that is not blocked was let through: a sensor that only watches says <c>allowed</c> of all.</summary>
    public static WordTable<FirewallAction> Verdicts { get; } = new(
        ignoresCase: true,
        ("allowed", FirewallAction.Alert),
        ("alert", FirewallAction.Alert),
        ("pass", FirewallAction.Allow),
        ("blocked", FirewallAction.Drop),
        ("drop", FirewallAction.Drop),
        ("reject", FirewallAction.Reject));

    /// <summary>EVE's columns where they stand within an object, as AWS Network Firewall has them.</summary>
    /// <param name="path">The object's path with a point behind it; empty where the line is the object.</param>
    public static IEnumerable<(FlowRole Role, string Name)> ColumnsOf(string path) =>
    [
        (FlowRole.Kind, path + "event_type"),
        (FlowRole.Stamp, path + "timestamp"),
        (FlowRole.Start, path + "flow.start"),
        (FlowRole.Start, path + "netflow.start"),
        (FlowRole.End, path + "flow.end"),
        (FlowRole.End, path + "netflow.end"),
        (FlowRole.Source, path + "src_ip"),
        (FlowRole.SourcePort, path + "src_port"),
        (FlowRole.Destination, path + "dest_ip"),
        (FlowRole.DestinationPort, path + "dest_port"),
        (FlowRole.Protocol, path + "proto"),
        (FlowRole.Action, path + "verdict.action"),
        (FlowRole.OtherAction, path + "alert.action"),
        (FlowRole.Bytes, path + "netflow.bytes"),
        (FlowRole.BytesSent, path + "flow.bytes_toserver"),
        (FlowRole.BytesReceived, path + "flow.bytes_toclient"),
        (FlowRole.Packets, path + "netflow.pkts"),
        (FlowRole.PacketsSent, path + "flow.pkts_toserver"),
        (FlowRole.PacketsReceived, path + "flow.pkts_toclient"),
        (FlowRole.TcpFlags, path + "tcp.tcp_flags"),
        (FlowRole.Sensor, path + "in_iface"),
        (FlowRole.First, path + "direction"),
        (FlowRole.Second, path + "dns.type"),
    ];

    /// <summary>Where EVE's columns stand in an ECS document.</summary>
    public static IEnumerable<FieldMapping> MappingsOf(string path) =>
    [
        new(path + "flow_id", EcsFields.EventId),
        new(path + "verdict.action", EcsFields.EventAction),
        new(path + "alert.action", EcsFields.EventAction),
        new(path + "alert.signature_id", EcsFields.RuleId),
        new(path + "alert.signature", EcsFields.RuleName),
        new(path + "alert.category", EcsFields.RuleCategory),
        new(path + "app_proto", EcsFields.NetworkProtocol),
        new(path + "flow.reason", EcsFields.EventReason),
        new(path + "tls.sni", EcsFields.DestinationDomain),
        new(path + "http.hostname", EcsFields.DestinationDomain),
        new(path + "dns.rrname", EcsFields.DnsQuestionName),
        new(path + "dns.rrtype", EcsFields.DnsQuestionType),
        new(path + "dns.rcode", EcsFields.DnsResponseCode),
        new(path + "http.http_method", EcsFields.HttpRequestMethod),
        new(path + "http.url", EcsFields.UrlOriginal),
        new(path + "http.status", EcsFields.HttpResponseStatusCode, FieldType.Number),
        new(path + "http.http_user_agent", EcsFields.UserAgentOriginal),
    ];

    /// <summary>Columns beside these that rules ask for.</summary>
    public static IEnumerable<string> OthersOf(string path) =>
        ((string[])["alert.severity", "ssh.client.software_version", "ssh.server.software_version", "tls.subject", "tls.issuerdn",
            "tls.version", "tls.ja3.hash", "tls.ja4", "community_id"])
        .Select(c => path + c);
}
