// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Matching;

namespace FwCorrelate.Correlation;

/// <summary>One connection with its cause, whether rules matched it or not; counted once over the sensors that saw it.</summary>
/// <param name="Acting">The end whose cause is asked for.</param>
/// <param name="Target">The other end.</param>
/// <param name="Connection">As the view of it tells that says most of the cause; initiator seen from <paramref name="Acting"/>.</param>
/// <param name="BytesOut">Bytes that <paramref name="Acting"/>'s side sent, where they are counted apart; the most that any sensor
/// counted.</param>
/// <param name="Rules">Rules that records of it matched, by level, descending, then id.</param>
/// <param name="First">Its first record.</param>
public sealed record AttributedConnection(
    Endpoint Acting, Endpoint Target, string Domain, Connection Connection, Attribution Attribution, long BytesOut, bool IsDenied,
    IReadOnlyList<RuleSummary> Rules, RecordOrigin First)
{
    /// <summary>Sensors that saw it.</summary>
    public int Sensors { get; init; } = 1;

    /// <summary>Sources of logs that tell of it, by name.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Whether it was opened from outside towards <see cref="Acting"/>.</summary>
    public bool IsInbound { get; init; }

    /// <summary>
    /// Whether it goes out of a sandbox, or out of the internal networks from an address that nobody is known to hold, and no call is named
    /// or likely.
    /// </summary>
    public bool IsUnexplainedEgress { get; init; }

    /// <summary>The <c>infrastructure</c> entry that expects it, if any.</summary>
    public string? SuppressedBy { get; init; }

    /// <summary>What shows that it is made whether or not an agent acts, in words.</summary>
    public IReadOnlyList<string> Background { get; init; } = [];

    /// <summary>Missing evidence that would settle what is open.</summary>
    public IReadOnlyList<string> WouldDecide { get; init; } = [];
}
