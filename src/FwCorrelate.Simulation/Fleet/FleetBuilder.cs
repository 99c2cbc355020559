// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>Puts sandboxes into their places, one after the other where they do not live for the whole log.</summary>
internal sealed class FleetBuilder(FleetWorld world, SeededRandom random)
{
    private readonly List<Daemon> _daemons = [.. world.Plan.Daemons.Select(d => new Daemon(d, DestinationOf(world, random, d)))];

    public void Build()
    {
        var fleet = world.Plan.Fleet;
        var hosts = Enumerable.Range(1, fleet.Hosts).Select(i => new SimulatedHost($"node-{i}", $"10.1.0.{10 + i}", Duration.Zero)).ToList();
        for (var i = 0; i < fleet.Sandboxes; i++)
        {
            var place = i / fleet.PerAddress;
            var host = hosts[place % hosts.Count];
            var address = $"10.1.{1 + (place / 200)}.{(2 + (place % 200)).ToString(CultureInfo.InvariantCulture)}";
            Fill(i, host, address);
        }
    }

    private void Fill(int slot, SimulatedHost host, string address)
    {
        var fleet = world.Plan.Fleet;
        var from = world.Start - Duration.FromMinutes(12);
        if (fleet.Lifetime is null)
        {
            Add($"sb-{slot}", host, address, from, world.End + Duration.FromHours(1));
            return;
        }

        from -= FleetWorld.Seconds(fleet.Lifetime.Draw(random) * random.NextUnit());
        for (var number = 0; from < world.End; number++)
        {
            var to = from + FleetWorld.Seconds(Math.Max(20, fleet.Lifetime.Draw(random)));
            Add($"sb-{slot}-{number}", host, address, from, to);
            from = to + FleetWorld.Seconds(fleet.ReuseAfter?.Draw(random) ?? 20);
        }
    }

    private void Add(string id, SimulatedHost host, string address, Instant from, Instant to) =>
        world.Sandboxes.Add(new FleetSandbox(
            new SimulatedSandbox(id, host, address, from, to), [.. _daemons.Where(d => random.NextUnit() < d.Plan.Share)]));

    private static Endpoint DestinationOf(FleetWorld world, SeededRandom random, DaemonPlan daemon)
    {
        if (!daemon.AmongActs)
            return new Endpoint("192.0.2." + random.Between(100, 250).ToString(CultureInfo.InvariantCulture), daemon.Port);
        var kinds = world.Plan.Acts.Kinds;
        return random.Pick(world.DestinationsOf(kinds.Count == 0 ? ActCatalogue.Names[0] : random.Pick(kinds).Does));
    }
}
