// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;
using static FwCorrelate.Simulation.Fleet.FleetWorld;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>What the training framework does by itself, in sandboxes and on the trainer.</summary>
internal sealed class FrameworkTraffic(FleetWorld world, SeededRandom random)
{
    /// <summary>The framework's relay, which tunnels of sandboxes go to.</summary>
    public static readonly Endpoint Relay = new("192.0.2.44", 7000);

    /// <summary>Where images and tests come from, over SSH.</summary>
    public static readonly Endpoint Sources = new("192.0.2.22", 22);
    private static readonly Endpoint Store = new("192.0.2.40", 443);
    private static readonly Endpoint TrainerTunnel = new("192.0.2.45", 7844);

    public void Run(IReadOnlyList<FleetEpisode> episodes)
    {
        var plan = world.Plan.Framework;
        foreach (var sandbox in world.Sandboxes.Where(_ => random.NextUnit() < plan.Tunnels))
        {
            var start = sandbox.Place.From + Seconds(0.2 + (2 * random.NextUnit()));
            Open(sandbox, "framework-tunnel", Relay, Traffic.LongLived(start, sandbox.Place.To, Seconds(30), 90, 90, closes: false));
        }

        var byId = world.Sandboxes.ToDictionary(s => s.Place.Id, StringComparer.Ordinal);
        foreach (var episode in episodes.Where(_ => random.NextUnit() < plan.Setups))
        {
            var start = episode.Episode.Start - Seconds(1.5 + (5 * random.NextUnit()));
            var sandbox = byId[episode.Episode.Sandbox.Id];
            if (start > sandbox.Place.From)
                Open(sandbox, "framework-setup", Sources, Traffic.Exchange(start, Seconds(1 + random.NextUnit()), 5_000, 2_600_000));
        }

        if (plan.Checkpoints)
            Checkpoints();
    }

    private void Checkpoints()
    {
        var (every, rollout) = world.Plan.Work.Phases is { } phases ? (phases.Every, phases.Rollout) : (600, 360);
        for (var time = world.Start + Seconds(rollout); time < world.End; time += Seconds(every))
            FromTrainer("checkpoint", Store, Traffic.Exchange(time + Seconds(20 * random.NextUnit()), Seconds(31), 2_900_000_000, 80_000));
        var tunnel = Traffic.LongLived(world.Start - Duration.FromHours(2), world.End, Seconds(60), 160, 170, closes: false);
        FromTrainer("trainer-tunnel", TrainerTunnel, tunnel);
    }

    private void FromTrainer(string behaviour, Endpoint to, IReadOnlyList<PacketBunch> packets) =>
        world.Traffic.Open(new Cause(CauseKind.Framework, behaviour, null, null, ""), Trainer, to, packets);

    private void Open(FleetSandbox sandbox, string behaviour, Endpoint to, IReadOnlyList<PacketBunch> packets) =>
        world.Happenings.Add(world.Open(sandbox, new Cause(CauseKind.Framework, behaviour, null, sandbox.Place, ""), to, packets));
}
