// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;
using static FwCorrelate.Simulation.Fleet.FleetWorld;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>People from outside: they guess passwords, log in, and mine from where they got in.</summary>
internal sealed class IntruderTraffic(FleetWorld world, SeededRandom random)
{
    private static readonly Duration ShortestStay = Duration.FromMinutes(6);
    private static readonly int[] PoolPorts = [3333, 4444, 5555, 14444];

    public void Run()
    {
        var plan = world.Plan.Intruders;
        var candidates = world.Sandboxes.FindAll(s => Room(s).TotalMinutes > 5);
        for (var i = 0; i < plan.Sandboxes && candidates.Count > 0; i++)
        {
            var sandbox = random.Pick(candidates);
            candidates.Remove(sandbox);
            IntoSandbox(sandbox);
        }

        for (var i = 0; i < plan.Hosts; i++)
            IntoHost(random.Pick(world.Hosts));
    }

    private Duration Room(FleetSandbox sandbox) =>
        Instant.Min(sandbox.Place.To, world.End) - Instant.Max(sandbox.Place.From, world.Start);

    private void IntoSandbox(FleetSandbox sandbox)
    {
        var (earliest, end) = (Instant.Max(sandbox.Place.From, world.Start), Instant.Min(sandbox.Place.To, world.End));
        var (login, logout) = LogIn(sandbox.Place.Address, sandbox.Place, earliest, Room(sandbox), end);
        var to = Stranger(random, random.Pick(PoolPorts));
        sandbox.Intrusion = new Intrusion(login, logout, to);
        var cause = new Cause(CauseKind.External, "intruder-miner", null, sandbox.Place, "");
        Mine(login, logout, end, packets => world.Happenings.Add(world.Open(sandbox, cause, to, packets)));
    }

    private void IntoHost(SimulatedHost host)
    {
        var (login, logout) = LogIn(host.Address, null, world.Start, world.End - world.Start, world.End);
        var to = Stranger(random, random.Pick(PoolPorts));
        var cause = new Cause(CauseKind.External, "host-miner", null, null, "");
        Mine(login, logout, world.End, packets => world.Traffic.Open(cause, host.Address, to, packets));
    }

    private (Instant Login, Instant Logout) LogIn(string address, SimulatedSandbox? sandbox, Instant earliest, Duration room, Instant end)
    {
        var stranger = Stranger(random, 0).Address;
        var door = new Endpoint(address, 22);
        var cause = new Cause(CauseKind.Inbound, "login", null, sandbox, "");
        var login = earliest + Seconds(room.TotalSeconds * (0.2 + (0.5 * random.NextUnit())));
        var logout = Instant.Min(login + Seconds(200 + (1_500 * random.NextUnit())), end);
        if (world.Plan.Intruders.Guesses)
        {
            for (var guess = login - Seconds(20 + (140 * random.NextUnit())); guess < login - Seconds(3); guess += Seconds(
                4 + (9 * random.NextUnit())))
                world.Traffic.Open(cause, stranger, door, Traffic.Exchange(guess, Seconds(2), 1_700, 2_100));
        }

        world.Traffic.Open(cause, stranger, door, Traffic.LongLived(login, logout, Seconds(20), 120, 260));
        return (login, logout);
    }

    private void Mine(Instant login, Instant logout, Instant end, Action<IReadOnlyList<PacketBunch>> open)
    {
        var start = login + Seconds((logout - login).TotalSeconds * (0.1 + (0.8 * random.NextUnit())));
        var dies = Instant.Min(start + ShortestStay + Seconds(5_000 * random.NextUnit()), end);
        while (start < dies)
        {
            var lost = Instant.Min(start + Seconds(120 + (900 * random.NextUnit())), dies);
            open(Traffic.LongLived(start, lost, Seconds(30), 88, 96));
            start = lost + Seconds(2 + (20 * random.NextUnit()));
        }
    }
}
