// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>Puts sandboxes into their places, one after the other where they do not live for the whole log.</summary>
internal sealed class FleetBuilder(FleetWorld world, SeededRandom random)
{
    private const int PlacesPerNetwork = 200;
    private const int FirstPort = 20_000;
    private const int LastPort = 60_000;
    private static readonly Duration LeadIn = Duration.FromMinutes(12);
    private static readonly Duration ShortestLife = Duration.FromSeconds(20);

    private readonly List<Daemon> _daemons = [.. world.Plan.Daemons.Select(d => new Daemon(d, DestinationOf(world, random, d)))];

    public void Build()
    {
        var fleet = world.Plan.Fleet;
        for (var slot = 0; slot < fleet.Sandboxes; slot++)
        {
            var place = slot / fleet.PerAddress;
            var host = world.Hosts[place % world.Hosts.Count];
            var address =
                $"10.1.{1 + (place / PlacesPerNetwork)}.{(2 + (place % PlacesPerNetwork)).ToString(CultureInfo.InvariantCulture)}";
            Fill(slot, host, address);
        }

        world.Traffic.Sandboxes.AddRange(world.Sandboxes.Select(s => s.Place));
    }

    private void Fill(int slot, SimulatedHost host, string address)
    {
        var fleet = world.Plan.Fleet;
        var from = world.Start - LeadIn;
        if (fleet.Lifetime is null)
        {
            Add(slot, $"sb-{slot}", host, address, from, world.End + Duration.FromHours(1));
            return;
        }

        from -= FleetWorld.Seconds(fleet.Lifetime.Draw(random) * random.NextUnit());
        for (var number = 0; from < world.End; number++)
        {
            var to = from + Duration.Max(ShortestLife, FleetWorld.Seconds(fleet.Lifetime.Draw(random)));
            Add(slot, $"sb-{slot}-{number}", host, address, from, to);
            from = to + FleetWorld.Seconds(fleet.ReuseAfter.Draw(random));
        }
    }

    private void Add(int slot, string id, SimulatedHost host, string address, Instant from, Instant to)
    {
        var daemons = _daemons.FindAll(d => random.NextUnit() < d.Plan.Share);
        var ports = PortsOf(slot % world.Plan.Fleet.PerAddress);
        world.Sandboxes.Add(new FleetSandbox(new SimulatedSandbox(id, host, address, from, to), daemons, ports));
    }

    private (int, int)? PortsOf(int seat)
    {
        if (!world.Plan.Fleet.PortBlocks)
            return null;
        var size = (LastPort - FirstPort) / world.Plan.Fleet.PerAddress;
        return (FirstPort + (seat * size), FirstPort + ((seat + 1) * size));
    }

    private static Endpoint DestinationOf(FleetWorld world, SeededRandom random, DaemonPlan daemon)
    {
        if (!daemon.AmongActs)
            return new Endpoint("192.0.2." + random.Between(100, 240).ToString(CultureInfo.InvariantCulture), daemon.Port);
        var kinds = world.Plan.Acts.Kinds;
        return random.Pick(world.DestinationsOf(kinds.Count == 0 ? ActCatalogue.Names[0] : random.Pick(kinds).Does));
    }
}
