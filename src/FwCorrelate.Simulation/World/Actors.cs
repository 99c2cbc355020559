// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Simulation.World;

/// <summary>A machine whose clock stamps the spans of the agents on it.</summary>
/// <param name="ClockError">Stamp minus true time.</param>
internal sealed record SimulatedHost(string Id, string Address, Duration ClockError)
{
    public Instant Stamp(Instant time) => time + ClockError;
}

/// <summary>Where an agent's commands run, and from which address they leave.</summary>
/// <param name="To">End of its life, and of its lease.</param>
internal sealed record SimulatedSandbox(string Id, SimulatedHost Host, string Address, Instant From, Instant To)
{
    /// <summary>
    /// Lives while <paramref name="time"/> is in [<see cref="From"/>, <see cref="To"/>), give or take <paramref name="slack"/>.
    /// </summary>
    public bool Lives(Instant time, Duration slack) => time + slack >= From && time - slack < To;
}

/// <summary>A tool call; times are true, not stamped.</summary>
internal sealed record SimulatedCall(
    string TraceId, string SpanId, string CallId, string Command, Instant Start, Instant End, SimulatedSandbox Sandbox)
{
    /// <summary>The earlier call that wrote the script which this one runs.</summary>
    public SimulatedCall? ScriptAuthor { get; init; }

    /// <summary>Whether the command leaves a process behind.</summary>
    public bool LeavesProcess =>
        Command.Contains("nohup ", StringComparison.Ordinal) || Command.Contains("ssh -fN", StringComparison.Ordinal);
}

/// <summary>One answer of the model and the calls it asked for, which run side by side.</summary>
internal sealed record SimulatedTurn(string ChatSpanId, Instant ChatStart, Instant ChatEnd, IReadOnlyList<SimulatedCall> Calls);

/// <summary>What an agent is asked to do.</summary>
internal sealed record SimulatedTask(string Id, string Prompt);

/// <summary>Where an episode stands in its run.</summary>
/// <param name="Environment">Index of the environment, unique within a step.</param>
internal sealed record EpisodePlace(string RunId, int Step, int Group, int Environment);

/// <summary>One rollout of an agent in a sandbox.</summary>
internal sealed record SimulatedEpisode(
    string Id, EpisodePlace Place, SimulatedTask Task, SimulatedSandbox Sandbox, string TraceId, string RootSpanId,
    Instant Start, Instant End, IReadOnlyList<SimulatedTurn> Turns)
{
    public IEnumerable<SimulatedCall> Calls => Turns.SelectMany(t => t.Calls);
}
