// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using FwCorrelate.Core.Tests.Statistics;
using FwCorrelate.Statistics;

namespace FwCorrelate.Benchmarks.Statistics;

/// <summary>Level and power of the tests of coincidence over simulated runs, and what statistics of many bursts cost.</summary>
internal static class CoincidenceTable
{
    public static void Print(int runs, int bursts)
    {
        Console.WriteLine("| bursts of a run | test | runs | rejected | best lag rejected | concluded |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var origin in Enum.GetValues<BurstOrigin>())
        {
            foreach (var isExact in new[] { true, false })
            {
                var levels = CoincidenceLevels.Measure(origin, isExact, bursts, runs);
                Console.WriteLine($"| {origin} | {(isExact ? "concurrent sandboxes" : "block shift")} | {levels.Tested} | {Share(levels.Rejected, levels.Tested)} "
                    + $"| {Share(levels.LagsRejected, levels.Tested)} | {Share(levels.Concluded, levels.Tested)} |");
            }
        }
    }

    /// <summary>One family of so many bursts, by both tests.</summary>
    public static void PrintCost(int bursts)
    {
        foreach (var fewest in new[] { 5, int.MaxValue - 1 })
        {
            var run = new SimulatedRun(BurstOrigin.SharedPhases, bursts, 1);
            var watch = Stopwatch.StartNew();
            var finding = new CoincidenceAnalysis(run.Fleet, 0, SimulatedRun.Length, CoincidenceOptions.Default with { FewestControls = fewest })
                .Run([new FamilyBursts("family", Unjoined(run, bursts), null)])[0];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{finding.Bursts} bursts, {finding.Outcome?.Test}: {watch.Elapsed.TotalSeconds:0.00} s"));
        }
    }

    // So many do not fit into two hours with gaps between them: each is a burst here.
    private static IReadOnlyList<Burst> Unjoined(SimulatedRun run, int bursts)
    {
        var draws = SeededDraws.For(1, "cost");
        return [.. Enumerable.Range(0, bursts).Select(_ => run.Fleet.Sandboxes[draws.Below(run.Fleet.Sandboxes.Count)])
            .Select(s => (s, Start: s.Episodes[draws.Below(s.Episodes.Count)].Start + (draws.NextShare() * 360)))
            .Select(b => new Burst(b.s.Id, [b.s.Id], true, b.Start, b.Start + 5, 1)).OrderBy(b => b.Start)];
    }

    private static string Share(int part, int of) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, of):0.0} %");
}
