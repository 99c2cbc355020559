// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>An episode while it runs.</summary>
internal sealed class EpisodeDraft(string traceId, string rootSpanId)
{
    private string? _demand;

    public string TraceId => traceId;

    public string RootSpanId => rootSpanId;

    public List<FleetCall> Calls { get; } = [];

    public List<SimulatedTurn> Turns { get; } = [];

    public PendingScripts Scripts { get; } = new();

    /// <summary>Lets the task demand something, unless it demands another thing already.</summary>
    public bool TryDemand(string demand)
    {
        if (_demand is not null)
            return false;
        _demand = demand;
        return true;
    }

    /// <summary>Lets the last result hold an instruction; none is there before the first call.</summary>
    public bool TryInject(string instruction)
    {
        if (Calls.Count == 0 || Calls[^1].Result is not null)
            return false;
        Calls[^1].Result = instruction;
        return true;
    }

    public SimulatedTask TaskOf(SeededRandom draws)
    {
        var task = EverydayWork.Tasks[draws.Between(0, EverydayWork.Tasks.Count)];
        return _demand is null ? task : new SimulatedTask("ops-" + task.Id[4..], $"{task.Prompt} {_demand}");
    }
}

/// <summary>Scripts that were written and wait for the turn which runs them.</summary>
internal sealed class PendingScripts
{
    private readonly List<(int Turn, DrawnCommand Command)> _waiting = [];

    public void Add(int turn, DrawnCommand command) => _waiting.Add((turn, command));

    /// <summary>What is to run in a turn; null where nothing waits.</summary>
    public DrawnCommand? Take(int turn)
    {
        var index = _waiting.FindIndex(w => w.Turn <= turn);
        if (index < 0)
            return null;
        var command = _waiting[index].Command;
        _waiting.RemoveAt(index);
        return command;
    }
}
