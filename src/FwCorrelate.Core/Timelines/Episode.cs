// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>One rollout of an agent in a sandbox, as far as the trace tells.</summary>
/// <param name="Id">Episode id; the trace id where nothing better is recorded.</param>
/// <param name="TurnsSeen">Turns known from model calls or messages.</param>
/// <param name="TurnsWithCalls">Turns whose tool calls are recorded with times.</param>
/// <param name="TurnsWithoutTools">Turns that are known to have asked for no tool.</param>
public sealed record Episode(
    string Id, string? RunId, string? SandboxId, string? Step, string? TaskId, Instant Start, Instant End,
    int TurnsSeen, int TurnsWithCalls, int TurnsWithoutTools)
{
    /// <summary>Whether part of the traces of its time could not be read: it may have made calls that nothing tells of.</summary>
    public bool MayLackCalls { get; init; }

    /// <summary>Which weights of the model acted, where the trace tells.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What it earned, where the trace tells.</summary>
    public decimal? Reward { get; init; }

    /// <summary>
    /// What the trace tells of calls without telling the calls themselves, beyond turns: calls that messages mention, spans that look like
    /// calls and were not taken for one, records that could not be read.
    /// </summary>
    public int Untold { get; init; }

    /// <summary>
    /// Share of the turns that asked for tools whose calls are recorded with times, 0 to 1, where what is <see cref="Untold"/> counts like
    /// turns without calls; null where turns are not recorded at all, or <see cref="MayLackCalls"/>. Anything but 1 caps what time alone
    /// may claim (design, section 2, TraceCoverage).
    /// </summary>
    public double? TraceCoverage => TurnsSeen == 0 || MayLackCalls ? null
        : TurnsSeen == TurnsWithoutTools && Untold == 0 ? 1
        : Math.Min(1, (double)Math.Min(TurnsWithCalls, TurnsSeen - TurnsWithoutTools) / (TurnsSeen - TurnsWithoutTools + Untold));
}
