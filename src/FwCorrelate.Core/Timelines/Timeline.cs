// SPDX-License-Identifier: Apache-2.0

namespace FwCorrelate.Timelines;

/// <summary>Everything the traces and lease tables of a case tell, in a fixed order that does not depend on the order of files or lines.</summary>
public sealed class Timeline
{
    public Timeline(IEnumerable<ToolCall> calls, IEnumerable<Episode> episodes, IEnumerable<AddressLease> leases)
    {
        Calls = [.. calls.OrderBy(c => c.Start.Value).ThenBy(c => c.TraceId, StringComparer.Ordinal).ThenBy(c => c.SpanId, StringComparer.Ordinal)
            .ThenBy(c => c.Origin.Sha256, StringComparer.Ordinal)];
        Episodes = [.. episodes.OrderBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => e.Start).ThenBy(e => e.RunId, StringComparer.Ordinal)];
        Leases = [.. leases.OrderBy(l => l.Address.Network).ThenBy(l => l.Address.Length).ThenBy(l => l.From).ThenBy(l => l.OwnerId, StringComparer.Ordinal)
            .ThenBy(l => l.To).ThenBy(l => l.Network, StringComparer.Ordinal).ThenBy(l => l.PortFrom)];
    }

    public static Timeline Empty { get; } = new([], [], []);

    /// <summary>By start, then trace and span id.</summary>
    public IReadOnlyList<ToolCall> Calls { get; }

    public IReadOnlyList<Episode> Episodes { get; }

    public IReadOnlyList<AddressLease> Leases { get; }

    /// <summary>What the traces do not tell, by start.</summary>
    public IReadOnlyList<TraceGap> Gaps { get; init; } = [];

    /// <summary>What they tell in two ways that exclude each other, by subject.</summary>
    public IReadOnlyList<TraceConflict> Conflicts { get; init; } = [];

    /// <summary>When models generated, by start.</summary>
    public IReadOnlyList<ModelGeneration> Generations { get; init; } = [];

    /// <summary>How many spans were read; several may be of one call.</summary>
    public long Spans { get; init; }
}
