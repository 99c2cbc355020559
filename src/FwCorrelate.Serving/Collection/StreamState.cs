// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Collection;

/// <summary>What became of the file that a stream is collected from.</summary>
internal enum StreamState
{
    /// <summary>It is there and may grow.</summary>
    Live,

    /// <summary>It is gone, or was cut short; what was collected stands.</summary>
    Ended,

    /// <summary>Another file took its place and says all anew, as tables of leases do: it is read no more.</summary>
    Replaced,

    /// <summary>Everything in it lies behind the horizon, and lay there when it arrived: it is kept and not judged.</summary>
    Late,

    /// <summary>Everything in it is older than what is kept; its bytes were given up.</summary>
    Dropped,
}
