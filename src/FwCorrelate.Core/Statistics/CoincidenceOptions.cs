// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Statistics;

/// <summary>What is fixed before anything is looked at.</summary>
public sealed record CoincidenceOptions
{
    public static CoincidenceOptions Default { get; } = new();

    /// <summary>
    /// How long before a call's recorded start a burst may begin, beyond what is known of the stamps' doubt: the clocks' own.
    /// </summary>
    public Duration Before { get; init; } = Duration.FromSeconds(2);

    /// <summary>
    /// How late after a call's end a burst may be seen. Short on purpose: what starts later is no part of what these tests count.
    /// </summary>
    public Duration After { get; init; } = Duration.FromSeconds(2);

    /// <summary>Level of a test, and share of wrong ones among several.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Random shifts for each test; at least 999.</summary>
    public int Shifts { get; init; } = 999;

    /// <summary>Recorded with each result: the same input and seed give the same answer.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Fewer bursts are too few to test.</summary>
    public int FewestBursts { get; init; } = 5;

    /// <summary>Fewer other sandboxes that run an episode at the same time are too few to compare with.</summary>
    public int FewestControls { get; init; } = 5;
}
