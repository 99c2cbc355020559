// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>Who may be behind a connection.</summary>
public enum RivalKind
{
    /// <summary>A tool call of the traces.</summary>
    ToolCall,

    /// <summary>No call: a daemon, the framework of the sandbox, what happens in other sandboxes too.</summary>
    Framework,

    /// <summary>No call: an earlier connection that no call made goes on.</summary>
    EarlierProcess,

    /// <summary>Somebody who came in from outside.</summary>
    Human,

    /// <summary>What ran before the log began.</summary>
    BeforeTheLog,

    /// <summary>A call that the traces lack.</summary>
    UnrecordedCall,

    /// <summary>Another holder of the address.</summary>
    OtherHolder,
}

/// <summary>A cause that was weighed, or thought of.</summary>
/// <param name="Call">For <see cref="RivalKind.ToolCall"/>.</param>
/// <param name="Holder">For <see cref="RivalKind.OtherHolder"/>.</param>
/// <param name="Facts">Strongest first.</param>
public sealed record RivalCause(RivalKind Kind, ToolCall? Call, string? Holder, double Weight, IReadOnlyList<RivalFact> Facts);
