// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Ecs;

[TestClass]
public sealed class EcsTraceTests
{
    private const string OtelMode = """
        {"@timestamp":"1795430817817.398290","trace_id":"abbf6857a1a8a03d4484318ff5b160d5","span_id":"fc9c5fac8b6973f5","name":"execute_tool bash","duration":1500000001,"attributes":{"gen_ai.operation.name":"execute_tool","gen_ai.tool.name":"bash","gen_ai.tool.call.id":"c1","gen_ai.tool.call.arguments":"{\"command\":\"ls\"}","rl.episode.id":"e1"},"resource":{"attributes":{"rl.run.id":"r1","sandbox.id":"sb1"}}}
        """;

    private const string EcsMode = """
        {"_index":"traces","_id":"1","_source":{"@timestamp":"2026-11-23T10:46:57.81739829Z","TraceId":"abbf6857a1a8a03d4484318ff5b160d5","SpanId":"fc9c5fac8b6973f5","Name":"execute_tool bash","Duration":1500000,"EndTimestamp":"2026-11-23T10:46:59.317398291Z","Attributes":{"gen_ai":{"operation":{"name":"execute_tool"},"tool":{"name":"bash","call":{"id":"c1","arguments":"{\"command\":\"ls\"}"}}},"rl":{"episode":{"id":"e1"}}},"Resource":{"rl":{"run":{"id":"r1"}},"sandbox":{"id":"sb1"}}}}
        """;

    private const string NoMode = """
        {"@timestamp":"2026-11-23T10:46:57.81739829Z","TraceId":"abbf6857a1a8a03d4484318ff5b160d5","SpanId":"fc9c5fac8b6973f5","Name":"execute_tool bash","Duration":1500000,"EndTimestamp":"2026-11-23T10:46:59.317398291Z","Attributes.gen_ai.operation.name":"execute_tool","Attributes.gen_ai.tool.name":"bash","Attributes.gen_ai.tool.call.id":"c1","Attributes.gen_ai.tool.call.arguments":"{\"command\":\"ls\"}","Attributes.rl.episode.id":"e1","Resource.rl.run.id":"r1","Resource.sandbox.id":"sb1"}
        """;

    private const string Call = """
        {"@timestamp":"2026-02-10T09:02:04.949000Z","event":{"action":"execute_tool","start":"2026-02-10T09:02:04.949000Z","end":"2026-02-10T09:02:18.731000Z"},"trace":{"id":"63aa"},"span":{"id":"85aa"},"gen_ai":{"tool":{"name":"bash","call":{"id":"call_1"}}},"host":{"id":"node-1"},"fwcorrelate":{"run":{"id":"r"},"episode":{"id":"ep","start":"2026-02-10T09:02:02.600000Z","end":"2026-02-10T09:15:51.729000Z","sandbox":"sb3","turns":45,"turns_with_calls":44,"turns_without_tools":1},"sandbox":{"id":"sb3","address":"10.0.0.3"},"command":"wc -l","call":{"open":false,"start_basis":"clock","start_uncertainty_ms":3,"end_basis":"clock_naive","end_uncertainty_ms":0},"record":{"index":7,"sha256":"fd8491b52eec7d6e2d77ea05c2b45f6ea4322594029bfc5f97991d7f201783e4"}}}
        """;

    private const string Lease = """
        {"@timestamp":"2026-02-10T08:00:00.000000Z","event":{"kind":"state","start":"2026-02-10T08:00:00.000000Z"},"host":{"name":"w1"},"fwcorrelate":{"lease":{"address":"10.0.0.0/24","owner_kind":"host","owner_id":"w1","network":"vpc-1","inventory":true,"port_from":5,"port_to":9}}}
        """;

    [TestMethod]
    [DataRow(OtelMode)]
    [DataRow(EcsMode)]
    [DataRow(NoMode)]
    public void Read_ASpanOfTheExporter_IsTheCallInEachMode(string document)
    {
        var call = Read(document).Timeline.Calls.Single();

        Assert.AreEqual(("abbf6857a1a8a03d4484318ff5b160d5", "fc9c5fac8b6973f5", "c1", "bash", "ls"), (call.TraceId, call.SpanId, call.CallId, call.ToolName, call.Command));
        Assert.AreEqual(("r1", "e1", "sb1"), (call.RunId, call.EpisodeId, call.SandboxId));
        Assert.AreEqual(Instant.FromUtc(2026, 11, 23, 10, 46, 57).PlusNanoseconds(817_398_290), call.Start.Value);
        Assert.AreEqual(Duration.FromNanoseconds(1_500_000_001), call.End.Value - call.Start.Value);
    }

    [TestMethod]
    public void Read_ACallDocument_HasAllOfTheCallAndItsEpisode()
    {
        var timeline = Read(Call, Call).Timeline;

        var call = timeline.Calls.Single();
        Assert.AreEqual(("63aa", "85aa", "call_1", "wc -l", "node-1"), (call.TraceId, call.SpanId, call.CallId, call.Command, call.HostId));
        Assert.AreEqual(new TimePoint(Instant.FromUtc(2026, 2, 10, 9, 2, 4).PlusNanoseconds(949_000_000), Duration.FromMilliseconds(3), TimeBasis.Clock), call.Start);
        Assert.AreEqual(TimeBasis.ClockNaive, call.End.Basis);
        Assert.AreEqual("fd8491b52eec7d6e2d77ea05c2b45f6ea4322594029bfc5f97991d7f201783e4", call.Origin.Sha256);
        Assert.AreEqual(1.0, timeline.Episodes.Single().TraceCoverage);

        // The call tells an address and no lease document does.
        Assert.AreEqual("10.0.0.3 sb3", $"{timeline.Leases.Single().Address.Network} {timeline.Leases.Single().OwnerId}");
    }

    [TestMethod]
    public void Read_ALeaseDocument_HasAllOfTheLease()
    {
        var lease = Read(Lease).Timeline.Leases.Single();

        Assert.AreEqual(("10.0.0.0/24", OwnerKind.Host, "w1", "w1", "vpc-1"), (lease.Address.ToString(), lease.OwnerKind, lease.OwnerId, lease.Host, lease.Network));
        Assert.AreEqual((Instant.FromUtc(2026, 2, 10, 8, 0), Instant.MaxValue, 5, 9, true), (lease.From, lease.To, lease.PortFrom, lease.PortTo, lease.IsInventory));
    }

    [TestMethod]
    public void Read_BrokenDocuments_AreRejectedWithTheirReasons()
    {
        var reading = Read(
            Call.Replace("\"id\":\"63aa\"", "\"id\":\"\"", StringComparison.Ordinal), Call.Replace("2026-02-10T09:02:04.949000Z", "soon", StringComparison.Ordinal),
            Lease.Replace("10.0.0.0/24", "ten", StringComparison.Ordinal), "{\"a\":1}", "{\"@timestamp\":\"2026-02-10T09:02:04Z\"}");

        Assert.HasCount(4, reading.Rejected);
        Assert.AreEqual(1, reading.Files.Single().Ignored);
    }

    [TestMethod]
    public void Read_MutatedDocuments_NeverThrow() =>
        Mutations.Check(string.Join('\n', OtelMode, Call, Lease, NoMode), mutated =>
            Assert.IsLessThan(100, Read(Encoding.UTF8.GetString(mutated)).Timeline.Calls.Count));

    private static TimelineReading Read(params string[] documents)
    {
        using var file = new TempFile(Encoding.UTF8.GetBytes(string.Join('\n', documents)));
        return TimelineReader.Read([(Reading.Input(file.Path), TraceFormats.Find("ecs")!)], [], CaseSettings.Default);
    }
}
