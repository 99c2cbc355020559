// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Ingestion.Text;

/// <summary>What a stamp says.</summary>
/// <param name="Time">
/// The time that NodaTime's and Java's lenient resolution give, so that our pipelines agree: of a local time that occurs twice the earlier,
/// of one that never occurred the one moved by the gap.
/// </param>
/// <param name="Other">The other time that a stamp within a change of the clocks may mean; null for all others.</param>
/// <param name="IsNaive">Whether the stamp had no offset.</param>
/// <param name="Precision">The unit of the last digit, at least one microsecond.</param>
internal readonly record struct StampReading(Instant Time, Instant? Other, bool IsNaive, Duration Precision)
{
    /// <summary>How far apart the two readings are; zero where there is one.</summary>
    public Duration Doubt => Other is not { } other ? Duration.Zero : other > Time ? other - Time : Time - other;

    /// <summary>The latest of the readings.</summary>
    public Instant Latest => Other is { } other ? Instant.Max(Time, other) : Time;

    /// <summary>The first reading that is not before a time; null where none is.</summary>
    public Instant? NotBefore(Instant time) => Time >= time ? Time : Other >= time ? Other : null;
}
