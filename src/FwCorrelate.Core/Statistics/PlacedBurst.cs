// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>A burst within an episode.</summary>
/// <param name="Activity">Of the sandbox that it came from, or of those that it may have come from.</param>
/// <param name="Episode">The block within which it may be moved.</param>
internal sealed record PlacedBurst(Burst Burst, AgentActivity Activity, EpisodeSpan Episode)
{
    public double Start => Burst.Start;

    /// <summary>Whether one sandbox is known to have been it.</summary>
    public bool HasIdentity => Burst.HasIdentity && Burst.Sandboxes.Count == 1;

    public bool IsInWindow => Activity.Calls.Covers(Start);
}
