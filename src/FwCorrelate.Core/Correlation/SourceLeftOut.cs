// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>What is left out of the evidence.</summary>
public enum EvidenceKind
{
    /// <summary>A source of logs, by its name.</summary>
    Log,

    /// <summary>The lease tables.</summary>
    Leases,

    /// <summary>The traces.</summary>
    Traces,

    /// <summary>What the commands say; times and places of calls stay.</summary>
    CommandTexts,
}

/// <summary>The answer without a source.</summary>
/// <param name="Name">Of the log; empty for the others.</param>
/// <param name="Reason">Why it would be so, in words.</param>
public sealed record SourceLeftOut(EvidenceKind Kind, string Name, CauseOutcome Outcome, string Reason);
