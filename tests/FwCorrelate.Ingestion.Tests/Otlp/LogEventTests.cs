// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Otlp;

[TestClass]
public sealed class LogEventTests
{
    private static string Log(string body, params (string Key, string Value)[] attributes) =>
        $$$"""{"resourceLogs":[{"resource":{"attributes":[{{{Attribute("container.id", "0123456789ab")}}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1766541740000000000","body":{"stringValue":"{{{body}}}"},"attributes":[{{{string.Join(',', attributes.Select(a => Attribute(a.Key, a.Value)))}}}]}]}]}]}""";

    private static string Attribute(string key, string value) => JsonSerializer.Serialize(new { key, value = new { stringValue = value } });

    [TestMethod]
    [DataRow("claude_code.tool_result", "session.id", "tool_use_id", "tool_parameters", """{"bash_command":"curl","full_command":"curl http://203.0.113.9/"}""")]
    [DataRow("codex.tool_result", "conversation.id", "call_id", "arguments", """{"command":["curl","http://203.0.113.9/"]}""")]
    public void ToolResult_WithADuration_IsACallThatEndedThen(string name, string session, string id, string argumentName, string arguments)
    {
        var text = Log(name, ("event.name", name.Split('.')[1]), (session, "s-1"), ("tool_name", "Bash"), (id, "toolu_0123456789"), ("duration_ms", "4500"), (argumentName, arguments));
        var call = Transcript.Read("otlp-json", text).Timeline.Calls.Single();
        Assert.AreEqual("curl http://203.0.113.9/", call.Command);
        Assert.AreEqual("s-1", call.EpisodeId);
        Assert.AreEqual("toolu_0123456789", call.CallId);
        Assert.AreEqual("0123456789ab", call.SandboxId);
        Assert.AreEqual(Instant.FromUnixTimeMilliseconds(1766541735500), call.Start.Value);
        Assert.AreEqual(Instant.FromUnixTimeMilliseconds(1766541740000), call.End.Value);
        Assert.AreEqual(TimeBasis.DerivedEnd, call.Start.Basis);
    }

    [TestMethod]
    public void ApiRequest_IsATurnThatMayHaveAskedForTools()
    {
        var timeline = Transcript.Read("otlp-json", Log("claude_code.api_request", ("session.id", "s-1"), ("duration_ms", "1000"))).Timeline;
        Assert.IsEmpty(timeline.Calls);
        Assert.AreEqual(1, timeline.Episodes.Single().TurnsSeen);
        Assert.AreNotEqual(1.0, timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void TelemetryAndSession_OfOneCall_AreOneCall()
    {
        const string session = """{"type":"assistant","sessionId":"s-1","uuid":"u2","timestamp":"2025-12-24T02:02:14.000Z","message":{"id":"m1","content":[{"type":"tool_use","id":"toolu_0123456789","name":"Bash","input":{"command":"ls"}}]}}""";
        var telemetry = Log("claude_code.tool_result", ("session.id", "s-1"), ("tool_name", "Bash"), ("tool_use_id", "toolu_0123456789"), ("duration_ms", "4500"));
        using var one = new TempFile(System.Text.Encoding.UTF8.GetBytes(session));
        using var two = new TempFile(System.Text.Encoding.UTF8.GetBytes(telemetry));
        var timeline = TimelineReader.Read(
            [(Reading.Input(one.Path, "timeline/a"), TraceFormats.Find("claude-code")!), (Reading.Input(two.Path, "timeline/b"), TraceFormats.Find("otlp-json")!)],
            [], FwCorrelate.Cases.CaseSettings.Default).Timeline;
        var call = timeline.Calls.Single();
        Assert.AreEqual("ls", call.Command);
        Assert.AreEqual("0123456789ab", call.SandboxId);
        Assert.AreEqual(TimeBasis.DerivedEnd, call.Start.Basis);
        Assert.AreEqual("timeline/a", call.OtherOrigins.Single().File);
    }
}
