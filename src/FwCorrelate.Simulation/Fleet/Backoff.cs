// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>How long programs wait after attempts that nobody answered: about twice as long each time, with jitter.</summary>
internal static class Backoff
{
    /// <summary>After so many they give up.</summary>
    public const int MostAttempts = 6;

    private static readonly Distribution[] Waits =
        [.. Enumerable.Range(0, MostAttempts).Select(i => new Distribution.Uniform(0.5 * (1 << i), 1.5 * (1 << i)))];

    /// <param name="failures">Attempts so far, from 1.</param>
    public static Distribution After(int failures) => Waits[Math.Min(failures, MostAttempts) - 1];
}
