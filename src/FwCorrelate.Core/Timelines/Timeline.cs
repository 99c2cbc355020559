// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Conversations;
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>
/// Everything the traces and lease tables of a case tell, in a fixed order that does not depend on the order of files or lines.
/// </summary>
public sealed class Timeline
{
    private Dictionary<(string? RunId, string Id), string>? _checkpoints;

    /// <param name="lostLeases">What lease tables may have said besides; null stands for nothing.</param>
    public Timeline(
        IEnumerable<ToolCall> calls, IEnumerable<Episode> episodes, IEnumerable<AddressLease> leases,
        IReadOnlyList<LostLease>? lostLeases = null)
    {
        LostLeases = lostLeases ?? [];
        Calls = [.. calls.OrderBy(c => c.Start.Value).ThenBy(c => c.TraceId, StringComparer.Ordinal)
            .ThenBy(c => c.SpanId, StringComparer.Ordinal)
            .ThenBy(c => c.Origin.Sha256, StringComparer.Ordinal)];
        Episodes = [.. episodes.OrderBy(e => e.Id, StringComparer.Ordinal).ThenBy(e => e.Start)
            .ThenBy(e => e.RunId, StringComparer.Ordinal)];
        Leases = [.. leases.OrderBy(l => l.Address.Network).ThenBy(l => l.Address.Length).ThenBy(l => l.From)
            .ThenBy(l => l.OwnerId, StringComparer.Ordinal)
            .ThenBy(l => l.To).ThenBy(l => l.Network, StringComparer.Ordinal).ThenBy(l => l.PortFrom)];
    }

    /// <summary>Which weights acted in an episode; null where the traces do not tell.</summary>
    public string? CheckpointOf(string? runId, string episodeId)
    {
        _checkpoints ??= Episodes.Where(e => e.Checkpoint is not null).GroupBy(e => (e.RunId, e.Id))
            .ToDictionary(g => g.Key, g => g.First().Checkpoint!);
        return _checkpoints.GetValueOrDefault((runId, episodeId));
    }

    /// <summary>The same with the clocks of some hosts put right: of calls, of generations, of what the traces do not tell.</summary>
    /// <param name="offsets">Stamps of a host's traces minus true time, by host.</param>
    public Timeline WithHostClocks(IReadOnlyDictionary<string, Duration> offsets)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        if (offsets.Count == 0)
            return this;
        var hosts = Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox && l.Host.Length > 0).GroupBy(l => SandboxKey.Of(l.OwnerId))
            .ToDictionary(g => g.Key, g => g.First().Host);
        return new Timeline(
            Calls.Select(c => c with { ClockOffset = OffsetOf(c.HostId, c.SandboxId) ?? c.ClockOffset }), Episodes, Leases, LostLeases)
        {
            Untimed = Untimed,
            Gaps = [.. Gaps.Select(Corrected).OrderBy(g => g.From)],
            Conflicts = Conflicts,
            Generations = [.. Generations.Select(
                g => OffsetOf(null, g.SandboxId) is { } offset ? g with { Start = g.Start - offset, End = g.End - offset } : g)
                .OrderBy(g => g.Start).ThenBy(g => g.End).ThenBy(g => g.EpisodeId, StringComparer.Ordinal)],
            Spans = Spans,
            Messages = Messages,
            MessagesLacking = MessagesLacking,
        };

        Duration? OffsetOf(string? host, string? sandbox)
        {
            host ??= sandbox is null ? null : hosts.GetValueOrDefault(SandboxKey.Of(sandbox));
            return host is not null && offsets.TryGetValue(host, out var offset) ? offset : null;
        }

        TraceGap Corrected(TraceGap gap) => OffsetOf(null, gap.SandboxId) is not { } offset ? gap
            : gap with
            {
                From = gap.From == Instant.MinValue ? gap.From : gap.From - offset,
                To = gap.To == Instant.MaxValue ? gap.To : gap.To - offset
            };
    }

    public static Timeline Empty { get; } = new([], [], []);

    /// <summary>By start, then trace and span id.</summary>
    public IReadOnlyList<ToolCall> Calls { get; }

    /// <summary>
    /// Calls of traces that have no clock, or a dead one, by episode and place: they have happened, nobody knows when, and the join asks
    /// none of them.
    /// </summary>
    public IReadOnlyList<ToolCall> Untimed { get; init; } = [];

    public IReadOnlyList<Episode> Episodes { get; }

    public IReadOnlyList<AddressLease> Leases { get; }

    /// <summary>What the traces do not tell, by start.</summary>
    public IReadOnlyList<TraceGap> Gaps { get; init; } = [];

    /// <summary>What they tell in two ways that exclude each other, by subject.</summary>
    public IReadOnlyList<TraceConflict> Conflicts { get; init; } = [];

    /// <summary>When models generated, by start.</summary>
    public IReadOnlyList<ModelGeneration> Generations { get; init; } = [];

    /// <summary>Where the messages of each trace stand, in the order of the conversation.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EpisodeMessage>> Messages { get; init; } =
        new Dictionary<string, IReadOnlyList<EpisodeMessage>>();

    /// <summary>Why messages of a trace may be missing, by trace; those without an entry are whole.</summary>
    public IReadOnlyDictionary<string, string> MessagesLacking { get; init; } = new Dictionary<string, string>();

    /// <summary>How many spans were read; several may be of one call.</summary>
    public long Spans { get; init; }

    /// <summary>
    /// What lease tables may have said besides <see cref="Leases"/>: no lease of such an address proves that it was held alone.
    /// </summary>
    public IReadOnlyList<LostLease> LostLeases { get; }
}
