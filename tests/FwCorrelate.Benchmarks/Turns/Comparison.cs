// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Benchmarks.Turns;

/// <summary>
/// Measurements of contenders that ran in turn, as a Markdown table: medians, and medians of the ratios pair by pair to the first one.
/// </summary>
internal sealed class Comparison(IReadOnlyList<(Contender Contender, IReadOnlyList<Measurement> Runs)> measured)
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Median ratio of a contender to the first, and the least and greatest of its pairs.</summary>
    public (double Median, double Least, double Greatest) Ratio(int contender, Func<Measurement, double> of)
    {
        var ratios = measured[contender].Runs.Zip(measured[0].Runs, (a, b) => of(a) / of(b)).ToList();
        return (Median(ratios), ratios.Min(), ratios.Max());
    }

    public void Print(string title)
    {
        Console.WriteLine($"\n### {title}\n");
        Console.WriteLine("| contender | wall s | CPU s | peak MiB | wall ratio (pairs) | CPU ratio | found |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        for (var i = 0; i < measured.Count; i++)
        {
            var (contender, runs) = measured[i];
            var (wall, least, greatest) = Ratio(i, m => m.Wall);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contender.Name} | {Median(runs.Select(r => r.Wall)):0.00} | {Median(runs.Select(r => r.Cpu)):0.00} | {Median(runs.Select(r => r.PeakMebibytes)):0} | {wall:0.00} ({least:0.00}-{greatest:0.00}) | {Ratio(i, m => m.Cpu).Median:0.00} | {string.Join("; ", runs.Select(r => r.Found).Distinct())} |"));
        }
    }
}
