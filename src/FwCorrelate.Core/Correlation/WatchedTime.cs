// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>When logs could have shown what sandboxes do.</summary>
/// <param name="span">Time that the logs cover.</param>
internal sealed class WatchedTime(TimelineIndex timeline, Interval span)
{
    /// <summary>A rate per less would be no rate.</summary>
    private const double LeastSeconds = 600;

    /// <summary>Until when one of the holders could have been seen to go on, seconds since the epoch.</summary>
    public double Until(AddressHolders holders) =>
        LagReader.SecondsOf(holders.Leases.Count == 0 ? span.End : Instant.Min(span.End, holders.Leases.Max(l => l.To)));

    /// <summary>Seconds that sandboxes with traces lived while logs cover them, at least ten minutes.</summary>
    public double TracedSeconds()
    {
        var seconds = 0.0;
        foreach (var sandbox in timeline.Timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).GroupBy(l => SandboxKey.Of(l.OwnerId)))
        {
            if (timeline.CallsOf(sandbox.Key).Calls.Count == 0)
                continue;
            var (from, to) = (Instant.Max(sandbox.Min(l => l.From), span.Start), Instant.Min(sandbox.Max(l => l.To), span.End));
            seconds += Math.Max(0, (to - from).TotalSeconds);
        }

        return Math.Max(LeastSeconds, seconds);
    }
}
