// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>
/// Who held an address at one time, and what ran there: what <see cref="AddressInquiry"/> says of one reading of that time.
/// </summary>
/// <param name="At">The time that was asked for.</param>
/// <param name="Attribution">
/// What would be said of a connection that opened from the address then. Its candidates are the calls that could have opened one, with
/// weights; where no destination was given none is named, since nothing was seen.
/// </param>
/// <param name="Hosts">Hosts that the leases name.</param>
/// <param name="Episodes">Episodes of the holders that ran then.</param>
/// <param name="Running">Calls of the holders that ran then, by start.</param>
/// <param name="Gaps">What the traces do not tell of the holders around then.</param>
/// <param name="Missing">Evidence that would settle what is open.</param>
public sealed record AddressAnswer(
    Instant At, Attribution Attribution, IReadOnlyList<string> Hosts, IReadOnlyList<Episode> Episodes, IReadOnlyList<ToolCall> Running,
    IReadOnlyList<TraceGap> Gaps, IReadOnlyList<string> Missing)
{
    /// <summary>The last lease of the address that ended before, where nobody held it then.</summary>
    public AddressLease? Before { get; init; }

    /// <summary>The first lease of the address that began after, where nobody held it then.</summary>
    public AddressLease? After { get; init; }

    /// <summary>Networks in which the address was held then; several are several machines.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Whether leases of ranges of its ports exist, so that the port would decide.</summary>
    public bool DependsOnPort { get; init; }

    /// <summary>Whether somebody is known to have held the address.</summary>
    public bool IsHeld => Attribution.Leases.Count > 0;
}
