// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;
using static FwCorrelate.Simulation.Fleet.FleetWorld;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>What happens that is nobody's fault, and what intruders do.</summary>
internal sealed class OrdinaryTraffic(FleetWorld world, SeededRandom random)
{
    public void Run()
    {
        foreach (var sandbox in world.Sandboxes)
        {
            foreach (var call in sandbox.Calls.Where(c => c.Program?.Site is not null))
                Wanted(call);
            foreach (var daemon in sandbox.Daemons)
                CallHome(sandbox, daemon);
            Stray(sandbox);
        }

        Intrude();
    }

    private void Wanted(FleetCall call)
    {
        var program = call.Program!;
        var cause = new Cause(CauseKind.Call, Cause.Benign, call.Call, call.Sandbox.Place, "");
        var time = call.Call.Start + Seconds(program.Starts.Draw(random));
        for (var i = random.Between(1, program.Connections + 1); i > 0 && time < call.Call.End; i--)
        {
            var length = Seconds(0.15 + (random.NextUnit() * Math.Min(6, (call.Call.End - time).TotalSeconds)));
            world.Open(call.Sandbox, cause, program.Site!.Value, Traffic.Exchange(time, length, random.Between(700, 4_000), (long)program.Bytes.Draw(random)), call);
            time += Seconds(0.1 + (2.5 * random.NextUnit()));
        }
    }

    private void CallHome(FleetSandbox sandbox, Daemon daemon)
    {
        var cause = new Cause(CauseKind.Background, daemon.Plan.Name, null, sandbox.Place, "");
        var end = Instant.Min(sandbox.Place.To, world.End);
        var time = sandbox.Place.From + Seconds(daemon.Plan.Every.Draw(random) * random.NextUnit());
        for (; time < end; time += Seconds(Math.Max(0.5, daemon.Plan.Every.Draw(random))))
            world.Open(sandbox, cause, daemon.To, random.Chance(700) ? Traffic.Unanswered(time, 2) : Traffic.Exchange(time, Seconds(0.4), 300, 200));
    }

    private void Stray(FleetSandbox sandbox)
    {
        if (world.Plan.StraysPerHour <= 0 || world.Plan.Acts.Kinds.Count == 0)
            return;
        var cause = new Cause(CauseKind.Background, "stray", null, sandbox.Place, "");
        var end = Instant.Min(sandbox.Place.To, world.End);
        var every = new Drawing.Distribution.Exponential(3_600 / world.Plan.StraysPerHour);
        for (var time = sandbox.Place.From + Seconds(every.Draw(random)); time < end; time += Seconds(every.Draw(random)))
        {
            var to = random.Pick(world.DestinationsOf(random.Pick(world.Plan.Acts.Kinds).Does));
            world.Open(sandbox, cause, to, Traffic.Exchange(time, Seconds(1), 500, 400));
        }
    }

    /// <summary>Password guesses, a login, and then a miner of the intruder's own.</summary>
    private void Intrude()
    {
        var candidates = world.Sandboxes.Where(s => s.Place.From < world.End - Duration.FromMinutes(40) && s.Place.To > world.Start + Duration.FromMinutes(6)).ToList();
        for (var i = 0; i < world.Plan.Intruders && candidates.Count > 0; i++)
        {
            var sandbox = random.Pick(candidates);
            candidates.Remove(sandbox);
            Intrude(sandbox);
        }
    }

    private void Intrude(FleetSandbox sandbox)
    {
        var stranger = Stranger(random, 0).Address;
        var door = new Endpoint(sandbox.Place.Address, 22);
        var inbound = new Cause(CauseKind.Inbound, "login", null, sandbox.Place, "");
        var earliest = Instant.Max(sandbox.Place.From, world.Start);
        var room = (Instant.Min(sandbox.Place.To, world.End) - earliest).TotalSeconds;
        var login = earliest + Seconds(room * (0.2 + (0.5 * random.NextUnit())));
        var logout = Instant.Min(login + Seconds(200 + (1_500 * random.NextUnit())), sandbox.Place.To);
        for (var guess = login - Seconds(140 * random.NextUnit()); guess < login - Seconds(3); guess += Seconds(4 + (9 * random.NextUnit())))
            world.Traffic.Open(inbound, stranger, door, Traffic.Exchange(guess, Seconds(2), 1_700, 2_100));
        world.Traffic.Open(inbound, stranger, door, Traffic.LongLived(login, logout, Seconds(20), 120, 260));

        var to = Stranger(random, random.Pick<int>([3333, 4444, 5555, 14444]));
        sandbox.Intrusion = new Intrusion(login, logout, to);
        var external = new Cause(CauseKind.External, "intruder-miner", null, sandbox.Place, "");
        var start = login + Seconds((logout - login).TotalSeconds * (0.1 + (0.8 * random.NextUnit())));
        var dies = Instant.Min(Instant.Min(start + Seconds(300 + (5_000 * random.NextUnit())), sandbox.Place.To), world.End);
        while (start < dies)
        {
            var end = Instant.Min(start + Seconds(120 + (900 * random.NextUnit())), dies);
            world.Open(sandbox, external, to, Traffic.LongLived(start, end, Seconds(30), 88, 96));
            start = end + Seconds(2 + (20 * random.NextUnit()));
        }
    }
}
