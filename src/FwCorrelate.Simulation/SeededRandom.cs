// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NodaTime;

namespace FwCorrelate.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): integer arithmetic only,
/// so that one seed gives the same bytes on every machine and runtime.
/// </summary>
internal sealed class SeededRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private readonly ulong _seed;
    private ulong _state;

    public SeededRandom(ulong seed) => _seed = _state = seed;

    /// <summary>A stream of its own, made of the seed and the name alone: draws in one part of a world never move another part.</summary>
    public SeededRandom Fork(string name)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in name)
            hash = (hash ^ c) * 0x100000001B3;
        return new SeededRandom(Mix(_seed ^ hash));
    }

    public ulong NextBits()
    {
        _state += GoldenGamma;
        return Mix(_state);
    }

    /// <summary>Uniform in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public int Between(int from, int to) => from + (int)Math.BigMul(NextBits(), (ulong)(to - from), out _);

    /// <summary>Uniform in [<paramref name="from"/>, <paramref name="to"/>), in whole milliseconds.</summary>
    public Duration Milliseconds(int from, int to) => Duration.FromMilliseconds(Between(from, to));

    /// <summary>Uniform in [0, 1), in steps of 2^-53.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An index of <paramref name="weights"/>, drawn in proportion to them.</summary>
    public int Weighted(IReadOnlyList<double> weights)
    {
        var at = NextUnit() * weights.Sum();
        for (var i = 0; i < weights.Count - 1; i++)
        {
            if ((at -= weights[i]) < 0)
                return i;
        }

        return weights.Count - 1;
    }

    public bool Chance(int permille) => Between(0, 1000) < permille;

    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count)];

    /// <summary>Lower-case hex digits; never all zero, since OpenTelemetry calls such an id invalid.</summary>
    public string Hex(int digits)
    {
        var text = "";
        while (text.Length < digits)
            text += (NextBits() | 1).ToString("x16", CultureInfo.InvariantCulture);
        return text[^digits..];
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
