// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// What may be said against an attribution, by the code that made it: every rival with its facts, the answer without each source in turn,
/// and the smallest changes that give another answer. What was learnt from the whole case (delays, shares of commands, what happens without
/// calls) is held.
/// </summary>
public sealed record CauseReview
{
    /// <summary>The answer under review; that of the records of the connection.</summary>
    public required CauseOutcome Answer { get; init; }

    /// <summary>By weight, descending; weights sum to 1. Those of weight 0 were thought of and do not fit.</summary>
    public required IReadOnlyList<RivalCause> Rivals { get; init; }

    /// <summary>Logs by name, then the leases, the traces and the texts of commands.</summary>
    public required IReadOnlyList<SourceLeftOut> LeftOut { get; init; }

    /// <summary>Clock, zone, lease; nearest first within each. Empty where nothing within what was tried gives another answer.</summary>
    public required IReadOnlyList<CauseFlip> Flips { get; init; }

    /// <summary>What was tried without giving another answer, in words.</summary>
    public required IReadOnlyList<string> Withstood { get; init; }
}
