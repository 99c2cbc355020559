// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Squid;

/// <summary>The table of Squid's access log (Squid, directive <c>logformat</c>; result codes: Squid wiki, "Squid Log Files").</summary>
internal static class SquidLog
{
    /// <summary>Squid's own form: <c>%ts.%03tu %6tr %&gt;a %Ss/%03&gt;Hs %&lt;st %rm %ru %[un %Sh/%&lt;a %mt</c>.</summary>
    public const string Native = "{ts} {elapsed} {client} {decision}/{status} {bytes} {method} {url} {user} {hierarchy}/{dest} {mime}";

    /// <summary>
    /// <c>combined</c>: <c>%&gt;a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %&gt;Hs %&lt;st "%{Referer}&gt;h" "%{User-Agent}&gt;h" %Ss:%Sh</c>.
    /// </summary>
    public const string Combined = "{client} {ident} {user} [{time}] \"{method} {url} {version}\" {status} {bytes} \"{referer}\" "
        + "\"{user_agent}\" {decision}:{hierarchy}";

    /// <summary><c>common</c>: the same without referer and agent.</summary>
    public const string Common = "{client} {ident} {user} [{time}] \"{method} {url} {version}\" {status} {bytes} {decision}:{hierarchy}";

    /// <summary>
    /// What sandboxes of agents configure as <c>firewall_detailed</c>: <c>%ts.%03tu %&gt;a:%&gt;p %{Host}&gt;h %&lt;a:%&lt;p %rv %rm
    /// %&gt;Hs %Ss:%Sh %ru "%{User-Agent}&gt;h"</c>.
    /// </summary>
    public const string Detailed = "{ts} {client} {host} {dest} {version} {method} {status} {decision}:{hierarchy} {url} \"{user_agent}\"";

    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Stamp, "ts"),
        (FlowRole.Stamp, "timestamp"),
        (FlowRole.Stamp, "time"),
        (FlowRole.Duration, "elapsed"),
        (FlowRole.Source, "client"),
        (FlowRole.Destination, "dest"),
        (FlowRole.DestinationName, "url"),
        (FlowRole.Action, "decision"),
        (FlowRole.Bytes, "bytes"),
        (FlowRole.First, "status"),
        (FlowRole.Second, "host"),
        (FlowRole.Third, "method"));

    public static LogFormat Format { get; } = new("squid")
    {
        Title = "Squid access logs (native, combined, common, firewall_detailed; audit.jsonl)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "Squid, logformat: milliseconds of the proxy's clock; combined and common have whole seconds",
        NestsMembers = true,
        Mappings =
        [
            new("decision", EcsFields.EventAction),
            new("hierarchy", EcsFields.EventReason),
            new("method", EcsFields.HttpRequestMethod),
            new("url", EcsFields.UrlOriginal),
            new("status", EcsFields.HttpResponseStatusCode, FieldType.Number),
            new("user_agent", EcsFields.UserAgentOriginal),
            new("user", EcsFields.UserName),
            new(ProxyRecords.HostColumn, EcsFields.DestinationDomain),
        ],
        OtherColumns = [.. Columns.Names, "elapsed", "mime", "referer"],

        // A proxy that answers from its cache has let the request through.
        Actions = new(
            ("TCP_DENIED", FirewallAction.Deny), ("TCP_DENIED_ABORTED", FirewallAction.Deny), ("TCP_DENIED_REPLY", FirewallAction.Deny),
            ("UDP_DENIED", FirewallAction.Deny),
            ("TCP_TUNNEL", FirewallAction.Allow), ("TCP_TUNNEL_ABORTED", FirewallAction.Allow),
            ("TCP_TUNNEL_TIMEDOUT", FirewallAction.Allow),
            ("TCP_MISS", FirewallAction.Allow), ("TCP_MISS_ABORTED", FirewallAction.Allow), ("TCP_MISS_TIMEDOUT", FirewallAction.Allow),
            ("TCP_HIT", FirewallAction.Allow), ("TCP_HIT_ABORTED", FirewallAction.Allow), ("TCP_MEM_HIT", FirewallAction.Allow),
            ("TCP_NEGATIVE_HIT", FirewallAction.Allow),
            ("TCP_IMS_HIT", FirewallAction.Allow), ("TCP_INM_HIT", FirewallAction.Allow), ("TCP_OFFLINE_HIT", FirewallAction.Allow),
            ("TCP_STALE_HIT", FirewallAction.Allow),
            ("TCP_REFRESH_HIT", FirewallAction.Allow), ("TCP_REFRESH_UNMODIFIED", FirewallAction.Allow),
            ("TCP_REFRESH_MODIFIED", FirewallAction.Allow),
            ("TCP_REFRESH_MISS", FirewallAction.Allow), ("TCP_REFRESH_FAIL_OLD", FirewallAction.Allow),
            ("TCP_REFRESH_FAIL_ERR", FirewallAction.Allow),
            ("TCP_CLIENT_REFRESH_MISS", FirewallAction.Allow), ("TCP_SWAPFAIL_MISS", FirewallAction.Allow),
            ("TCP_REDIRECT", FirewallAction.Allow),
            ("NONE", FirewallAction.Unknown), ("NONE_NONE", FirewallAction.Unknown), ("TAG_NONE", FirewallAction.Unknown),
            ("NONE_ABORTED", FirewallAction.Unknown)),
        SourceIsInitiator = true,
        HoldsRequests = true,
        Directions = new(),
        Marks = new RecordMarks
        {
            Members = [["ts", "timestamp"], ["client"], ["decision"], ["url", "host"]],
            Texts = [new([" TCP_", " NONE", " TAG_", " UDP_"], ["/", ":"])],
        },
        PipelineMaker = () => LayoutPipeline.OfTemplates(
            Layout!, [(Native, true), (Detailed, false), (Combined, false), (Common, false)], "request.painless"),
        Folder = new FormatFolder(typeof(SquidLog).Assembly, "Squid"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns)
    {
        Absent = "-",
        DurationUnit = FlowLayout.NanosecondsPerMillisecond,
        StampIsEnd = true,
        Protocol = TransportProtocol.Tcp,
        Direction = FlowDirection.Outbound,
        AllowsNames = true,
    };

    /// <summary>Whether a word is a result code.</summary>
    public static bool IsResult(string word) =>
        word.StartsWith("TCP_", StringComparison.Ordinal) || word.StartsWith("NONE", StringComparison.Ordinal)
            || word.StartsWith("TAG_", StringComparison.Ordinal)
        || word.StartsWith("UDP_", StringComparison.Ordinal);
}
