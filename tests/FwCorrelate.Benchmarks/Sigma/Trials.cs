// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Benchmarks.Turns;

namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>Something to time inside this process, on one thread.</summary>
/// <param name="Work">Gives what it found, which must be the same each time.</param>
internal sealed record Trial(string Name, int Events, Func<string> Work);

/// <summary>
/// Times trials in turn (A B C A B C …) after a warm-up of each, and prints medians, and medians of the ratios turn by turn to
/// the first. Time is this process's processor time: other processes take less from it than from the clock on the wall.
/// </summary>
internal static class Trials
{
    /// <param name="ratio">What the last column tells: time over the time of the first trial, or the other way round.</param>
    public static void Print(string title, string ratio, int runs, params IReadOnlyList<Trial> trials)
    {
        var seconds = trials.Select(_ => new List<double>()).ToList();
        var found = new string[trials.Count];
        for (var run = 0; run <= runs; run++)
        {
            for (var i = 0; i < trials.Count; i++)
            {
                GC.Collect();
                var before = Environment.CpuUsage.TotalTime;
                found[i] = trials[i].Work();
                if (run > 0)
                    seconds[i].Add((Environment.CpuUsage.TotalTime - before).TotalSeconds / trials[i].Events);
            }
        }

        Console.WriteLine($"\n### {title}\n\n| what | ns/event | events/s | {ratio} (turns) | found |\n| --- | --- | --- | --- | --- |");
        for (var i = 0; i < trials.Count; i++)
        {
            var ratios = seconds[i].Zip(seconds[0], (a, b) => a / b).ToList();
            var median = Comparison.Median(seconds[i]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {trials[i].Name} | {median * 1e9:0} | {1 / median:#,0} | {Comparison.Median(ratios):0.###} ({ratios.Min():0.###}-{ratios.Max():0.###}) | {found[i]} |"));
        }
    }
}
