// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Scenarios.Hostile;

namespace FwCorrelate.Scenarios;

/// <summary>A record that names the pod or sandbox behind its source needs no lease: of sandboxes that share an address it is that one's.</summary>
[TestClass]
public sealed class IdentityInRecordsTests
{
    private const string Shared = $"address,owner_kind,owner_id,host,from,to\n{TinyCase.Address},sandbox,sb1,node-1,2026-01-01T00:00:00Z,\n"
        + $"{TinyCase.Address},sandbox,sb2,node-1,2026-01-01T00:00:00Z,\n";

    private const string Elsewhere = "address,owner_kind,owner_id,host,from,to\n10.9.0.99,sandbox,sb1,node-1,2026-01-01T00:00:00Z,\n";

    [TestMethod]
    public void Hubble_OfASharedAddress_WithoutPod_NamesNobody() =>
        Assert.AreEqual(("candidates", "D", null), Answer(Shared, "logs/hubble.jsonl", Hubble("")));

    [TestMethod]
    [DataRow("sb1", "call_1")]
    [DataRow("sb2", "call_2")]
    public void Hubble_OfASharedAddress_WithPod_NamesItsCall(string pod, string call) =>
        Assert.AreEqual(("tool_call", "A", call), Answer(Shared, "logs/hubble.jsonl", Hubble($"\"source\":{{\"pod_name\":\"{pod}\"}},")));

    [TestMethod]
    public void Hubble_WithPodThatNobodyKnows_IsReadAsWithoutIt() =>
        Assert.AreEqual(("candidates", "D", null), Answer(Shared, "logs/hubble.jsonl", Hubble("\"source\":{\"pod_name\":\"coredns-5d\"},")));

    [TestMethod]
    public void Hubble_WithPodAtAnAddressWithoutLease_NamesItsCall() =>
        Assert.AreEqual(("tool_call", "A", "call_2"), Answer(Elsewhere, "logs/hubble.jsonl", Hubble("\"source\":{\"pod_name\":\"sb2\"},")));

    [TestMethod]
    public void Hubble_WithPodThatTheLeaseContradicts_NamesNobody()
    {
        var exclusive = $"address,owner_kind,owner_id,host,from,to\n{TinyCase.Address},sandbox,sb1,node-1,2026-01-01T00:00:00Z,\n";
        Assert.AreEqual(("candidates", "D", null), Answer(exclusive, "logs/hubble.jsonl", Hubble("\"source\":{\"pod_name\":\"sb2\"},")));
    }

    [TestMethod]
    public void LogOfTheUsersOwn_WithColumnOfSandboxes_NamesItsCall() =>
        Assert.AreEqual(("tool_call", "A", "call_2"), Answer(Shared, "logs/egress.csv",
            $"ts,box,src,sport,dst,dport\n2026-01-20T05:00:10.4Z,sb2,{TinyCase.Address},50000,{TinyCase.Stranger},4444\n",
            "kind: log\nform: csv\nfiles: logs/egress.csv\nsession: true\nprotocol: tcp\naction: allow\n"
            + "columns: {start: ts, sandbox: box, source: src, source_port: sport, destination: dst, destination_port: dport}\n"));

    private static (string? Kind, string? Rung, string? Call) Answer(string leases, string log, string text, string? mapping = null)
    {
        using var tiny = new TinyCase();
        tiny.Write("leases/leases.csv", leases).Write(log, text)
            .Write("timeline/traces.jsonl", TinyCase.Call(1, 10, 40, $"nc {TinyCase.Stranger} 4444", "sb1")
                + TinyCase.Call(2, 10, 40, $"nc {TinyCase.Stranger} 4444", "sb2"));
        if (mapping is not null)
            tiny.Write("mappings/egress.yml", mapping);
        var attribution = tiny.Attributions().Single(a => a.GetProperty("record").GetProperty("file").GetString() == log).GetProperty("attribution");
        return (attribution.GetProperty("kind").GetString(), attribution.GetProperty("rung").GetString(),
            attribution.TryGetProperty("tool_call_id", out var call) && attribution.GetProperty("kind").GetString() == "tool_call" ? call.GetString() : null);
    }

    private static string Hubble(string source) =>
        "{\"flow\":{\"time\":\"2026-01-20T05:00:10.400Z\",\"verdict\":\"FORWARDED\",\"IP\":{\"source\":\"" + TinyCase.Address + "\",\"destination\":\""
        + TinyCase.Stranger + "\",\"ipVersion\":\"IPv4\"},\"l4\":{\"TCP\":{\"source_port\":50000,\"destination_port\":4444,\"flags\":{\"SYN\":true}}},"
        + source + "\"Type\":\"L3_L4\",\"node_name\":\"n1\",\"is_reply\":false,\"event_type\":{\"type\":4,\"sub_type\":3},"
        + "\"traffic_direction\":\"EGRESS\"},\"node_name\":\"n1\",\"time\":\"2026-01-20T05:00:10.400Z\"}\n";
}
