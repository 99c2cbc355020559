// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace FwCorrelate.Scenarios.Hostile;

/// <summary>The program as a process of its own.</summary>
/// <param name="PeakBytes">The most memory that it held at once (VmHWM of proc(5)), as last seen before it ended.</param>
internal sealed record MeasuredRun(int Code, string Output, string Error, long PeakBytes)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "fwcorrelate.dll");

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(string folder, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("/proc is not here.");
        return Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    public static MeasuredRun Of(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        long peak = 0;
        while (!process.WaitForExit(10))
            peak = Math.Max(peak, PeakOf(process.Id));
        return new MeasuredRun(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult(), peak);
    }

    private static long PeakOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
