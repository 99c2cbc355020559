// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Agents;

/// <summary>Lets an agent work: the model thinks for some seconds, its calls run, the model thinks again, until the deadline.</summary>
/// <param name="everyday">Draws a harmless command for a call that starts at the given time in the given sandbox.</param>
internal sealed class EpisodeBuilder(SeededRandom random, Func<SeededRandom, SimulatedSandbox, Instant, AgentCommand> everyday)
{
    /// <summary>Calls before a planned turn take no longer, so that every plan comes true with every seed.</summary>
    private static readonly Duration Hurry = Duration.FromSeconds(14);
    private static readonly Duration LastThought = Duration.FromMilliseconds(1_500);

    /// <param name="traceId">Trace to join; a new one where null.</param>
    public SimulatedEpisode Build(
        string id, EpisodePlace place, SimulatedTask task, SimulatedSandbox sandbox, Instant start, Instant deadline, int turns,
        EpisodePlan plan, string? traceId = null)
    {
        var draws = random.Fork(id);
        var trace = traceId ?? draws.Hex(32);
        var root = draws.Hex(16);
        var done = new List<SimulatedTurn>();
        var effects = new List<(Action<SimulatedCall> Effect, SimulatedCall Call)>();
        var time = start;
        for (var turn = 0; turn < turns; turn++)
        {
            var thought = time + draws.Milliseconds(2_200, 6_500);
            var began = thought + draws.Milliseconds(5, 60);
            var hurries = turn <= plan.LastTurn;
            var commands = plan.CommandsOf(turn) ?? [everyday(draws, sandbox, began)];
            var calls = new List<SimulatedCall>();
            foreach (var command in commands)
            {
                var length = command.Length ?? Shorten(ToolDurations.Draw(draws), hurries);
                var callId = CallId(turn, calls.Count, commands.Count);
                var call = new SimulatedCall(trace, draws.Hex(16), callId, command.Text, began, began + length, sandbox)
                {
                    ScriptAuthor = command.RunsScriptOfTurn is { } author ? done[author].Calls[0] : null,
                };
                calls.Add(call);
                if (command.Effect is not null)
                    effects.Add((command.Effect, call));
            }

            var ended = calls.Max(c => c.End);
            if (ended > deadline)
                break;
            done.Add(new SimulatedTurn(draws.Hex(16), time, thought, calls));
            time = ended + draws.Milliseconds(3, 40);
        }

        foreach (var (effect, call) in effects.Where(e => e.Call.End <= deadline))
            effect(call);
        return new SimulatedEpisode(id, place, task, sandbox, trace, root, start, Instant.Min(time + LastThought, deadline), done);
    }

    private static Duration Shorten(Duration drawn, bool hurries) => hurries ? Duration.Min(drawn, Hurry) : drawn;

    /// <summary>The model's own ids, which start anew in every episode.</summary>
    private static string CallId(int turn, int index, int count)
    {
        var number = (turn + 1).ToString(CultureInfo.InvariantCulture);
        return count == 1 ? $"call_{number}" : $"call_{number}{(char)('a' + index)}";
    }
}
