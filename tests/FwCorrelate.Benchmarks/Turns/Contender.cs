// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace FwCorrelate.Benchmarks.Turns;

/// <summary>What a run cost. Wall time includes the start of the process.</summary>
internal sealed record Measurement(double Wall, double Cpu, double PeakMebibytes, string Found);

/// <summary>Something to measure: a command line of this program.</summary>
internal sealed record Contender(string Name, params string[] Arguments)
{
    /// <summary>One run in a process of its own.</summary>
    public Measurement Run()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in Arguments)
            start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var wall = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Name} ended with {process.ExitCode}:\n{output}");
        var (cpu, peak, found) = Measured.Parse(output);
        return new Measurement(wall, cpu, peak, found);
    }

    /// <summary>Runs contenders in turn (A B C A B C …) after a warm-up of each; the measurements of each by run.</summary>
    public static IReadOnlyList<(Contender Contender, IReadOnlyList<Measurement> Runs)> InTurn(int runs, params Contender[] contenders)
    {
        var measured = contenders.Select(c => (c, Runs: new List<Measurement>())).ToList();
        for (var run = 0; run <= runs; run++)
        {
            foreach (var (contender, kept) in measured)
            {
                Console.Error.WriteLine($"{contender.Name}: {(run == 0 ? "warm-up" : $"run {run} of {runs}")}");
                var measurement = contender.Run();
                if (run > 0)
                    kept.Add(measurement);
            }
        }

        return [.. measured.Select(m => (m.c, (IReadOnlyList<Measurement>)m.Runs))];
    }
}
