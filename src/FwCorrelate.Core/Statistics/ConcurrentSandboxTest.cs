// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>
/// Were it by chance, the burst could as well have come from any other sandbox that runs an episode at the time: whatever happens to all of
/// them at once (a weight sync, an image pull, a failing name server) explains nothing more. Exact, by convolution.
/// </summary>
/// <remarks>
/// Bursts of one sandbox in one episode have one label, not several: they are exchanged together, with the counts of the others over the
/// same times. A single burst is then 0 or 1 with the share q of sandboxes whose windows cover it, and the sum is Poisson binomial.
/// </remarks>
internal static class ConcurrentSandboxTest
{
    // Products of many small shares end here; no chance is none.
    private const double LeastChance = 1e-300;

    public static TestOutcome Run(IReadOnlyList<PlacedBurst> bursts, WindowChoice choice)
    {
        var (parts, tested, within) = (new List<CountDistribution>(), 0, 0);
        foreach (var cluster in bursts.Where(b => b.HasIdentity).GroupBy(b => (b.Activity, b.Episode)).Select(g => g.ToList()))
        {
            foreach (var part in choice.Comparison(cluster) is not null ? [cluster] : cluster.Select(b => new List<PlacedBurst> { b }))
            {
                if (choice.Comparison(part) is not var (pool, observed, offset))
                    continue;
                parts.Add(CountDistribution.Uniform([.. pool.Select(s => Count(part, choice.WindowsOf(s), offset))]));
                within += Count(part, choice.WindowsOf(observed), offset);
                tested += part.Count;
            }
        }

        var distribution = CountDistribution.Sum(parts);
        return new TestOutcome(
            CoincidenceTest.ConcurrentSandboxes, tested, within, Math.Max(LeastChance, distribution.AtLeast(within)), distribution);
    }

    private static int Count(List<PlacedBurst> bursts, TimeWindows windows, double offset) =>
        bursts.Count(b => windows.Covers(b.Start + offset));
}
