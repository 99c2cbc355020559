// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.SpanExports;

[TestClass]
public sealed class SpanExportTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 5, 2, 11, 3);

    [TestMethod]
    [DataRow("langfuse", """{"trace":{"id":"t1","sessionId":"s1"},"observations":[{"id":"o1","traceId":"t1","type":"TOOL","name":"bash","startTime":"2026-01-05T02:11:03.000Z","endTime":"2026-01-05T02:11:09.000Z","input":"{\"command\":\"curl x\"}","metadata":"{\"resourceAttributes\":{\"container.id\":\"0123456789ab\"},\"attributes\":{}}"}]}""")]
    [DataRow("openai-agents", """{"object":"trace.span","id":"o1","trace_id":"t1","parent_id":null,"started_at":"2026-01-05T02:11:03+00:00","ended_at":"2026-01-05T02:11:09+00:00","metadata":{"container.id":"0123456789ab"},"span_data":{"type":"function","name":"bash","input":"{\"command\":\"curl x\"}"}}""")]
    [DataRow("mlflow", """{"info":{"trace_id":"t1","tags":{"container.id":"0123456789ab"}},"data":{"spans":[{"trace_id":"t1","span_id":"o1","parent_span_id":null,"name":"bash","start_time_unix_nano":1767579063000000000,"end_time_unix_nano":1767579069000000000,"attributes":{"mlflow.spanType":"\"TOOL\"","mlflow.spanInputs":"{\"command\":\"curl x\"}"}}]}}""")]
    [DataRow("weave", """{"op_name":"weave:///a/b/op/bash.execute:abc","trace_id":"t1","id":"o1","parent_id":"p","started_at":"2026-01-05T02:11:03Z","ended_at":"2026-01-05T02:11:09Z","attributes":{"step":120},"inputs":{"instance_id":"0123456789ab","parameters":{"command":"curl x"}}}""")]
    public void Export_WithAToolCall_TellsIt(string format, string text)
    {
        var call = Transcript.Read(format, text).Timeline.Calls.Single();
        Assert.AreEqual("curl x", call.Command);
        Assert.AreEqual("0123456789ab", call.SandboxId);
        Assert.AreEqual(Start, call.Start.Value);
        Assert.AreEqual(Start + Duration.FromSeconds(6), call.End.Value);
        Assert.AreEqual(TimeBasis.Clock, call.Start.Basis);
        StringAssert.StartsWith(call.ToolName, "bash");
    }

    [TestMethod]
    public void Langfuse_OfOthers_TellsTheirTools()
    {
        var text = File.ReadAllText(SharedCases.Path("timelines/langfuse/claude-agent-2025-12-22.trace.json"));
        Assert.HasCount(2, Transcript.Read("langfuse", text).Timeline.Calls);
    }
}
