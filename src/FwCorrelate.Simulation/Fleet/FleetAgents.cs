// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>An episode with its calls, as the generator knows them.</summary>
internal sealed record FleetEpisode(SimulatedEpisode Episode, IReadOnlyList<FleetCall> Calls);

/// <summary>Lets agents work in the sandboxes: episodes of turns, turns of thought and calls.</summary>
internal sealed class FleetAgents(FleetWorld world, SeededRandom random)
{
    private const int MostTurns = 400;
    private const int FewestTurns = 2;
    private readonly List<FleetEpisode> _episodes = [];
    private readonly CommandDraw _commands = new(world);
    private readonly Dictionary<int, string> _traceOfStep = [];

    public IReadOnlyList<FleetEpisode> Run()
    {
        foreach (var sandbox in world.Sandboxes)
            Live(sandbox, random.Fork(sandbox.Place.Id));
        return _episodes;
    }

    private void Live(FleetSandbox sandbox, SeededRandom draws)
    {
        var work = world.Plan.Work;
        var end = Instant.Min(sandbox.Place.To, world.End);
        var time = sandbox.Place.From + FleetWorld.Seconds(1 + (work.Rest.Draw(draws) / 2));
        for (var number = 1; time < end; number++)
        {
            var (start, deadline) = Admit(time, end, draws);
            time = start < deadline ? Episode(sandbox, draws, number, start, deadline) : start;
            time += FleetWorld.Seconds(work.Rest.Draw(draws));
        }
    }

    /// <summary>
    /// When an episode may start that would like to, and when it must be over: rollouts come in phases where the scenario has some.
    /// </summary>
    private (Instant Start, Instant Deadline) Admit(Instant time, Instant end, SeededRandom draws)
    {
        if (world.Plan.Work.Phases is not { } phases)
            return (time, end);
        var step = world.StepAt(time);
        var begin = world.Start + FleetWorld.Seconds(step * phases.Every);
        if (time >= begin + FleetWorld.Seconds(phases.Rollout * 0.9))
            begin += FleetWorld.Seconds(phases.Every);
        var start = begin + FleetWorld.Seconds(4 * draws.NextUnit());
        return (Instant.Max(time, start), Instant.Min(end, begin + FleetWorld.Seconds(phases.Rollout)));
    }

    private Instant Episode(FleetSandbox sandbox, SeededRandom draws, int number, Instant start, Instant deadline)
    {
        var id = $"{sandbox.Place.Id}-ep{number.ToString(CultureInfo.InvariantCulture)}";
        var step = world.StepAt(start);
        var draft = new EpisodeDraft(world.Plan.Traces.Form == TraceForm.Roll ? TraceOf(step) : draws.Hex(32), draws.Hex(16));
        var turns = Math.Clamp((int)world.Plan.Work.Turns.Draw(draws), FewestTurns, MostTurns);
        var time = start;
        while (draft.Turns.Count < turns)
        {
            var thought = time + FleetWorld.Seconds(0.6 + world.Plan.Work.Think.Draw(draws));
            var calls = Turn(sandbox, draws, draft, thought);
            var ended = calls.Max(c => c.Call.End);
            if (ended >= deadline)
                break;
            draft.Calls.AddRange(calls);
            draft.Turns.Add(new SimulatedTurn(draws.Hex(16), time, thought, [.. calls.Select(c => c.Call)]));
            time = ended + draws.Milliseconds(3, 90);
        }

        if (draft.Turns.Count == 0)
            return time;
        sandbox.Calls.AddRange(draft.Calls);
        var place = new EpisodePlace("run-7", step, number, _episodes.Count);
        var episode = new SimulatedEpisode(
            id, place, draft.TaskOf(draws), sandbox.Place, draft.TraceId, draft.RootSpanId, start, time, draft.Turns);
        _episodes.Add(new FleetEpisode(episode, draft.Calls));
        return time;
    }

    /// <summary>Episodes of a step share a trace, as ROLL's do.</summary>
    private string TraceOf(int step)
    {
        if (!_traceOfStep.TryGetValue(step, out var trace))
            _traceOfStep.Add(step, trace = random.Fork($"step {step}").Hex(32));
        return trace;
    }

    private List<FleetCall> Turn(FleetSandbox sandbox, SeededRandom draws, EpisodeDraft draft, Instant thought)
    {
        var count = draws.NextUnit() < world.Plan.Work.Parallel ? draws.Between(2, 4) : 1;
        var calls = new List<FleetCall>();
        var start = thought + draws.Milliseconds(4, 70);
        for (var i = 0; i < count; i++)
        {
            var command = draft.Scripts.Take(draft.Turns.Count) ?? _commands.Draw(draws, draft);
            var number = (draft.Turns.Count + 1).ToString("0000", CultureInfo.InvariantCulture);
            var call = new SimulatedCall(
                draft.TraceId, draws.Hex(16), count == 1 ? $"call_{number}" : $"call_{number}{(char)('a' + i)}", command.Text, start,
                start + FleetWorld.Seconds(Math.Max(0.02, command.Length)), sandbox.Place);
            calls.Add(new FleetCall(call, sandbox) { Program = command.Program, Promise = command.Promise });
            start += draws.Milliseconds(1, 25);
        }

        return calls;
    }
}
