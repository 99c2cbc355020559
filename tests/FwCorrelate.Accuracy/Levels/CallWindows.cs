// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation;
using NodaTime;

namespace FwCorrelate.Accuracy.Levels;

/// <summary>When calls of a sandbox ran, widened by the doubt of the clocks and by how late traffic may be seen.</summary>
internal sealed class CallWindows
{
    /// <summary>Fewer bursts are too few to test.</summary>
    public const int FewestBursts = 5;

    private static readonly Duration Before = Duration.FromSeconds(1);
    private static readonly Duration After = Duration.FromSeconds(2);

    private readonly List<(Instant Start, Instant End)> _windows = [];

    public CallWindows(SandboxSketch sandbox)
    {
        foreach (var call in sandbox.Calls)
        {
            var (start, end) = (call.Start - Before, call.End + After);
            if (_windows.Count > 0 && start <= _windows[^1].End)
                _windows[^1] = (_windows[^1].Start, Instant.Max(end, _windows[^1].End));
            else
                _windows.Add((start, end));
        }
    }

    public bool Cover(Instant time)
    {
        var (low, high) = (0, _windows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_windows[middle].Start <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && time <= _windows[low - 1].End;
    }

    /// <summary>Share of an interval that they cover.</summary>
    public double ShareOf(Interval span) =>
        _windows.Sum(w => Math.Max(0, (Instant.Min(w.End, span.End) - Instant.Max(w.Start, span.Start)).TotalSeconds)) / span.Duration.TotalSeconds;
}
