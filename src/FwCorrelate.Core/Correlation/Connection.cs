// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>How the start of a connection is known (design, section 2).</summary>
public enum StartBasis
{
    /// <summary>A SYN or a session start was seen.</summary>
    Proven,

    /// <summary>The sensor logged without a gap for one idle time-out before it.</summary>
    Inferred,

    /// <summary>The log begins, lost records or samples: never named by time.</summary>
    Unknown,
}

/// <summary>Which end opened a connection.</summary>
public enum Initiator
{
    Unknown,
    Source,
    Destination,
}

/// <summary>The flow records of one 5-tuple, as one sensor saw it, with no gap longer than the idle time-out.</summary>
/// <param name="Id">Made of content: 5-tuple, network, sensor and the first record's start.</param>
/// <param name="Start">Start of the first record, as logged.</param>
/// <param name="Records">Number of flow records.</param>
/// <param name="FirstContact">Whether it is the sandbox's first connection to the endpoint.</param>
/// <param name="Initiator">Seen from the record it is written with.</param>
public sealed record Connection(
    string Id, Instant Start, StartBasis StartBasis, Instant End, int Records, bool FirstContact, Initiator Initiator)
{
    /// <summary>Its other view, where a proxy stands between; else null.</summary>
    public ProxyView? Proxy { get; init; }
}
