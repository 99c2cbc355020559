// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

/// <summary>How often the tests reject: their level where no call caused anything, their power where calls did.</summary>
/// <param name="Tested">Runs with enough bursts.</param>
/// <param name="Rejected">At the level of the options, by the test of the run.</param>
/// <param name="LagsRejected">By the best lag.</param>
/// <param name="Concluded">Where no negative control withdrew it.</param>
internal sealed record CoincidenceLevels(int Tested, int Rejected, int LagsRejected, int Concluded)
{
    /// <param name="isExact">Whether sandboxes are compared; else bursts are shifted.</param>
    public static CoincidenceLevels Measure(BurstOrigin origin, bool isExact, int bursts, int runs)
    {
        var results = new (double PValue, double LagPValue, Conclusion Conclusion)?[runs];
        for (var i = 0; i < runs; i++)
        {
            var options = CoincidenceOptions.Default with { Seed = i, FewestControls = isExact ? 5 : int.MaxValue - 1 };
            results[i] = new SimulatedRun(origin, bursts, i).Test(options);
        }

        var tested = results.OfType<(double PValue, double LagPValue, Conclusion Conclusion)>().ToList();
        return new CoincidenceLevels(
            tested.Count, tested.Count(t => t.PValue <= CoincidenceOptions.Default.Level), tested.Count(t => t.LagPValue <= CoincidenceOptions.Default.Level),
            tested.Count(t => t.Conclusion == Conclusion.Coincides));
    }

    /// <summary>The level and the half-width of the binomial distribution around it.</summary>
    public int MostByLevel => (int)Math.Ceiling(Tested * (CoincidenceOptions.Default.Level
        + (1.96 * Math.Sqrt(CoincidenceOptions.Default.Level * (1 - CoincidenceOptions.Default.Level) / Math.Max(1, Tested)))));
}
