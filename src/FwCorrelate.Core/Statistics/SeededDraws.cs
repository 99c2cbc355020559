// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): one seed draws the same on every
/// machine and runtime, which <see cref="System.Random"/> does not promise.
/// </summary>
public sealed class SeededDraws
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    public SeededDraws(long seed) => _state = unchecked((ulong)seed);

    /// <summary>Draws of their own for a part, made of the seed and its name alone: one test never moves another.</summary>
    public static SeededDraws For(long seed, string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in part)
            hash = unchecked((hash ^ c) * 0x100000001B3);
        return new SeededDraws(unchecked((long)Mix((ulong)seed ^ hash)));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextShare() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="limit"/>).</summary>
    public int Below(int limit) => (int)Math.BigMul(NextBits(), (ulong)limit, out _);

    /// <summary>Exponential with mean 1.</summary>
    public double NextWait() => -Math.Log(1 - NextShare());

    private ulong NextBits() => Mix(_state = unchecked(_state + GoldenGamma));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
