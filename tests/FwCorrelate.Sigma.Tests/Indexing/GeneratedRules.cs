// SPDX-License-Identifier: Apache-2.0
using CsCheck;

namespace FwCorrelate.Sigma.Tests.Indexing;

/// <summary>Random rules and events whose values meet often enough to matter.</summary>
internal static class GeneratedRules
{
    private static readonly string[] Ports = ["22", "53", "80", "443", "3333", "65535", "0"];
    private static readonly string[] Addresses = ["10.0.0.5", "192.168.1.1", "198.51.100.33", "169.254.169.254", "fd00::5", "2001:db8::1"];
    private static readonly string[] Domains = ["pool.example", "pypi.org", "a-pool.example", "x"];
    private static readonly string[] Actions = ["allow", "alert", "deny", "drop", "reject", "reset"];
    private static readonly string[] Commands = ["ssh -R 1:h:2 u@h", "xmrig -o pool", "ls -la", "curl http://h", "XMRIG", "python x.py"];

    /// <summary>The detection and condition of a rule over flow records, as YAML; with fields of the agent where asked.</summary>
    public static Gen<string> OfFlows(bool withAgent)
    {
        Gen<string>[] items = [.. FlowItems, .. withAgent ? AgentItems : []];
        return Rules(items);
    }

    public static Gen<string> OfCalls { get; } = Rules(CallItems);

    public static Gen<IReadOnlyDictionary<string, string>> Flow { get; } =
        from source in Gen.OneOf(Addresses)
        from destination in Gen.OneOf(Addresses)
        from sourcePort in Gen.OneOf(Ports)
        from destinationPort in Gen.OneOf(Ports)
        from protocol in Gen.OneOf("tcp", "udp", "icmp", "0", "47")
        from action in Gen.OneOf([.. Actions, "unknown"])
        from direction in Gen.OneOf("unknown", "inbound", "outbound")
        from kind in Gen.OneOf("flow", "flow", "alert")
        from bytes in Gen.OneOf("-1", "100", "5000")
        from packets in Gen.OneOf("-1", "1", "3", "40")
        from flags in Gen.OneOf("", "0", "2", "18")
        from domain in Gen.OneOf([.. Domains, ""])
        select (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(flags.Length == 0 ? [] : [new("tcp_flags", flags)])
        {
            ["packets"] = packets,
            ["src_ip"] = source,
            ["dst_ip"] = destination,
            ["src_port"] = sourcePort,
            ["dst_port"] = destinationPort,
            ["protocol"] = protocol,
            ["action"] = action,
            ["direction"] = direction,
            ["kind"] = kind,
            ["bytes"] = bytes,
            ["domain"] = domain,
            ["verdict"] = action == "deny" ? "REJECT" : "",
        };

    public static Gen<string> Command { get; } = Gen.OneOf(Commands);

    private static Gen<string>[] FlowItems =>
    [
        Values("dst_port", Ports), Values("src_port", Ports), Values("dst_ip", Addresses), Values("domain", Domains), Values("action", [.. Actions, "REJECT"]),
        Values("protocol", ["tcp", "UDP", "icmp", "47"]), Values("network.iana_number", ["6", "17", "1"]), Values("direction", ["outbound", "inbound"]),
        Pick("dst_port|gt: ", Ports), Pick("src_port|lte: ", Ports), Pick("dst_port|endswith: ", ["3", "2", "0"]), Pick("dst_port|re: ", ["'^4'", "'33'"]),
        Pick("src_is_internal: ", ["true", "false"]), Pick("dst_is_internal: ", ["true", "false"]), Pick("blocked: ", ["true", "false"]),
        Pick("dst_port: ", ["null"]), Pick("dst_port|exists: ", ["true", "false"]), Pick("action|neq: ", Actions), Pick("domain|contains: ", ["pool", "'*'", "o"]),
        Pick("domain|endswith: ", Domains), Pick("dst_ip|cidr: ", ["10.0.0.0/8", "198.51.100.0/24", "fc00::/7"]), Pick("src_ip|startswith: ", ["'10.'", "'198.'"]),
        Pick("bytes|gte: ", ["100", "5000"]), Pick("packets|lte: ", ["3"]), Pick("tcp_flags: ", ["null", "0", "[2, 18]"]), Pick("src_port|fieldref: ", ["dst_port"]), Pick("src_ip|fieldref|neq: ", ["dst_ip"]), Pick("'|all': ", ["[pool, example]", "[pypi]"]),
    ];

    private static Gen<string>[] AgentItems =>
    [
        Pick("connection.is_start: ", ["true", "false", "null"]), Pick("attribution.kind: ", ["tool_call", "none", "null"]), Pick("tool.name: ", ["bash", "python"]), Pick("attribution.confidence|gt: ", ["0.5"]),
        Pick("episode.id|exists: ", ["true", "false"]), Pick("tool.command|contains: ", ["ssh", "x"]), Pick("run.id|fieldref|neq: ", ["domain"]),
    ];

    private static Gen<string>[] CallItems =>
    [
        Pick("CommandLine|contains: ", ["ssh", "XMRIG", "'-R '", "curl", "zzz"]), Values("CommandLine", Commands), Pick("CommandLine|startswith: ", ["ls", "py"]),
        Pick("tool.name: ", ["bash", "python"]), Pick("CommandLine|re: ", ["'x.*g'", "ssh"]), Pick("CommandLine: ", ["null", "'*h*'", "'?s*'"]),
        Pick("CommandLine|contains|all: ", ["[ssh, u@]", "[ls, py]"]), Pick("sandbox.id: ", ["sb-1", "sb-2"]), Pick("Image: ", ["x", "null"]), Pick("'|all': ", ["[ssh, bash]"]),
    ];

    private static Gen<string> Rules(Gen<string>[] items)
    {
        var detection = Gen.OneOf((IGen<string>[])items).Array[1, 3].Select(lines => lines.DistinctBy(l => l.Split(':')[0]).ToArray());
        var condition = Gen.OneOf("a", "not a", "a and b", "a or b", "a and not b", "not (a and b)", "1 of them", "all of them and not c", "a or (b and not c)", "not (a or not b) and c", "not not a");
        return from a in detection
               from b in detection
               from c in detection
               from written in condition
               select $"  a: {{{string.Join(", ", a)}}}\n  b: {{{string.Join(", ", b)}}}\n  c: {{{string.Join(", ", c)}}}\n  condition: {written}\n";
    }

    private static Gen<string> Pick(string before, string[] values) => Gen.OneOf(values).Select(v => before + v);

    private static Gen<string> Values(string field, string[] values) =>
        Gen.OneOf(values).Array[1, 3].Select(v => $"{field}: [{string.Join(", ", v.Distinct().Select(t => $"'{t}'"))}]");
}
