// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Which attributes tell what: the case's own names first, then those that are in use (OpenTelemetry semantic conventions
/// for resources and GenAI, OpenInference, alibaba/ROLL). The first that is present wins.
/// </summary>
internal sealed class AttributeNames
{
    public const string Operation = "gen_ai.operation.name";
    public const string OpenInferenceKind = "openinference.span.kind";

    public AttributeNames(CaseSettings settings)
    {
        Sandbox = With(settings, "sandbox", "sandbox.id", "container.id", "k8s.pod.uid", "k8s.pod.name");
        Host = With(settings, "host", "host.id", "host.name");
        Address = With(settings, "address", "host.ip", "k8s.pod.ip", "sandbox.ip");
        Run = With(settings, "run", "rl.run.id", "run.id", "exp_name", "service.namespace");
        Episode = With(settings, "episode", "rl.episode.id", "episode_id", "traj_id", "gen_ai.conversation.id");
        Step = With(settings, "step", "rl.step", "global_step");
        Task = With(settings, "task", "rl.task.id", "task.id", "task_id");
        Turn = With(settings, "turn", "rl.turn", "turn");
        Call = With(settings, "tool_call", "gen_ai.tool.call.id", "tool_call.id", "tool.id");
        Tool = ["gen_ai.tool.name", "tool.name", "tool_call.function.name"];
        Command = With(settings, "command",
            "gen_ai.tool.call.arguments", "gen_ai.tool.args", "input.value", "tool.parameters", "tool_call.function.arguments", "input");
        _kept = [.. Sandbox, .. Host, .. Address, .. Run, .. Episode, .. Step, .. Task, .. Turn, .. Call, .. Tool, Operation, OpenInferenceKind];
        _commands = [.. Command];
    }

    /// <summary>Keys that <c>case.yml</c> may use under <c>attributes</c>.</summary>
    public static IReadOnlyList<string> CaseKeys { get; } =
        ["sandbox", "host", "address", "run", "episode", "step", "task", "turn", "tool_call", "command"];

    private readonly HashSet<string> _kept;
    private readonly HashSet<string> _commands;

    public IReadOnlyList<string> Sandbox { get; }

    public IReadOnlyList<string> Host { get; }

    public IReadOnlyList<string> Address { get; }

    public IReadOnlyList<string> Run { get; }

    public IReadOnlyList<string> Episode { get; }

    public IReadOnlyList<string> Step { get; }

    public IReadOnlyList<string> Task { get; }

    public IReadOnlyList<string> Turn { get; }

    public IReadOnlyList<string> Call { get; }

    public IReadOnlyList<string> Tool { get; }

    public IReadOnlyList<string> Command { get; }

    /// <summary>Whether an attribute is short and needed to place spans.</summary>
    public bool IsKept(string name) => _kept.Contains(name);

    /// <summary>Whether an attribute may hold a command: long, and kept for tool calls only.</summary>
    public bool IsCommand(string name) => _commands.Contains(name);

    private static string[] With(CaseSettings settings, string key, params string[] known) =>
        settings.Attributes.TryGetValue(key, out var own) ? [own, .. known] : known;
}
