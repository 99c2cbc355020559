// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>Lets agents work in the sandboxes: episodes of turns, turns of thought and calls.</summary>
internal sealed class FleetAgents(FleetWorld world, SeededRandom random)
{
    private const int MostTurns = 400;
    private readonly List<SimulatedEpisode> _episodes = [];
    private readonly CommandDraw _commands = new(world);

    public IReadOnlyList<SimulatedEpisode> Episodes => _episodes;

    public void Run()
    {
        foreach (var sandbox in world.Sandboxes)
            Live(sandbox, random.Fork(sandbox.Place.Id));
    }

    private void Live(FleetSandbox sandbox, SeededRandom draws)
    {
        var work = world.Plan.Work;
        var end = Instant.Min(sandbox.Place.To, world.End);
        var time = sandbox.Place.From + FleetWorld.Seconds(1 + (work.Rest.Draw(draws) / 2));
        for (var number = 1; time < end; number++)
            time = Episode(sandbox, draws, number, time, end) + FleetWorld.Seconds(work.Rest.Draw(draws));
    }

    private Instant Episode(FleetSandbox sandbox, SeededRandom draws, int number, Instant start, Instant deadline)
    {
        var work = world.Plan.Work;
        var id = $"{sandbox.Place.Id}-ep{number.ToString(CultureInfo.InvariantCulture)}";
        var (trace, root) = (draws.Hex(32), draws.Hex(16));
        var turns = new List<SimulatedTurn>();
        var scripts = new PendingScripts();
        var count = Math.Clamp((int)work.Turns.Draw(draws), 2, MostTurns);
        var time = start;
        while (turns.Count < count)
        {
            var thought = time + FleetWorld.Seconds(0.6 + work.Think.Draw(draws));
            var calls = Turn(sandbox, draws, (trace, turns.Count), thought, scripts);
            var ended = calls.Max(c => c.Call.End);
            if (ended >= deadline)
                break;
            sandbox.Calls.AddRange(calls);
            turns.Add(new SimulatedTurn(draws.Hex(16), time, thought, [.. calls.Select(c => c.Call)]));
            time = ended + draws.Milliseconds(3, 90);
        }

        var task = EverydayWork.Tasks[draws.Between(0, EverydayWork.Tasks.Count)];
        if (turns.Count > 0)
            _episodes.Add(new SimulatedEpisode(id, new EpisodePlace("run-7", number, 0, 0), task, sandbox.Place, trace, root, start, time, turns));
        return time;
    }

    private List<FleetCall> Turn(FleetSandbox sandbox, SeededRandom draws, (string Trace, int Turn) at, Instant thought, PendingScripts scripts)
    {
        var count = draws.NextUnit() < world.Plan.Work.Parallel ? draws.Between(2, 4) : 1;
        var calls = new List<FleetCall>();
        for (var i = 0; i < count; i++)
        {
            var command = scripts.Take(at.Turn) ?? _commands.Draw(draws, scripts, at.Turn);
            var start = thought + draws.Milliseconds(4, 70) + (i * draws.Milliseconds(1, 25));
            var number = (at.Turn + 1).ToString("0000", CultureInfo.InvariantCulture);
            var call = new SimulatedCall(
                at.Trace, draws.Hex(16), count == 1 ? $"call_{number}" : $"call_{number}{(char)('a' + i)}", command.Text, start,
                start + FleetWorld.Seconds(Math.Max(0.02, command.Length)), sandbox.Place);
            calls.Add(new FleetCall(call, sandbox) { Program = command.Program, Promise = command.Promise });
        }

        return calls;
    }
}
