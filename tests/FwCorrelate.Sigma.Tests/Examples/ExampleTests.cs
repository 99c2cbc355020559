// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Correlation;
using FwCorrelate.Sigma.Examples;
using NodaTime;

namespace FwCorrelate.Sigma.Tests.Examples;

/// <summary>Events that somebody wrote down become records and calls as logs and traces would give them.</summary>
[TestClass]
public sealed class ExampleTests
{
    [TestMethod]
    [DataRow("{src_ip: 10.0.0.5, src_port: 40000, dst_ip: 198.51.100.7, dst_port: 22, protocol: tcp, action: deny, bytes: 100, packets: 2, direction: outbound, tcp_flags: 2}")]
    [DataRow("{source.ip: 10.0.0.5, source.port: 40000, destination.ip: 198.51.100.7, destination.port: 22, network.transport: TCP, event.action: DENY, network.bytes: 100, network.packets: 2, network.direction: outbound, tcp_flags: 2}")]
    [DataRow("{source: {ip: 10.0.0.5, port: 40000}, DestinationIp: 198.51.100.7, id.resp_p: 22, iana_number: 6, blocked: true, bytes: 100, packets: 2, direction: outbound, tcp_flags: 2}")]
    public void Record_OfAnyOfItsNames_IsTheSame(string text)
    {
        ref readonly var record = ref Record(text).Record.Record;

        Assert.AreEqual(
            "10.0.0.5 40000 198.51.100.7 22 Tcp Deny 100 2 Outbound Syn Flow",
            $"{record.Source} {record.SourcePort} {record.Destination} {record.DestinationPort} {record.Protocol} {record.Action} {record.Bytes} {record.Packets} {record.Direction} {record.TcpFlags} {record.Kind}");
    }

    [TestMethod]
    public void Record_WithTimes_HasThem()
    {
        ref readonly var record = ref Record("{duration: 90.5, '@timestamp': '2026-02-01T00:00:00Z'}").Record.Record;

        Assert.AreEqual(Instant.FromUtc(2026, 2, 1, 0, 0), record.Start.ToInstant());
        Assert.AreEqual(Duration.FromMilliseconds(90_500), record.End.ToInstant() - record.Start.ToInstant());
    }

    [TestMethod]
    [DataRow("{dst_ip: 198.51.100.7}", AttributionKind.UnknownAddress)]
    [DataRow("{attribution.kind: tool_call}", AttributionKind.ToolCall)]
    [DataRow("{tool.name: bash}", AttributionKind.ToolCall)]
    [DataRow("{episode.id: ep-1}", AttributionKind.ToolCall)]
    [DataRow("{episode.id: [ep-1, ep-2]}", AttributionKind.Candidates)]
    [DataRow("{sandbox.id: sb}", AttributionKind.Sandbox)]
    public void Attribution_OfItsFields_IsOfTheKindTheyTell(string text, AttributionKind kind) => Assert.AreEqual(kind, Record(text).Attribution.Kind);

    [TestMethod]
    [DataRow("dst_port: 65536", "f.yml:1:2: The value '65536' of 'dst_port' is no number from 0 to 65535. Write one.")]
    [DataRow("dst_port: -1", "f.yml:1:2: The value '-1' of 'dst_port' is no number from 0 to 65535. Write one.")]
    [DataRow("src_ip: 10.0.0.256", "f.yml:1:2: The value '10.0.0.256' of 'src_ip' is no IP address.")]
    [DataRow("protocol: tcpp", "f.yml:1:2: The value 'tcpp' of 'protocol' is no protocol.")]
    [DataRow("direction: sideways", "f.yml:1:2: The value 'sideways' of 'direction' is not known here. Use one of unknown, outbound, inbound.")]
    [DataRow("attribution.kind: call", "f.yml:1:2: The value 'call' of 'attribution.kind' is not known here. Use one of tool_call, candidates,")]
    [DataRow("blocked: yes", "f.yml:1:2: The value 'yes' of 'blocked' is neither true nor false.")]
    [DataRow("dst_is_internal: true", "f.yml:1:2: 'dst_is_internal' follows from the address. Write the address.")]
    [DataRow("bytes_per_packet: 4", "f.yml:1:2: 'bytes_per_packet' follows from bytes and packets.")]
    [DataRow("start: today", "f.yml:1:2: The value 'today' of 'start' is no time.")]
    [DataRow("duration: 1e300", "f.yml:1:2: The value '1e300' of 'duration' is no number")]
    public void Record_OfAWrongValue_NamesIt(string field, string error)
    {
        var (record, errors) = ExampleRecord.Of(Event($"{{{field}}}"));
        Assert.IsNull(record);
        Assert.StartsWith(error, errors.Single().ToString());
    }

    [TestMethod]
    public void Record_VendorsColumns_AreReadAndSearched()
    {
        var detector = TestRules.Detector(TestRules.Rule("rule.name|contains: 'öd\\pool'"), TestRules.Rule("'|all': [öd, pool]", id: "k"));
        var matches = new List<Matching.FlowMatch>();

        detector.Detect(Record("{rule.name: 'an öd\\pool'}").Record.Batch, matches);

        Assert.HasCount(2, matches);
    }

    [TestMethod]
    public void Call_OfItsNames_IsTheCall()
    {
        var (call, errors) = ExampleCall.Of(Event("{gen_ai.tool.name: bash, CommandLine: ls, sandbox.id: sb, episode.id: ep, turn: 3, duration: 2, event.kind: event}"));

        Assert.IsEmpty(errors);
        Assert.AreEqual("bash ls sb ep 3 2", $"{call!.ToolName} {call.Command} {call.SandboxId} {call.EpisodeId} {call.Turn} {(call.End.Value - call.Start.Value).TotalSeconds}");
    }

    [TestMethod]
    public void Call_WithAFieldThatCallsLack_IsRefused() =>
        Assert.StartsWith("f.yml:1:2: 'Image' is no field of a tool call.", ExampleCall.Of(Event("{Image: /bin/ssh}")).Errors.Single().ToString());

    private static ExampleRecord Record(string text)
    {
        var (record, errors) = ExampleRecord.Of(Event(text));
        Assert.IsEmpty(errors, string.Join("\n", errors));
        return record!;
    }

    private static ExampleEvent Event(string text) => EventFile.Read("f.yml", Encoding.UTF8.GetBytes(text)).Events.Single();
}
