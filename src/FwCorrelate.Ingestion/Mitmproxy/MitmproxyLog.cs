// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Mitmproxy;

/// <summary>
/// The table of requests as add-ons of mitmproxy write them, one JSON object a line. There is no one form: names are those of a flow's
/// state (mitmproxy, "Event Hooks &amp; API", <c>http.Request</c>), nested or flat, and what add-ons mostly call them.
/// </summary>
internal static class MitmproxyLog
{
    private static readonly string[] Hosts =
        ["request.pretty_host", "pretty_host", "request.host", "host", "request.url", "request.pretty_url", "url"];

    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        [
            (FlowRole.Stamp, "timestamp"), (FlowRole.Stamp, "ts"), (FlowRole.Stamp, "time"), (FlowRole.Start,
                "timestamp_start"), (FlowRole.Start, "request.timestamp_start"),
            (FlowRole.End, "timestamp_end"), (FlowRole.End, "response.timestamp_end"), (FlowRole.Duration, "duration_ms"),
            (FlowRole.Source, "client_ip"), (FlowRole.Source, "client_address"), (FlowRole.Source, "client"),
            (FlowRole.SourcePort, "client_port"),
            (FlowRole.Destination, "server_ip"), (FlowRole.Destination, "server_address"), (FlowRole.DestinationPort, "port"),
            (FlowRole.DestinationPort, "request.port"),
            .. Hosts.Select(n => (FlowRole.DestinationName, n)),
            (FlowRole.Action, "action"), (FlowRole.Action, "verdict"), (FlowRole.Action, "decision"),
            (FlowRole.BytesSent, "request_bytes"), (FlowRole.BytesSent, "request_size"), (FlowRole.BytesReceived, "response_bytes"),
            (FlowRole.BytesReceived, "response_size"),
        ]);

    public static LogFormat Format { get; } = new("mitmproxy")
    {
        Title = "mitmproxy requests (JSON lines of an add-on)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "the proxy's own clock; 1 s until measured",
        NestsMembers = true,
        Mappings =
        [
            new("action", EcsFields.EventAction),
            new("verdict", EcsFields.EventAction),
            new("decision", EcsFields.EventAction),
            new("reason", EcsFields.EventReason),
            new("request.method", EcsFields.HttpRequestMethod),
            new("method", EcsFields.HttpRequestMethod),
            new("request.url", EcsFields.UrlOriginal),
            new("request.pretty_url", EcsFields.UrlOriginal),
            new("url", EcsFields.UrlOriginal),
            new("request.path", EcsFields.UrlPath),
            new("path", EcsFields.UrlPath),
            new("response.status_code", EcsFields.HttpResponseStatusCode, FieldType.Number),
            new("status_code", EcsFields.HttpResponseStatusCode, FieldType.Number),
            new("status", EcsFields.HttpResponseStatusCode, FieldType.Number),
            new("user_agent", EcsFields.UserAgentOriginal),
            new(ProxyRecords.HostColumn, EcsFields.DestinationDomain),
        ],
        OtherColumns = [.. Columns.Names],
        Actions = new(
            ignoresCase: true,
            ("allow", FirewallAction.Allow), ("allowed", FirewallAction.Allow), ("pass", FirewallAction.Allow),
            ("deny", FirewallAction.Deny), ("denied", FirewallAction.Deny),
            ("block", FirewallAction.Deny), ("blocked", FirewallAction.Deny), ("alert", FirewallAction.Alert),
            ("log", FirewallAction.Alert)),
        SourceIsInitiator = true,
        HoldsRequests = true,
        Marks = new RecordMarks
        {
            Members =
            [
                ["timestamp_start", "request.timestamp_start", "timestamp", "ts", "time"], ["method", "request.method"], [.. Hosts],
                ["status_code", "response.status_code", "status", "response", "verdict", "decision"],
            ],
        },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, "request.painless"),
        Folder = new FormatFolder(typeof(MitmproxyLog).Assembly, "Mitmproxy"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns)
    {
        DurationUnit = FlowLayout.NanosecondsPerMillisecond,
        Protocol = TransportProtocol.Tcp,
        Direction = FlowDirection.Outbound,
        AllowsNames = true,
        AllowsNoSource = true,
    };

    public static ProxyFormat Reader { get; } = new(Layout, Hosts);
}
