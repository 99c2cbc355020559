// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Oracle;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.World;
using FwCorrelate.Simulation.Writers;
using NodaTime;

namespace FwCorrelate.Simulation;

/// <summary>What sensors and tracers make of a world: the case, and the truth of its records.</summary>
internal sealed class FleetCase(FleetWorld world, IReadOnlyList<SimulatedEpisode> episodes, SeededRandom random)
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<FleetTruthLine> _truth = [];

    public GeneratedCase Make()
    {
        var judged = new CauseOracle(world).JudgeAll();
        AddFlowLogs(judged);
        var lost = world.Sandboxes.SelectMany(s => s.Calls).Where(c => c.IsDropped).Select(c => c.Call.SpanId).ToHashSet(StringComparer.Ordinal);
        Add("timeline/traces.jsonl", OtlpJson.Lines(episodes.SelectMany(e => FleetSpans.Of(e, c => lost.Contains(c.SpanId)))));
        Add("leases/leases.csv", LeaseTable.Lines(world.Traffic, world.Start - Duration.FromHours(1), [("host", "trainer", FleetWorld.Trainer)]));
        Add("case.yml",
        [
            $"# Synthetic: made by `fwcorrelate simulate --scenario {world.Plan.Name}`. No such run, host or incident exists.",
            "internal_networks: [10.0.0.0/8]",
        ]);
        return new GeneratedCase(_files, FleetTruth.Write(_truth));
    }

    private void AddFlowLogs(Dictionary<SimulatedConnection, Judgement> judged)
    {
        var bySource = world.Traffic.Connections.ToLookup(c => c.Source.Address);
        var byDestination = world.Traffic.Connections.ToLookup(c => c.Destination.Address);
        foreach (var address in world.Sandboxes.Select(s => s.Place.Address).Distinct())
        {
            var card = new FlowInterface($"eni-0{random.Hex(16)}", "", address, random.Between(0, 60), []);
            var clock = new SensorClock(world.Plan.FlowClock, world.Start, random.Fork(address));
            var sensor = new FlowWindowSensor(card, world.Start, world.End, clock);
            var lines = new AwsFlowLog(AwsFlowFormat.Custom).Lines(sensor, bySource[address].Concat(byDestination[address]));
            var path = $"logs/vpc/{card.Id}.log";
            Add(path, lines.Select(l => l.Line));
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].Connection is { } connection && IsOutbound(lines[i].Line, address))
                    _truth.Add(new FleetTruthLine(
                        path, i + 1, connection, judged.GetValueOrDefault(connection, Judgement.Obvious), world.Plan.FlowClock.ErrorAt((connection.Start - world.Start).TotalHours)));
            }
        }
    }

    private static bool IsOutbound(string line, string address) => line.Contains($" egress {address} ", StringComparison.Ordinal);

    private void Add(string path, IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        _files.Add(path, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
