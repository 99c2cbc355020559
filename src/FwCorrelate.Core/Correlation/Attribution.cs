// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>What is said of the cause of a record (design, section 6).</summary>
public enum AttributionKind
{
    /// <summary>One call is named.</summary>
    ToolCall,

    /// <summary>Several calls, or one that cannot be named, with weights.</summary>
    Candidates,

    /// <summary>The sandbox is known, no call fits.</summary>
    Sandbox,

    /// <summary>The address is known and no agent's: a host, a service, or a connection that was opened from outside.</summary>
    None,

    /// <summary>Nothing tells who held the address.</summary>
    UnknownAddress,
}

/// <summary>How the source address was tied to a sandbox, best first (design, section 2).</summary>
public enum Rung
{
    /// <summary>A socket sensor on the host.</summary>
    A,

    /// <summary>Exclusive lease.</summary>
    B,

    /// <summary>Shared lease, decided by a NAT or conntrack port.</summary>
    C,

    /// <summary>Shared lease, several candidates.</summary>
    D,

    /// <summary>Address unknown.</summary>
    E,
}

/// <summary>A call that may be the cause.</summary>
/// <param name="Weight">Posterior weight; all candidates and <see cref="Attribution.NoneWeight"/> sum to 1.</param>
/// <param name="Lag">Connection start minus call start.</param>
/// <param name="Reasons">What speaks for and against, in words, strongest first.</param>
public sealed record CallCandidate(ToolCall Call, double Weight, Duration Lag, IReadOnlyList<string> Reasons)
{
    /// <summary>Those of <see cref="Reasons"/> that speak against it.</summary>
    public IReadOnlyList<string> ReasonsAgainst { get; init; } = [];
}

/// <summary>
/// The cause of one connection, as far as the evidence goes. Shared by all records of the connection except <see cref="Inherited"/> and
/// <see cref="Connection"/>.
/// </summary>
public sealed record Attribution
{
    /// <summary>A call is named from this weight on, where no rule forbids it (design, section 6).</summary>
    public const double NamedFrom = 0.99;

    public required AttributionKind Kind { get; init; }

    public required Rung Rung { get; init; }

    /// <summary>The named call; null unless <see cref="Kind"/> is <see cref="AttributionKind.ToolCall"/>.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>Weight of the leading candidate, 0 where there is none.</summary>
    public double Confidence { get; init; }

    /// <summary>Connection start minus start of the leading call.</summary>
    public Duration? Lag { get; init; }

    /// <summary>
    /// Whether the record is a later part of a connection whose start named the cause, or a later connection that continues an earlier one.
    /// </summary>
    public bool Inherited { get; init; }

    /// <summary>By weight, descending, then trace and span id.</summary>
    public IReadOnlyList<CallCandidate> Candidates { get; init; } = [];

    /// <summary>Weight of "none of these calls".</summary>
    public double NoneWeight { get; init; } = 1;

    /// <summary>Sandboxes that held the address, by id; one on rung B.</summary>
    public IReadOnlyList<string> Sandboxes { get; init; } = [];

    /// <summary>Leases that were used, by origin.</summary>
    public IReadOnlyList<AddressLease> Leases { get; init; } = [];

    /// <summary>Why it is so, in words: what capped or excluded a name.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>
    /// Which other view of the connection told who acted, before a proxy or a translation, in words; null where its own did. No doubt: the
    /// cause is that view's.
    /// </summary>
    public string? JoinedBy { get; init; }

    /// <summary><see cref="JoinedBy"/> and <see cref="Reasons"/>: all that is said of the answer beside candidates.</summary>
    public IEnumerable<string> Explanations => JoinedBy is null ? Reasons : Reasons.Prepend(JoinedBy);

    /// <summary>The connection as the record sees it; null where no record is meant.</summary>
    public Connection? Connection { get; init; }
}
