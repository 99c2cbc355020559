// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Simulation.Drawing;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>A command that an agent runs next.</summary>
/// <param name="Length">Seconds.</param>
internal sealed record DrawnCommand(string Text, double Length, OrdinaryProgram? Program, Promise? Promise);

/// <summary>Scripts that were written and wait for the turn which runs them.</summary>
internal sealed class PendingScripts
{
    private readonly List<(int Turn, DrawnCommand Command)> _waiting = [];

    public void Add(int turn, DrawnCommand command) => _waiting.Add((turn, command));

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

/// <summary>Draws commands: everyday work, and acts of the scenario.</summary>
internal sealed class CommandDraw(FleetWorld world)
{
    private static readonly Distribution ActLength = new Distribution.Mixture([(0.6, new Distribution.LogNormal(1.6, 0.7)), (0.4, new Distribution.LogNormal(9, 0.9))]);
    private static readonly double[] LocalWeights = [.. OrdinaryPrograms.Local.Select(p => p.Weight)];
    private static readonly double[] NetworkWeights = [.. OrdinaryPrograms.Network.Select(p => p.Weight)];

    private readonly double[] _actWeights = [.. world.Plan.Acts.Kinds.Select(k => k.Weight)];

    public DrawnCommand Draw(SeededRandom draws, PendingScripts scripts, int turn)
    {
        var plan = world.Plan;
        if (plan.Acts.Kinds.Count > 0)
        {
            if (draws.NextUnit() < plan.Acts.Share)
                return Act(draws, scripts, turn);
            if (draws.NextUnit() < plan.Work.Decoys)
                return Decoy(draws);
        }

        var program = draws.NextUnit() < plan.Work.Network
            ? OrdinaryPrograms.Network[draws.Weighted(NetworkWeights)]
            : OrdinaryPrograms.Local[draws.Weighted(LocalWeights)];
        return new DrawnCommand(CommandGrammar.Expand(program.Grammar, draws), program.Length.Draw(draws), program, null);
    }

    private DrawnCommand Decoy(SeededRandom draws)
    {
        var to = draws.Pick(world.DestinationsOf(draws.Pick(world.Plan.Acts.Kinds).Does));
        var program = OrdinaryPrograms.Decoy;
        return new DrawnCommand(CommandGrammar.Expand(program.Grammar, draws, Values(to, "10.8.0")), program.Length.Draw(draws), program, null);
    }

    private DrawnCommand Act(SeededRandom draws, PendingScripts scripts, int turn)
    {
        var plan = world.Plan.Acts.Kinds[draws.Weighted(_actWeights)];
        var kind = ActCatalogue.Of(plan.Does);
        var said = plan.Said.Keys.ElementAt(draws.Weighted([.. plan.Said.Values]));
        var to = draws.Pick(world.DestinationsOf(kind.Name));
        var range = $"10.8.{draws.Between(0, 60).ToString(CultureInfo.InvariantCulture)}";
        var isOpaque = said == Saying.Opaque;
        var text = CommandGrammar.Expand(kind.GrammarOf(said), draws, Values(to, range));
        var promise = new Promise(
            plan, kind, said, isOpaque ? null : to, isOpaque || kind.Shape != ActShape.Sweep ? null : range, isOpaque ? plan.OpaqueWorks : plan.Works);
        return said switch
        {
            Saying.Encoded => new DrawnCommand(Encoded(draws, text), ActLength.Draw(draws), null, promise),
            Saying.Script => Script(draws, scripts, turn, text, promise),
            _ => new DrawnCommand(text, ActLength.Draw(draws), null, promise),
        };
    }

    private static DrawnCommand Script(SeededRandom draws, PendingScripts scripts, int turn, string payload, Promise promise)
    {
        var file = CommandGrammar.Expand("«tools/¦/tmp/¦scripts/»%word%_%n%.sh", draws);
        var runs = CommandGrammar.Expand($"«bash {file}¦sh {file}¦chmod +x {file} && {(file[0] == '/' ? "" : "./")}{file}»", draws);
        scripts.Add(turn + draws.Between(1, 5), new DrawnCommand(runs, ActLength.Draw(draws), null, promise));
        return new DrawnCommand($"cat > {file} <<'EOF'\n#!/bin/sh\n{payload}\nEOF", 0.05 + (0.3 * draws.NextUnit()), null, null);
    }

    private static string Encoded(SeededRandom draws, string payload)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload));
        return CommandGrammar.Expand($"«echo {text} | base64 -d | «bash¦sh»¦bash -c \"$(base64 -d <<< {text})\"»", draws);
    }

    private static (string, string)[] Values(Endpoint to, string range) =>
        [("host", to.Address), ("port", to.Port.ToString(CultureInfo.InvariantCulture)), ("range", range)];
}
