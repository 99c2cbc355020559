// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Drawing;

/// <summary>
/// How long after its call's start a program first connects: soon, at any time while the call runs, or only after its end.
/// </summary>
/// <param name="Start">Lag of those that connect when they start.</param>
/// <param name="Within">Share that connects at any time of the call.</param>
/// <param name="After">Share that connects after the call's end.</param>
/// <param name="Tail">Lag of the latter after that end.</param>
internal sealed record StartLag(Distribution Start, double Within, double After, Distribution Tail)
{
    /// <summary>Seconds after the call's start.</summary>
    /// <param name="length">Of the call, seconds.</param>
    public double Draw(SeededRandom random, double length)
    {
        var at = random.NextUnit();
        if (at < After)
            return length + Tail.Draw(random);
        return at < After + Within ? length * random.NextUnit() : Start.Draw(random);
    }

    /// <summary>Probability of a lag in (<paramref name="from"/>, <paramref name="to"/>] seconds, given the call's length.</summary>
    public double Between(double from, double to, double length)
    {
        var probability = (1 - Within - After) * Start.Between(from, to);
        if (Within > 0 && length > 0)
            probability += Within * Math.Max(0, Math.Min(to, length) - Math.Clamp(from, 0, length)) / length;
        return After > 0 ? probability + (After * Tail.Between(from - length, to - length)) : probability;
    }
}
