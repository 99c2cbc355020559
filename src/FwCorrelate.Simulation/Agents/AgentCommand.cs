// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Agents;

/// <summary>A command that an agent runs.</summary>
/// <param name="Effect">What it does to the network; gets the call with its true times.</param>
/// <param name="Length">How long it takes; drawn where null.</param>
/// <param name="RunsScriptOfTurn">The earlier turn whose command wrote the script that this one runs.</param>
internal sealed record AgentCommand(
    string Text, Action<SimulatedCall>? Effect = null, Duration? Length = null, int? RunsScriptOfTurn = null);

/// <summary>What an episode is to do beside its everyday work: commands by turn; several in one turn run side by side.</summary>
internal sealed class EpisodePlan
{
    private readonly SortedDictionary<int, IReadOnlyList<AgentCommand>> _turns = [];

    public static EpisodePlan Everyday { get; } = new();

    public int LastTurn => _turns.Count == 0 ? -1 : _turns.Keys.Last();

    public EpisodePlan At(int turn, params AgentCommand[] commands)
    {
        _turns.Add(turn, commands);
        return this;
    }

    public IReadOnlyList<AgentCommand>? CommandsOf(int turn) => _turns.GetValueOrDefault(turn);
}
