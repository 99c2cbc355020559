// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>What each search and each panel must find, said in C# and not in KQL.</summary>
internal static class ExpectedHits
{
    private static readonly IPNetwork[] Inside =
    [
        .. "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 127.0.0.0/8 fc00::/7 fe80::/10".Split(' ').Select(n => IPNetwork.Parse(n)),
    ];

    public static IReadOnlyDictionary<string, Func<JsonObject, bool>> OfSearches { get; } = new Dictionary<string, Func<JsonObject, bool>>
    {
        ["incidents-to-triage"] = IsOpen,
        ["undetermined"] = d => IsOpen(d) && Verdict(d) == "undetermined",
        ["behaviour-internal-scan"] = d => IsOpen(d) && HasFamily(d, "internal-probe"),
        ["behaviour-external-scan"] = d => IsOpen(d) && HasFamily(d, "external-probe"),
        ["behaviour-reverse-tunnel"] = d => IsOpen(d) && HasFamily(d, "tunnel", "reverse-shell"),
        ["behaviour-command-and-control"] = d => IsOpen(d) && HasFamily(d, "beaconing", "code-execution", "long-connection"),
        ["behaviour-mining"] = d => IsOpen(d) && HasFamily(d, "mining"),
        ["behaviour-token-transfer"] = d => IsOpen(d) && HasFamily(d, "token-transfer"),
        ["behaviour-exfiltration"] = d => IsOpen(d) && HasFamily(d, "exfiltration", "dead-drop", "dns", "messaging", "package-proxy"),
        ["behaviour-credentials"] = d => IsOpen(d) && HasFamily(d, "credentials", "instance-metadata"),
        ["behaviour-lateral-movement"] = d => IsOpen(d) && HasFamily(d, "internal-login", "container-escape"),
        ["behaviour-inbound-login"] = d => IsOpen(d) && HasFamily(d, "inbound-login"),
        ["behaviour-denied-egress"] = d => IsOpen(d) && HasFamily(d, "denied-egress", "firewall-change", "proxy-bypass"),
        ["behaviour-vendor-alert"] = d => IsOpen(d) && HasFamily(d, "vendor-alert"),
        ["egress-by-run"] = d => IsOutbound(d) && Text(d, "fwcorrelate", "run", "id") is not null && IsToOutside(d),
        ["denied-egress"] = IsDeniedEgress,
        ["rejected-records"] = IsRejected,
        ["silent-sources"] = d => Text(d, "fwcorrelate", "record", "loss") is "nodata" or "skipdata",
    };

    /// <summary>By title.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject, bool>> OfPanels { get; } = new Dictionary<string, Func<JsonObject, bool>>
    {
        ["Open incidents"] = IsOpen,
        ["High and critical"] = d => IsOpen(d) && (int)At(d, "event", "severity")! >= 73,
        ["Undetermined"] = OfSearches["undetermined"],
        ["Caused by an agent"] = d => IsOpen(d) && Verdict(d) == "agent_initiated",
        ["Refused ways out"] = IsDeniedEgress,
        ["Rejected records"] = IsRejected,
        ["Incidents by verdict over time"] = IsOpen,
        ["Attributed records by kind over time"] = _ => true,
        ["Behaviours"] = IsOpen,
        ["What would decide the undetermined ones"] = OfSearches["undetermined"],
        ["Egress by run and tool"] = OfSearches["egress-by-run"],
        ["Denied egress by destination"] = IsDeniedEgress,
        ["Last record of each sensor"] = d => !IsRejected(d),
        ["Rejected records by what failed"] = IsRejected,
    };

    public static Func<JsonObject, bool> OfTheRule { get; } = d => IsOpen(d) && Text(d, "event", "kind") == "alert";

    public static JsonNode? At(JsonObject document, params ReadOnlySpan<string> path)
    {
        JsonNode? node = document;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    private static string? Text(JsonObject document, params ReadOnlySpan<string> path) => (string?)At(document, path);

    private static bool IsOpen(JsonObject incident) => Text(incident, "fwcorrelate", "incident", "status") == "open";

    private static string? Verdict(JsonObject incident) => Text(incident, "fwcorrelate", "verdict");

    private static bool HasFamily(JsonObject incident, params string[] families) =>
        At(incident, "fwcorrelate", "rules")!.AsArray().Any(r => families.Contains((string?)r!["family"]));

    private static bool IsOutbound(JsonObject record) => Text(record, "fwcorrelate", "record", "direction") == "outbound";

    private static bool IsToOutside(JsonObject record) =>
        Text(record, "destination", "ip") is not { } destination || !Inside.Any(n => n.Contains(IPAddress.Parse(destination)));

    private static bool IsDeniedEgress(JsonObject record) =>
        IsOutbound(record) && IsToOutside(record) && At(record, "event", "type")?.AsArray().Any(t => (string?)t == "denied") == true;

    private static bool IsRejected(JsonObject record) => Text(record, "event", "kind") == "pipeline_error";
}
