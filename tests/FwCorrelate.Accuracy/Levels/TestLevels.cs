// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation;
using FwCorrelate.Statistics;

namespace FwCorrelate.Accuracy.Levels;

/// <summary>How often tests of coincidence reject in runs where no call caused anything, and in runs where calls did.</summary>
internal static class TestLevels
{
    private const double Level = 0.05;

    public static IReadOnlyList<ICoincidenceTest> Tests { get; } = [new BinomialTest(), new BlockShiftTest(), new ConcurrentSandboxTest()];

    /// <summary>By test: in how many runs of the scenario it rejected, and in how many there was enough to test.</summary>
    public static IReadOnlyList<(string Test, long Rejected, long Tested)> Measure(FileScenario scenario, int runs)
    {
        var counts = Tests.ToDictionary(t => t.Name, _ => (Rejected: 0L, Tested: 0L));
        for (var seed = 1UL; seed <= (ulong)runs; seed++)
        {
            var run = scenario.Sketch(seed);
            foreach (var test in Tests)
            {
                if (test.PValue(run, seed) is { } p)
                    counts[test.Name] = (counts[test.Name].Rejected + (p <= Level ? 1 : 0), counts[test.Name].Tested + 1);
            }
        }

        return [.. Tests.Select(t => (t.Name, counts[t.Name].Rejected, counts[t.Name].Tested))];
    }

    /// <summary>Prints rejections at the level 0.05 in runs of the scenarios.</summary>
    public static void Write(TextWriter writer, IEnumerable<string> scenarios, int runs)
    {
        writer.WriteLine($"| scenario | test | runs | rejected at {Level.ToString(CultureInfo.InvariantCulture)} | exact interval |");
        writer.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var scenario in scenarios.Select(name => FileScenario.Shipped.First(s => s.Name == name)))
        {
            foreach (var (test, rejected, tested) in Measure(scenario, runs))
            {
                var share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * rejected / Math.Max(1, tested):0.0} %");
                writer.WriteLine($"| {scenario.Name} | {test} | {tested} | {share} | {BinomialInterval.Of(rejected, tested)} |");
            }
        }
    }
}
