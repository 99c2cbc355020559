// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Benchmarks.Turns;

namespace FwCorrelate.Benchmarks.Growth;

/// <summary>What <c>investigate</c> takes over a case and over one that is ten times as large in one thing, as a Markdown table.</summary>
internal static class GrowthTable
{
    private const int Times = 10;

    /// <param name="only">Cases by name; null for all.</param>
    public static void Print(string output, int threads, int runs, IReadOnlyList<string>? only)
    {
        Console.WriteLine("| what | 1x | CPU s | peak MiB | 10x | CPU s | peak MiB | CPU, growth | MiB, growth | found |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var growing in GrowingCase.All.Where(c => only is null || only.Contains(c.Name)))
        {
            var small = Measure(growing, growing.Count / Times, output, threads, runs);
            var large = Measure(growing, growing.Count, output, threads, runs);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {growing.What} | {growing.Count / Times:#,0} | {small.Cpu:0.0} | {small.PeakMebibytes:0} | {growing.Count:#,0}")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $" | {large.Cpu:0.0} | {large.PeakMebibytes:0} | {large.Cpu / small.Cpu:0.0}")
                + string.Create(
                    CultureInfo.InvariantCulture, $" | {large.PeakMebibytes / small.PeakMebibytes:0.0} | {large.Found} |"));
        }
    }

    /// <summary>The median of some runs.</summary>
    private static Measurement Measure(GrowingCase growing, int count, string output, int threads, int runs)
    {
        var folder = Path.Combine(output, string.Create(CultureInfo.InvariantCulture, $"{growing.Name}-{count}"));
        var writer = new CaseWriter(folder);
        using (writer)
            growing.Write(writer, count);
        string[] traces = writer.TracesIfAny is { } path ? ["--traces", path] : [];
        var contender = new Contender(
            $"{growing.Name}, {count}",
            ["investigate", "--flows", writer.Log, "--leases", writer.Leases, .. traces, "--threads",
                threads.ToString(CultureInfo.InvariantCulture), "--out", Path.Combine(folder, "out")]);
        var measured = Enumerable.Range(0, runs).Select(_ => contender.Run()).OrderBy(m => m.Cpu).ToList();
        return measured[measured.Count / 2];
    }
}
