// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>Probability that an act first connects within a window, given its call.</summary>
internal sealed class StartOdds(StartLag lag)
{
    private const double Farthest = 3_600;

    private readonly TabulatedCdf _soon = new(lag.Start, 0.01, Math.Min(Farthest, lag.Start.Longest));
    private readonly TabulatedCdf? _tail = lag.After > 0 ? new TabulatedCdf(lag.Tail, 0.25, Math.Min(Farthest, lag.Tail.Longest)) : null;

    /// <summary>Calls that ended longer ago, in seconds, cannot be the cause.</summary>
    public double Reach => Math.Max(_soon.Longest, _tail?.Longest ?? 0);

    /// <param name="from">Seconds after the call's start; the window is (from, to].</param>
    /// <param name="length">Of the call, seconds.</param>
    public double Between(double from, double to, double length)
    {
        var odds = (1 - lag.Within - lag.After) * _soon.Between(from, to);
        if (lag.Within > 0 && length > 0)
            odds += lag.Within * Math.Max(0, Math.Min(to, length) - Math.Clamp(from, 0, length)) / length;
        return _tail is null ? odds : odds + (lag.After * _tail.Between(from - length, to - length));
    }
}
