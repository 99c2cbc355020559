// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation;

/// <summary>
/// A run as statistics of coincidence see it: when calls ran in which sandbox, and when bursts of traffic that stands out began.
/// </summary>
/// <param name="Span">What the log covers.</param>
/// <param name="Rollouts">The parts in which episodes may run, in order; one of the whole span where the run has no phases.</param>
/// <param name="Bursts">By time.</param>
public sealed record RunSketch(
    Interval Span, IReadOnlyList<Interval> Rollouts, IReadOnlyList<SandboxSketch> Sandboxes, IReadOnlyList<BurstSketch> Bursts)
{
    private static readonly Duration LongestGap = Duration.FromSeconds(300);

    internal static RunSketch Of(FleetWorld world) => new(
        new Interval(world.Start, world.End), [.. Phases(world)], [.. world.Sandboxes.Select(SandboxOf)],
        [.. BurstsOf(world).OrderBy(b => b.Time).ThenBy(b => b.Sandbox)]);

    private static SandboxSketch SandboxOf(FleetSandbox sandbox) =>
        new(new Interval(sandbox.Place.From, sandbox.Place.To), [.. sandbox.Calls.Select(c => new Interval(c.Call.Start, c.Call.End))]);

    private static IEnumerable<Interval> Phases(FleetWorld world)
    {
        if (world.Plan.Work.Phases is not { } phases)
            return [new Interval(world.Start, world.End)];
        return Enumerable.Range(0, world.StepAt(world.End) + 1)
            .Select(i => world.Start + FleetWorld.Seconds(i * phases.Every)).Where(s => s < world.End)
            .Select(s => new Interval(s, Instant.Min(world.End, s + FleetWorld.Seconds(phases.Rollout))));
    }

    /// <summary>What calls are not meant to fetch, of one sandbox to one port with gaps of at most 300 s.</summary>
    private static IEnumerable<BurstSketch> BurstsOf(FleetWorld world)
    {
        var places = world.Sandboxes.Select((s, i) => (s, i)).ToDictionary(p => p.s, p => p.i);
        var span = new Interval(world.Start, world.End);
        var groups = world.Happenings.Where(h => h.Connection.Cause.Act != Cause.Benign && span.Contains(h.Connection.Start))
            .GroupBy(h => (h.Sandbox, h.Connection.Destination.Port));
        foreach (var group in groups)
        {
            var last = Instant.MinValue;
            foreach (var start in group.Select(h => h.Connection.Start).Order())
            {
                if (last == Instant.MinValue || start - last > LongestGap)
                    yield return new BurstSketch(start, places[group.Key.Sandbox]);
                last = start;
            }
        }
    }
}

/// <param name="Calls">By start.</param>
public sealed record SandboxSketch(Interval Life, IReadOnlyList<Interval> Calls);

/// <param name="Sandbox">Index of <see cref="RunSketch.Sandboxes"/>.</param>
public sealed record BurstSketch(Instant Time, int Sandbox);
