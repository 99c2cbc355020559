// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Ecs;

/// <summary>What the times of a source's documents are.</summary>
internal enum EcsTimes
{
    /// <summary><c>event.start</c> to <c>event.end</c>; where there is no end, the duration or <c>@timestamp</c> tells it.</summary>
    Interval,

    /// <summary><c>@timestamp</c> is the start; the duration tells the end.</summary>
    FromTimestamp,

    /// <summary>The document is written when the session ends: the start lies a duration before.</summary>
    UntilWritten,

    /// <summary>One moment: <c>@timestamp</c>.</summary>
    Moment,
}
