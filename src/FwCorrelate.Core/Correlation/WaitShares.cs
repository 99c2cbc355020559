// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace FwCorrelate.Correlation;

/// <summary>
/// How long a process that has lost its connection waits before it opens the next: shares of exponential waits from seconds to an hour, so
/// that any schedule of retries is nearly one of their mixtures. Believed beforehand, then learnt from the contacts of the case.
/// </summary>
internal sealed class WaitShares
{
    /// <summary>Continuations that what is believed beforehand counts for.</summary>
    private const double Believed = 20;

    private static readonly double[] Means = [2, 8, 30, 120, 600, 3600];
    private readonly double[] _shares;

    private WaitShares(double[] shares) => _shares = shares;

    /// <summary>Retries at once, after a back-off, on the next round of a schedule.</summary>
    public static WaitShares Usual { get; } = new([0.15, 0.25, 0.20, 0.20, 0.17, 0.03]);

    /// <summary>Density, per second, of a wait of <paramref name="seconds"/>.</summary>
    public double Density(double seconds)
    {
        var density = 0.0;
        for (var i = 0; i < Means.Length; i++)
            density += _shares[i] * Math.Exp(-seconds / Means[i]) / Means[i];
        return density;
    }

    /// <summary>Probability of a longer wait.</summary>
    public double Longer(double seconds)
    {
        var probability = 0.0;
        for (var i = 0; i < Means.Length; i++)
            probability += _shares[i] * Math.Exp(-seconds / Means[i]);
        return probability;
    }

    /// <summary>Density, per second, of the rest of a wait that is met at any moment of it.</summary>
    public double RestDensity(double seconds)
    {
        var mean = 0.0;
        for (var i = 0; i < Means.Length; i++)
            mean += _shares[i] * Means[i];
        return Longer(seconds) / mean;
    }

    /// <summary>The shares after what was seen.</summary>
    /// <param name="seen">See <see cref="Note"/>.</param>
    public WaitShares Learn(in Seen seen)
    {
        var total = 0.0;
        for (var i = 0; i < Means.Length; i++)
            total += seen[i];
        var shares = new double[Means.Length];
        for (var i = 0; i < shares.Length; i++)
            shares[i] = ((Believed * _shares[i]) + seen[i]) / (Believed + total);
        return new WaitShares(shares);
    }

    /// <summary>Counts a wait for the means it may be of. One of months is of none: its density is 0 as far as numbers go.</summary>
    /// <param name="weight">How likely it was one.</param>
    public void Note(ref Seen seen, double seconds, double weight)
    {
        var density = Density(seconds);
        if (density <= 0)
            return;
        for (var i = 0; i < Means.Length; i++)
            seen[i] += weight * _shares[i] * Math.Exp(-seconds / Means[i]) / Means[i] / density;
    }

    /// <summary>Weights of waits seen, by mean.</summary>
    [InlineArray(6)]
    internal struct Seen
    {
        private double _first;
    }
}
