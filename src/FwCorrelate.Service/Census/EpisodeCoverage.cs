// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Service.Census;

/// <summary>
/// One episode and what could have shown what it did: a line of <c>episodes</c> in <c>ledger.json</c>. Rates are shares of episodes that
/// could have been seen, so those that did nothing must be told too.
/// </summary>
public sealed record EpisodeCoverage
{
    public required string Id { get; init; }

    public string? RunId { get; init; }

    public string? Step { get; init; }

    public string? TaskId { get; init; }

    public string? Checkpoint { get; init; }

    public decimal? Reward { get; init; }

    public string? SandboxId { get; init; }

    public Instant Start { get; init; }

    public Instant End { get; init; }

    /// <summary>Calls with times.</summary>
    public int Calls { get; init; }

    /// <summary>Names of the tools that it called, in order.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Whether every call of it is recorded with its time.</summary>
    public bool IsTraceWhole { get; init; }

    /// <summary>
    /// How its address was tied to it: <c>B</c> to <c>E</c> (design, section 2); <c>E</c> where nothing tells its address.
    /// </summary>
    public required string Rung { get; init; }

    /// <summary>Sources of logs that cover its time without a gap and ever show its address, in order.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>Whether what its address did, it did.</summary>
    public bool IsExclusive => Rung is "A" or "B" or "C";

    /// <summary>What it is counted by: ids of episodes repeat across runs.</summary>
    public (string? RunId, string Id) Key => (RunId, Id);
}
