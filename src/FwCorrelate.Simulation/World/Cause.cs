// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.World;

/// <summary>Who opened a connection.</summary>
internal enum CauseKind
{
    /// <summary>A tool call, or a process that it left behind.</summary>
    Call,

    /// <summary>Something in the sandbox that runs whether or not an agent acts.</summary>
    Background,

    /// <summary>The training framework.</summary>
    Framework,

    /// <summary>Somebody outside who connects to us.</summary>
    Inbound,

    /// <summary>Somebody from outside who has a foothold.</summary>
    External,

    /// <summary>Nothing that the case knows of.</summary>
    Unrelated,
}

/// <summary>The true cause of a connection.</summary>
/// <param name="Act">Letter of the injected act, else <c>benign</c>.</param>
/// <param name="Note">What a reader of the truth should know; empty where the evidence says it all.</param>
internal sealed record Cause(CauseKind Kind, string Act, SimulatedCall? Call, SimulatedSandbox? Sandbox, string Note)
{
    public const string Benign = "benign";
}
