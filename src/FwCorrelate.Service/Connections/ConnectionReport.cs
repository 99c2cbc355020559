// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using NodaTime;

namespace FwCorrelate.Service.Connections;

/// <summary>Every connection of a case with its cause.</summary>
/// <param name="Connections">By start, then id.</param>
/// <param name="GivenUp">Records that could not be held: their connections are not listed, or not whole.</param>
/// <param name="Span">Time that the logs cover.</param>
/// <param name="Warnings">What a person must know before trusting the rest.</param>
public sealed record ConnectionReport(
    IReadOnlyList<AttributedConnection> Connections, long Records, long GivenUp, Interval Span, CaseSettings Settings,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Log files that were read.</summary>
    public int LogFiles { get; init; }

    /// <summary>Whether Ctrl+C ended the run early.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Whether logs were there and records of them could be read.</summary>
    public bool HasRecords => Records > 0;
}
