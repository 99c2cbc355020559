// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Incidents;

/// <summary>What the logs say of a call that the traces tell.</summary>
public enum EffectSeen
{
    /// <summary>Its effect was seen.</summary>
    Corroborated,

    /// <summary>The logs cover it and show nothing of it.</summary>
    Contradicted,

    /// <summary>The logs could not have shown it, or not told it from others.</summary>
    OutsideCoverage,
}

/// <summary>Whether the effect of a call was seen.</summary>
/// <param name="Reason">In words.</param>
public sealed record CallEffect(ToolCall Call, EffectSeen Seen, string Reason);
