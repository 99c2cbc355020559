// SPDX-License-Identifier: Apache-2.0

namespace FwCorrelate.Timelines;

/// <summary>Everything the traces and lease tables of a case tell, in a fixed order that does not depend on the order of files or lines.</summary>
public sealed class Timeline
{
    /// <param name="lostLeases">What lease tables may have said besides; null stands for nothing.</param>
    public Timeline(
        IEnumerable<ToolCall> calls, IEnumerable<Episode> episodes, IEnumerable<AddressLease> leases, IReadOnlyList<LostLease>? lostLeases = null)
    {
        LostLeases = lostLeases ?? [];
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

    /// <summary>What lease tables may have said besides <see cref="Leases"/>: no lease of such an address proves that it was held alone.</summary>
    public IReadOnlyList<LostLease> LostLeases { get; }
}
