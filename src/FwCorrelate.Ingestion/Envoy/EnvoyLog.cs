// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Envoy;

/// <summary>The table of Envoy's access log (Envoy, "Access logging", default format string; Istio, "Envoy Access Logs").</summary>
internal static class EnvoyLog
{
    /// <summary>Envoy's default format.</summary>
    public const string Default = "[{start_time}] \"{method} {path} {protocol}\" {response_code} {response_flags} {bytes_received} "
        + "{bytes_sent} {duration} {upstream_service_time} "
        + "\"{x_forwarded_for}\" \"{user_agent}\" \"{request_id}\" \"{authority}\" \"{upstream_host}\"";

    /// <summary>Istio's default format.</summary>
    public const string Istio = "[{start_time}] \"{method} {path} {protocol}\" {response_code} {response_flags} {response_code_details} "
        + "{connection_termination_details} "
        + "\"{upstream_transport_failure_reason}\" {bytes_received} {bytes_sent} {duration} {upstream_service_time} \"{x_forwarded_for}\" "
        + "\"{user_agent}\" \"{request_id}\" "
        + "\"{authority}\" \"{upstream_host}\" {upstream_cluster} {upstream_local_address} {downstream_local_address} "
        + "{downstream_remote_address} {requested_server_name} {route_name}";

    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Any,
        (FlowRole.Start, "start_time"),
        (FlowRole.Duration, "duration"),
        (FlowRole.Source, "downstream_remote_address"),
        (FlowRole.Destination, "upstream_host"),
        (FlowRole.DestinationName, "authority"),
        (FlowRole.DestinationName, "requested_server_name"),
        (FlowRole.BytesSent, "bytes_received"),
        (FlowRole.BytesReceived, "bytes_sent"),
        (FlowRole.Sensor, "upstream_cluster"),
        (FlowRole.First, "response_code"),
        (FlowRole.Second, "response_flags"),
        (FlowRole.Third, "response_code_details"));

    public static LogFormat Format { get; } = new("envoy")
    {
        Title = "Envoy access logs (default and Istio text, JSON lines)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "Envoy, START_TIME: milliseconds of the proxy's clock; 1 s until measured",
        NestsMembers = true,
        Mappings =
        [
            new("response_flags", EcsFields.EventAction),
            new("response_code_details", EcsFields.EventReason),
            new("method", EcsFields.HttpRequestMethod),
            new("path", EcsFields.UrlPath),
            new("response_code", EcsFields.HttpResponseStatusCode, FieldType.Number),
            new("user_agent", EcsFields.UserAgentOriginal),
            new("request_id", EcsFields.HttpRequestId),
            new("upstream_cluster", EcsFields.ObserverName),
            new(ProxyRecords.HostColumn, EcsFields.DestinationDomain),
        ],
        OtherColumns = [.. Columns.Names, "route_name", "x_forwarded_for", "upstream_local_address"],
        SensorColumns = [["upstream_cluster"]],
        SourceIsInitiator = true,
        HoldsRequests = true,
        OutgoingColumn = "upstream_local_address",
        Marks = new RecordMarks
        {
            Members = [["start_time"], ["response_code", "response_flags"], ["upstream_host", "authority", "upstream_cluster"]],
            Texts = [new(["] \""]) { Start = "[2" }],
        },
        PipelineMaker = () => LayoutPipeline.OfTemplates(Layout!, [(Istio, true), (Default, true)], "request.painless"),
        Folder = new FormatFolder(typeof(EnvoyLog).Assembly, "Envoy"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns)
    {
        Absent = "-",
        DurationUnit = FlowLayout.NanosecondsPerMillisecond,
        Protocol = TransportProtocol.Tcp,
        Direction = FlowDirection.Outbound,
        AllowsNames = true,
        AllowsNoSource = true,
    };
}
