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
    private const double ReportedShare = 0.7;

    /// <summary>For how long what is done once is tried.</summary>
    private static readonly Duration LongestErrand = Duration.FromMinutes(10);

    private readonly double[] _weights = [.. world.Plan.Acts.Kinds.Select(k => k.Weight)];
    private readonly bool _isReported = world.Plan.Logs.Any(l => l.Form == LogForm.CloudFirewallAlerts);

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
        var isSingle = kind.Shape is not (ActShape.Sweep or ActShape.Hops);
        var run = new ActRun(
            call, plan, kind, to ?? random.Pick(world.DestinationsOf(kind.Name)),
            kind.Shape == ActShape.Sweep ? range ?? $"10.8.{random.Between(0, 60).ToString(CultureInfo.InvariantCulture)}" : null, first)
        {
            IsProxied = isSingle && random.NextUnit() < world.Plan.Work.Proxied,
            IsRefused = isSingle && random.NextUnit() < plan.Refused,
        };
        switch (kind.Shape)
        {
            case ActShape.Sweep:
                Sweep(run);
                break;
            case ActShape.Hops:
                Hop(run);
                break;
            default:
                Connect(run);
                break;
        }
    }

    /// <summary>
    /// One connection at a time, tried again where nobody answers, until the act is over or the process dies, at the latest with its
    /// sandbox, which closes nothing.
    /// </summary>
    private void Connect(ActRun run)
    {
        var lives = run.Kind.Shape == ActShape.Stays ? Seconds(run.Plan.Lives.Draw(random)) : LongestErrand;
        var dies = Instant.Min(run.By.Sandbox.Place.To, run.First + lives);
        var period = Seconds(15 + (45 * random.NextUnit()));
        var failures = 0;
        for (var start = run.First; start < world.End && (start < dies || start == run.First);)
        {
            if (run.IsRefused || random.NextUnit() < run.Plan.Unanswered)
            {
                failures++;
                Open(run, run.To, Traffic.Unanswered(start, 2), failures,
                    run.IsRefused ? Disposition.RejectedAtInterface : Disposition.Allowed);
                if (failures == Backoff.MostAttempts)
                    return;
                start += Seconds(1 + Backoff.After(failures).Draw(random));
                continue;
            }

            failures = 0;
            var end = run.Kind.Shape == ActShape.Stays ? Stay(run, start, dies, period) : Exchange(run, start);
            if (run.Kind.Shape != ActShape.Stays || run.Plan.Reconnects is not { } reconnects)
                return;
            start = end + Seconds(0.05 + reconnects.Draw(random));
        }
    }

    private Instant Stay(ActRun run, Instant start, Instant dies, Duration period)
    {
        var lost = run.Plan.Holds is { } holds ? start + Seconds(1 + holds.Draw(random)) : dies;
        var end = Instant.Max(start + Duration.FromMilliseconds(200), Instant.Min(lost, dies));
        Open(run, run.To, Traffic.LongLived(start, end, period, 110, 120, closes: end < run.By.Sandbox.Place.To), 0);
        return end;
    }

    private Instant Exchange(ActRun run, Instant start)
    {
        var isUpload = run.Kind.Shape == ActShape.Upload;
        var length = isUpload ? Seconds(8 + (30 * random.NextUnit())) : Seconds(0.3 + (2 * random.NextUnit()));
        var up = isUpload ? 240_000_000L + (1_000_000L * random.Between(0, 400)) : random.Between(900, 40_000);
        Open(run, run.To, Traffic.Exchange(start, length, up, random.Between(400, 9_000)), 0);
        return start + length;
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
            Open(run, to, random.Chance(800) ? Traffic.Unanswered(time, 1) : Traffic.Refused(time), 0, opensRun: i == 0);
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
            var disposition = isOpen ? Disposition.Allowed : Disposition.RejectedAtInterface;
            Open(run, run.To with { Port = run.Kind.Ports[i] }, packets, 0, disposition, opensRun: i == 0);
            time += Seconds(2 + random.NextUnit());
        }
    }

    private void Open(
        ActRun run, Endpoint to, IReadOnlyList<PacketBunch> packets, int failures, Disposition disposition = Disposition.Allowed,
        bool? opensRun = null)
    {
        var by = run.By;
        var cause = new Cause(CauseKind.Call, run.Kind.Name, by.Call, by.Sandbox.Place, by.Said);
        var domain = by.Promise?.Said == Saying.Name ? NameOf(to) : "";
        if (run.IsProxied)
            world.Traffic.Open(cause, Proxy.Address, to, packets, More);
        var happening = world.Open(by.Sandbox, cause, run.IsProxied ? Proxy : to, packets, by, run, c => run.IsProxied ? c : More(c));
        world.Happenings.Add(happening with { OpensRun = opensRun ?? packets[0].Time == run.First, Failures = failures });

        SimulatedConnection More(SimulatedConnection connection)
        {
            var more = connection with { Disposition = disposition, Domain = domain, Application = to.Port == 22 ? "SSH" : "Unknown" };
            return _isReported && disposition == Disposition.Allowed && run.Kind.Signature is { } signature
                && random.NextUnit() < ReportedShare
                ? more.ReportedFor(signature, random.Between(1, 50))
                : more;
        }
    }
}
