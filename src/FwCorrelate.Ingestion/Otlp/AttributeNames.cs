// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Which attributes tell what: the case's own names first, then those that are in use. The first that is present wins. Sources:
/// OpenTelemetry semantic conventions for resources, GenAI and MCP; OpenInference; Alibaba Cloud's LLM trace fields; OpenLLMetry
/// (Traceloop); Vercel AI SDK; Google ADK; Langfuse, LangSmith, MLflow, AgentOps and LiveKit exporters; pydantic-ai; Claude Code;
/// alibaba/ROLL.
/// </summary>
internal sealed class AttributeNames
{
    public const string Operation = "gen_ai.operation.name";

    /// <summary>Names that tell the method of a Model Context Protocol request.</summary>
    public static readonly string[] McpMethod = ["mcp.method.name", "rpc.method"];

    /// <summary>The Vercel AI SDK's names for what a span does.</summary>
    public static readonly string[] SdkOperation = ["ai.operationId", "operation.name"];

    /// <summary>Names that tell what kind of a span it is.</summary>
    public static readonly string[] Kind =
    [
        "openinference.span.kind", "gen_ai.span.kind", "traceloop.span.kind", "langfuse.observation.type", "langsmith.span.kind", "mlflow.spanType",
        "agentops.span.kind", "span.type", "llm.request.type",
    ];

    /// <summary>Names that tell that something was run, whoever ran it.</summary>
    public static readonly string[] Execution =
        ["process.command_line", "process.command_args", "process.command", "shell.command", "code.execution.code"];

    public AttributeNames(CaseSettings settings)
    {
        Sandbox = With(settings, "sandbox", "sandbox.id", "container.id", "k8s.pod.uid", "k8s.pod.name");
        Host = With(settings, "host", "host.id", "host.name");
        Address = With(settings, "address", "host.ip", "k8s.pod.ip", "sandbox.ip");
        Run = With(settings, "run", "rl.run.id", "run.id", "exp_name", "service.namespace");
        Episode = With(settings, "episode", "rl.episode.id", "episode_id", "traj_id", "gen_ai.conversation.id");
        Step = With(settings, "step", "rl.step", "global_step");
        Task = With(settings, "task", "rl.task.id", "task.id", "task_id");
        Checkpoint = With(settings, "checkpoint", "rl.checkpoint", "rl.checkpoint.id", "checkpoint_id");
        Reward = With(settings, "reward", "rl.reward", "episode.reward", "reward");
        Turn = With(settings, "turn", "rl.turn", "turn");
        Call = With(settings, "tool_call",
            "gen_ai.tool.call.id", "tool_call.id", "tool.id", "ai.toolCall.id", "tool.call_id", "tool_call_id", "tool_use_id",
            "lk.function_tool.id");
        Tool =
        [
            "gen_ai.tool.name", "tool.name", "tool_call.function.name", "ai.toolCall.name", "traceloop.entity.name", "mcp.tool.name",
            "agentops.tool.name", "lk.function_tool.name", "tool_name",
        ];
        Command = With(settings, "command",
            "gen_ai.tool.call.arguments", "gen_ai.tool.args", "gen_ai.tool.arguments", "gen_ai.tool.input", "ai.toolCall.args",
            "ai.toolCall.input",
            "mcp.tool.arguments", "mcp.request.arguments", "mcp.request.params", "mcp.request.argument", "gcp.vertex.agent.tool_call_args",
            "traceloop.entity.input",
            "langfuse.observation.input", "mlflow.spanInputs", "agentops.entity.input", "input.value", "tool.parameters",
            "tool_call.function.arguments",
            "tool.arguments", "tool.args", "tool.input", "tool_arguments", "tool_args", "tool_input", "lk.function_tool.arguments",
            "full_command", "input",
            "gen_ai.prompt");
        Short = new WantedNames(
            [.. Sandbox, .. Host, .. Address, .. Run, .. Episode, .. Step, .. Task, .. Checkpoint, .. Reward, .. Turn, .. Call, .. Tool, Operation, .. McpMethod, .. SdkOperation, .. Kind],
            areShort: true, withMembers: false);
        Long = new WantedNames(Command, areShort: false, withMembers: true);
    }

    /// <summary>Keys that <c>case.yml</c> may use under <c>attributes</c>.</summary>
    public static IReadOnlyList<string> CaseKeys { get; } =
        ["sandbox", "host", "address", "run", "episode", "step", "task", "checkpoint", "reward", "turn", "tool_call", "command"];

    public IReadOnlyList<string> Sandbox { get; }

    public IReadOnlyList<string> Host { get; }

    public IReadOnlyList<string> Address { get; }

    public IReadOnlyList<string> Run { get; }

    public IReadOnlyList<string> Episode { get; }

    public IReadOnlyList<string> Step { get; }

    public IReadOnlyList<string> Task { get; }

    /// <summary>Which weights of the model acted.</summary>
    public IReadOnlyList<string> Checkpoint { get; }

    /// <summary>What the episode earned: a number.</summary>
    public IReadOnlyList<string> Reward { get; }

    public IReadOnlyList<string> Turn { get; }

    public IReadOnlyList<string> Call { get; }

    public IReadOnlyList<string> Tool { get; }

    public IReadOnlyList<string> Command { get; }

    /// <summary>Attributes that are short and needed to place spans.</summary>
    public IWantedAttributes Short { get; }

    /// <summary>Attributes that may hold a command: long, and kept for tool calls only.</summary>
    public IWantedAttributes Long { get; }

    private static string[] With(CaseSettings settings, string key, params string[] known) =>
        settings.Attributes.TryGetValue(key, out var own) ? [own, .. known] : known;
}
