// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation;
using NodaTime;

namespace FwCorrelate.Accuracy.Levels;

/// <summary>
/// As if bursts fell anywhere in the log: what one would do first. Where bursts and calls share the phases of training it rejects far too
/// often, which shows that the null runs are worth something.
/// </summary>
internal sealed class BinomialTest : ICoincidenceTest
{
    public string Name => "binomial (reference, wrong on purpose)";

    public double? PValue(RunSketch run, ulong seed)
    {
        if (run.Bursts.Count < CallWindows.FewestBursts)
            return null;
        var windows = run.Sandboxes.Select(s => new CallWindows(s)).ToList();
        var chances = run.Bursts.Select(b => windows[b.Sandbox].ShareOf(run.Span)).ToList();
        return PoissonBinomial.AtLeast(chances, run.Bursts.Count(b => windows[b.Sandbox].Cover(b.Time)));
    }
}

/// <summary>
/// Which of the sandboxes that run at a burst's time is covered by a call is exchangeable, unless calls cause bursts (exact by
/// convolution).
/// </summary>
internal sealed class ConcurrentSandboxTest : ICoincidenceTest
{
    public string Name => "concurrent sandboxes (reference)";

    public double? PValue(RunSketch run, ulong seed)
    {
        if (run.Bursts.Count < CallWindows.FewestBursts)
            return null;
        var windows = run.Sandboxes.Select(s => new CallWindows(s)).ToList();
        var chances = run.Bursts.Select(b => Share(run, windows, b.Time)).ToList();
        return PoissonBinomial.AtLeast(chances, run.Bursts.Count(b => windows[b.Sandbox].Cover(b.Time)));
    }

    private static double Share(RunSketch run, List<CallWindows> windows, Instant time)
    {
        var live = Enumerable.Range(0, windows.Count).Where(i => run.Sandboxes[i].Life.Contains(time)).ToList();
        return live.Count(i => windows[i].Cover(time)) / (double)live.Count;
    }
}

/// <summary>
/// Bursts are moved within their rollout, all of one sandbox and rollout by the same random length, wrapping at its ends.
/// </summary>
internal sealed class BlockShiftTest : ICoincidenceTest
{
    private const int Shifts = 999;

    public string Name => "shift within rollouts (reference)";

    public double? PValue(RunSketch run, ulong seed)
    {
        if (run.Bursts.Count < CallWindows.FewestBursts)
            return null;
        var windows = run.Sandboxes.Select(s => new CallWindows(s)).ToList();
        var placed = run.Bursts.Select(b => (Burst: b, Block: run.Rollouts.ToList().FindIndex(r => r.Contains(b.Time)))).ToList();
        var observed = run.Bursts.Count(b => windows[b.Sandbox].Cover(b.Time));
        var draws = new Random(unchecked((int)seed));
        var asHigh = 0;
        for (var i = 0; i < Shifts; i++)
            asHigh += Shifted(run, windows, placed, draws) >= observed ? 1 : 0;
        return (1.0 + asHigh) / (Shifts + 1);
    }

    private static int Shifted(RunSketch run, List<CallWindows> windows, List<(BurstSketch Burst, int Block)> placed, Random draws)
    {
        var shifts = new Dictionary<(int, int), Duration>();
        var count = 0;
        foreach (var (burst, block) in placed)
        {
            var time = burst.Time;
            if (block >= 0)
            {
                var rollout = run.Rollouts[block];
                if (!shifts.TryGetValue((burst.Sandbox, block), out var shift))
                    shifts[(burst.Sandbox, block)] = shift = rollout.Duration * draws.NextDouble();
                time += shift;
                time = time < rollout.End ? time : time - rollout.Duration;
            }

            count += windows[burst.Sandbox].Cover(time) ? 1 : 0;
        }

        return count;
    }
}
