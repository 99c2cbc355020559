// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace FwCorrelate.Benchmarks.Turns;

/// <summary>The contender's side of a measurement: what a process knows of itself when its work is done.</summary>
internal static class Measured
{
    private const string Mark = "measured";

    /// <summary>Runs the work and prints processor time, peak memory, collections, and what the work found.</summary>
    public static int Run(Func<string> work)
    {
        var found = work();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark} cpu={self.TotalProcessorTime.TotalSeconds:0.000} peak={PeakMebibytes():0.0} gen0={GC.CollectionCount(0)} {found}"));
        return 0;
    }

    /// <summary>Reads the line that <see cref="Run"/> printed.</summary>
    public static (double Cpu, double PeakMebibytes, string Found) Parse(string output)
    {
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"A contender printed no measurement:\n{output}");
        var parts = line.Split(' ', 5);
        return (Number(parts[1]), Number(parts[2]), parts[4].Trim());

        static double Number(string part) => double.Parse(part[(part.IndexOf('=') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>The process's peak resident memory, as Linux accounts it (proc_pid_status(5), VmHWM).</summary>
    private static double PeakMebibytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
