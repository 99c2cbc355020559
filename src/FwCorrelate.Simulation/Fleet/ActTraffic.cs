// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;
using static FwCorrelate.Simulation.Fleet.FleetWorld;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>Decides which calls act unasked, and lets them.</summary>
internal sealed class ActTraffic(FleetWorld world, SeededRandom random)
{
    private readonly double[] _weights = [.. world.Plan.Acts.Kinds.Select(k => k.Weight)];

    public void Run()
    {
        foreach (var call in world.Sandboxes.SelectMany(s => s.Calls))
            Decide(call);
    }

    private void Decide(FleetCall call)
    {
        var acts = world.Plan.Acts;
        if (call.Promise is { } promise)
        {
            if (random.NextUnit() < promise.Works)
                Act(call, promise.Plan, promise.Kind, promise.To, promise.Range);
        }
        else if (call.Program is { MayHide: true } && acts.Kinds.Count > 0 && random.NextUnit() < acts.Hidden)
        {
            var plan = acts.Kinds[random.Weighted(_weights)];
            Act(call, plan, ActCatalogue.Of(plan.Does), null, null);
        }
    }

    private void Act(FleetCall call, ActPlan plan, ActKind kind, Endpoint? to, string? range)
    {
        var first = call.Call.Start + Seconds(world.Plan.Acts.Starts.Draw(random, call.Length));
        if (first >= call.Sandbox.Place.To)
            return;
        var run = new ActRun(
            call, plan, kind, to ?? random.Pick(world.DestinationsOf(kind.Name)),
            kind.Shape == ActShape.Sweep ? range ?? $"10.8.{random.Between(0, 60).ToString(CultureInfo.InvariantCulture)}" : null, first);
        call.Did = run;
        switch (kind.Shape)
        {
            case ActShape.Stays:
                Stay(run);
                break;
            case ActShape.Sweep:
                Sweep(run);
                break;
            case ActShape.Hops:
                Hop(run);
                break;
            case ActShape.Upload:
                Open(run, run.To, Traffic.Exchange(first, Seconds(8 + (30 * random.NextUnit())), 240_000_000L + ((long)random.Between(0, 400) * 1_000_000), 40_000), true);
                break;
            default:
                Open(run, run.To, Traffic.Exchange(first, Seconds(0.3 + (2 * random.NextUnit())), random.Between(900, 40_000), random.Between(400, 9_000)), true);
                break;
        }
    }

    /// <summary>One connection at a time until the process dies, at the latest with its sandbox, which closes nothing.</summary>
    private void Stay(ActRun run)
    {
        var sandboxEnd = run.By.Sandbox.Place.To;
        var dies = run.First + Seconds(run.Plan.Lives.Draw(random));
        var period = Seconds(15 + (45 * random.NextUnit()));
        var start = run.First;
        do
        {
            var lost = run.Plan.Holds is { } holds ? start + Seconds(1 + holds.Draw(random)) : dies;
            var end = Instant.Min(Instant.Min(lost, dies), sandboxEnd);
            Open(run, run.To, Traffic.LongLived(start, end, period, 110, 120, closes: end < sandboxEnd), start == run.First);
            if (run.Plan.Reconnects is not { } reconnects)
                return;
            start = end + Seconds(0.05 + reconnects.Draw(random));
        }
        while (start < dies && start < sandboxEnd && start < world.End);
    }

    private void Sweep(ActRun run)
    {
        var pause = Seconds(0.004 + (0.2 * random.NextUnit()));
        var time = run.First;
        var count = random.Between(14, 60);
        var firstHost = random.Between(1, 190);
        for (var i = 0; i < count && time < run.By.Sandbox.Place.To; i++)
        {
            var to = new Endpoint($"{run.Range}.{(firstHost + i).ToString(CultureInfo.InvariantCulture)}", run.To.Port);
            Open(run, to, random.Chance(800) ? Traffic.Unanswered(time, 1) : Traffic.Refused(time), i == 0);
            time += pause + random.Milliseconds(0, 30);
        }
    }

    private void Hop(ActRun run)
    {
        var time = run.First;
        for (var i = 0; i < run.Kind.Ports.Count && time < run.By.Sandbox.Place.To; i++)
        {
            var isOpen = i == run.Kind.Ports.Count - 1 && random.Chance(500);
            var packets = isOpen ? Traffic.Exchange(time, Seconds(2), 700, 500) : Traffic.Unanswered(time, 2);
            Open(run, run.To with { Port = run.Kind.Ports[i] }, packets, i == 0, isOpen ? Disposition.Allowed : Disposition.RejectedAtInterface);
            time += Seconds(2 + random.NextUnit());
        }
    }

    private void Open(ActRun run, Endpoint to, IReadOnlyList<PacketBunch> packets, bool opensRun, Disposition disposition = Disposition.Allowed) =>
        world.Open(
            run.By.Sandbox, new Cause(CauseKind.Call, run.Kind.Name, run.By.Call, run.By.Sandbox.Place, run.By.Said), to, packets, run.By, run, opensRun, disposition);
}
