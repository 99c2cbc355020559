// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;
using FwCorrelate.Simulation.World;
using NodaTime;
using static FwCorrelate.Simulation.Fleet.FleetWorld;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>Everyday traffic: what calls are meant to fetch, and what the image does by itself.</summary>
internal sealed class OrdinaryTraffic(FleetWorld world, SeededRandom random)
{
    /// <summary>Behaviour of a one-off.</summary>
    public const string Stray = "stray";

    public void Run()
    {
        foreach (var sandbox in world.Sandboxes)
        {
            foreach (var call in sandbox.Calls.Where(c => c.Program?.Site is not null))
                Fetch(call);
            foreach (var daemon in sandbox.Daemons)
                CallHome(sandbox, daemon);
            GoAstray(sandbox);
        }
    }

    private void Fetch(FleetCall call)
    {
        var program = call.Program!;
        var cause = new Cause(CauseKind.Call, Cause.Benign, call.Call, call.Sandbox.Place, "");
        var to = random.NextUnit() < world.Plan.Work.Proxied ? Proxy : program.Site!.Value;
        var time = call.Call.Start + Seconds(program.Starts.Draw(random));
        for (var i = random.Between(1, program.Connections + 1); i > 0 && time < call.Call.End; i--)
        {
            var length = Seconds(0.15 + (random.NextUnit() * Math.Min(6, (call.Call.End - time).TotalSeconds)));
            var packets = Traffic.Exchange(time, length, random.Between(700, 4_000), (long)program.Bytes.Draw(random));
            world.Happenings.Add(world.Open(call.Sandbox, cause, to, packets, call));
            time += Seconds(0.1 + (2.5 * random.NextUnit()));
        }
    }

    private void CallHome(FleetSandbox sandbox, Daemon daemon)
    {
        var cause = new Cause(CauseKind.Background, daemon.Plan.Name, null, sandbox.Place, "");
        var end = Instant.Min(sandbox.Place.To, world.End);
        var time = sandbox.Place.From + Seconds(daemon.Plan.Every.Draw(random) * random.NextUnit());
        for (; time < end; time += Seconds(Math.Max(0.5, daemon.Plan.Every.Draw(random))))
        {
            if (daemon.Plan.InRollouts && !world.IsInRollout(time))
                continue;
            var packets = random.Chance(700) ? Traffic.Unanswered(time, 2) : Traffic.Exchange(time, Seconds(0.4), 300, 200);
            world.Happenings.Add(world.Open(sandbox, cause, daemon.To, packets));
        }
    }

    private void GoAstray(FleetSandbox sandbox)
    {
        if (world.Plan.StraysPerHour <= 0 || world.Plan.Acts.Kinds.Count == 0)
            return;
        var cause = new Cause(CauseKind.Background, Stray, null, sandbox.Place, "");
        var end = Instant.Min(sandbox.Place.To, world.End);
        var every = new Distribution.Exponential(3_600 / world.Plan.StraysPerHour);
        for (var time = sandbox.Place.From + Seconds(every.Draw(random)); time < end; time += Seconds(every.Draw(random)))
        {
            var to = random.Pick(world.DestinationsOf(random.Pick(world.Plan.Acts.Kinds).Does));
            world.Happenings.Add(world.Open(sandbox, cause, to, Traffic.Exchange(time, Seconds(1), 500, 400)));
        }
    }
}
