// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>What would have to be otherwise.</summary>
public enum ChangeKind
{
    /// <summary>The clock of the log, against that of the traces and leases: added to its stamps.</summary>
    Clock,

    /// <summary>The zone of the log, in whole hours: added to its stamps.</summary>
    Zone,

    /// <summary>A lease of the address ends earlier or begins later.</summary>
    LeaseShorter,

    /// <summary>A lease of somebody else reaches further.</summary>
    LeaseLonger,
}

/// <summary>The smallest change of its kind and direction, of those tried, that gives another answer.</summary>
/// <param name="Of">The source of logs, or the holder of the lease.</param>
/// <param name="By">Positive for a later stamp; a length for leases.</param>
/// <param name="Outcome">The other answer; null where it would have to be asked anew.</param>
public sealed record CauseFlip(ChangeKind Kind, string Of, Duration By, CauseOutcome? Outcome, string Reason)
{
    /// <summary>Where the lease stands, for changes of leases.</summary>
    public RecordOrigin? Row { get; init; }
}
