// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using static FwCorrelate.Ingestion.Tests.Otlp.Spans;

namespace FwCorrelate.Ingestion.Tests.Otlp;

/// <summary>What a trace does not tell is told: missing calls, unreadable spans.</summary>
[TestClass]
public sealed class TraceCoverageTests
{
    [TestMethod]
    [DataRow("gen_ai.output.messages", """[{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"bash","arguments":{"command":"ls"}}]}]""", DisplayName = "OpenTelemetry")]
    [DataRow("gen_ai.output.messages", """{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"bash","arguments":"{\"command\":\"ls\"}"}}]}""", DisplayName = "OpenAI")]
    [DataRow("gen_ai.completion", """{"content":[{"type":"tool_use","id":"call_1","name":"bash","input":{"command":"ls"}}]}""", DisplayName = "Anthropic")]
    [DataRow("gcp.vertex.agent.llm_response", """{"content":{"parts":[{"function_call":{"id":"call_1","name":"bash","args":{"command":"ls"}}}]}}""", DisplayName = "Gemini")]
    [DataRow("ai.response.toolCalls", """[{"toolCallId":"call_1","toolName":"bash","input":{"command":"ls"}}]""", DisplayName = "Vercel AI SDK")]
    [DataRow("output.value", """{"message":[{"toolUse":{"toolUseId":"call_1","name":"bash","input":{"command":"ls"}}}]}""", DisplayName = "Bedrock")]
    public void Read_ACallThatWasAskedForWithoutASpan_IsAGap(string attribute, string output)
    {
        var timeline = Read(Turn("a1", output, attribute));

        var gap = timeline.Gaps.Single();
        Assert.AreEqual((TraceGapKind.CallWithoutSpan, "call_1", "bash", "ls", "sb-1"), (gap.Kind, gap.CallId, gap.ToolName, gap.Command, gap.SandboxId));
        Assert.AreEqual(0, timeline.Episodes.Single().TraceCoverage);
        var index = new TimelineIndex(timeline);
        Assert.IsNotEmpty(index.GapsOf("sb-1", gap.From, gap.From).ToList());
        Assert.IsEmpty(index.GapsOf("sb-2", gap.From, gap.From).ToList());
    }

    [TestMethod]
    [DataRow("gen_ai.completion.0.tool_calls.0.id", "call_1", DisplayName = "OpenLLMetry")]
    [DataRow("llm.output_messages.0.message.tool_calls.0.tool_call.id", "call_1", DisplayName = "OpenInference")]
    [DataRow("gen_ai.response.finish_reasons", "[\"tool_calls\"]")]
    [DataRow("ai.response.finishReason", "tool-calls")]
    public void Read_AModelThatStoppedForATool_IsAGapUnlessACallFollows(string attribute, string value)
    {
        Assert.AreEqual(TraceGapKind.CallWithoutSpan, Read(Turn("a1", value, attribute)).Gaps.Single().Kind);
        var followed = Read(Turn("a1", value, attribute), Tool("b1", "", "execute_tool bash"));
        Assert.IsEmpty(followed.Gaps);
        Assert.AreEqual(1, followed.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Read_AChoiceEventThatAsks_IsAGap()
    {
        const string events = ""","events":[{"name":"gen_ai.choice","attributes":[{"key":"finish_reason","value":{"stringValue":"tool_use"}}]}]}""";
        var timeline = Read(Turn("a1", "")[..^1] + events);
        Assert.HasCount(1, timeline.Gaps);
    }

    [TestMethod]
    public void Read_ACallThatOnlyHistoryMentions_IsAGapBeforeThatMessage()
    {
        var timeline = Read(Turn("a1", """[{"role":"user","parts":[]},{"role":"tool","parts":[{"type":"tool_call_response","id":"call_9","result":"ok"}]}]""", "gen_ai.input.messages"));

        var gap = timeline.Gaps.Single();
        Assert.AreEqual("call_9", gap.CallId);
        Assert.IsLessThan(gap.To, gap.From);
        Assert.IsLessThan(1, timeline.Episodes.Single().TraceCoverage!.Value);
    }

    [TestMethod]
    public void Read_ASpanThatCannotBeRead_LeavesNoTraceOfItsComplete()
    {
        var turn = Turn("a1", """[{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"bash"}]}]""");
        var call = Tool("b1", "", "execute_tool bash", ("gen_ai.tool.call.id", "call_1"));
        var broken = Span("c1", "", "execute_tool bash", 5, 6);
        var other = Request(turn, call).Replace(Trace, Trace.Replace('5', '6'), StringComparison.Ordinal);

        var timeline = Reading.Timeline(Request(turn, call, broken), other).Timeline;

        Assert.AreEqual(1, timeline.Episodes.Count(e => e.TraceCoverage == 1));
        Assert.AreEqual(1, timeline.Episodes.Count(e => e.TraceCoverage < 1));
        Assert.AreEqual(TraceGapKind.UnreadableSpans, timeline.Gaps.Single().Kind);
    }

    [TestMethod]
    public void Read_ALineThatIsCutOff_LeavesNoTraceOfItsFileComplete()
    {
        var text = Request(Turn("a1", """[{"role":"assistant","parts":[{"type":"text"}]}]"""));
        Assert.AreEqual(1, Reading.Timeline(text).Timeline.Episodes.Single().TraceCoverage);
        Assert.IsLessThan(1, Reading.Timeline($"{text}\n{text[..60]}").Timeline.Episodes.Single().TraceCoverage!.Value);
    }

    [TestMethod]
    public void Read_HalfASurrogatePairOrDeepNesting_CostsNothing()
    {
        var half = Tool("b1", "", "execute_tool bash", ("gen_ai.tool.call.arguments", "HALF")).Replace("HALF", """{\"command\":\"echo \\ud83d; echo \ud83d\"}""", StringComparison.Ordinal);
        var deep = Tool("b2", "", "execute_tool bash", ("other", "DEEP"), ("gen_ai.tool.args", "ls"))
            .Replace("""{"stringValue":"DEEP"}""", $"{string.Concat(Enumerable.Repeat("""{"arrayValue":{"values":[""", 100_000))}{string.Concat(Enumerable.Repeat("]}}", 100_000))}", StringComparison.Ordinal);

        var reading = Reading.Timeline(Request(half, deep));

        Assert.IsEmpty(reading.Rejected);
        CollectionAssert.AreEqual(new[] { "echo \ufffd; echo \ufffd", "ls" }, reading.Timeline.Calls.Select(c => c.Command).ToArray());
    }

    [TestMethod]
    public void Read_ArgumentsNestedTooDeep_CostTheArguments()
    {
        var deep = Tool("b1", "", "execute_tool bash", ("gen_ai.tool.args", "DEEP"))
            .Replace("""{"stringValue":"DEEP"}""", $"{string.Concat(Enumerable.Repeat("""{"arrayValue":{"values":[""", 100_000))}{string.Concat(Enumerable.Repeat("]}}", 100_000))}", StringComparison.Ordinal);
        Assert.IsNull(Read(deep).Calls.Single().Command);
    }
}
