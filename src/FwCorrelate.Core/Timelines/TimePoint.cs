// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>How a time of a trace was obtained, from best to worst.</summary>
public enum TimeBasis
{
    /// <summary>A clock whose zone is known.</summary>
    Clock,

    /// <summary>A local stamp without a zone; the zone is the case's setting.</summary>
    ClockNaive,

    /// <summary>An end stamp minus a recorded duration.</summary>
    DerivedEnd,

    /// <summary>Between two recorded events, such as two model calls.</summary>
    Bracketed,

    /// <summary>Only the training step is known.</summary>
    Step,

    /// <summary>No time.</summary>
    None,
}

/// <summary>
/// A time in UTC with what is known about its error: the true time lies within <paramref name="Uncertainty"/> on either side.
/// </summary>
public readonly record struct TimePoint(Instant Value, Duration Uncertainty, TimeBasis Basis)
{
    public Instant Earliest => Value - Uncertainty;

    public Instant Latest => Value + Uncertainty;
}
