// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Clocks;
using FwCorrelate.Commands;
using FwCorrelate.Incidents;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Service;

/// <summary>
/// Lays each named call of an incident on what the logs cover: an agent that only said it did something is told from one that did. That
/// nothing was seen is said only where a log that shows the sandbox's address covers the call without a gap, and every connection of the
/// address was kept.
/// </summary>
internal sealed class CallEffects(
    Timeline timeline, IReadOnlyList<SourceTrust> sources, IReadOnlyDictionary<string, ConnectionSample> samples)
{
    /// <summary>How long after a call its connections may still open: the longest usual wait (decision record 0002).</summary>
    private static readonly Duration After = Duration.FromSeconds(30);
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private readonly ILookup<string, AddressLease> _leases = timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox
        && l.Address.IsSingleAddress).ToLookup(l => SandboxKey.Of(l.OwnerId));
    private readonly TimelineIndex _index = new(timeline);

    public IReadOnlyList<CallEffect> Of(Incident incident) => [.. incident.NamedCalls.Select(c => incident.RecordCount > 0
        ? new CallEffect(c, EffectSeen.Corroborated, string.Create(
            CultureInfo.InvariantCulture, $"{incident.ConnectionCount} of its connections seen, by {incident.SensorCount} sensors"))
        : Of(c))];

    private CallEffect Of(ToolCall call)
    {
        var reading = CommandReading.Of(call);
        if (reading.Ability == NetworkAbility.Inert)
            return new CallEffect(
                call, EffectSeen.OutsideCoverage, "its programs open no connections by themselves: logs of the network cannot show it");
        var (from, to) = (call.TrueStart.Earliest, call.TrueEnd.Latest + After);
        var addresses = _leases[_index.SandboxOf(call)].Where(l => l.From < to && l.To > from).Select(l => l.Address.Network).ToHashSet();
        if (addresses.Count == 0)
            return new CallEffect(call, EffectSeen.OutsideCoverage, "no lease tells which address its sandbox had");
        var covering = sources.Where(s => Covers(s, from, to)).ToList();
        if (covering.Count == 0)
            return new CallEffect(
                call, EffectSeen.OutsideCoverage, $"no log covers {Stamp.Format(from)} to {Stamp.Format(to)} without a gap");
        var seeing = covering.Where(s => samples.TryGetValue(s.Settings.Name, out var sample)
            && sample.Connections.Any(c => addresses.Contains(c.Client))).ToList();
        return seeing.Count == 0
            ? new CallEffect(call, EffectSeen.OutsideCoverage, $"no log that covers it ever shows {string.Join(", ", addresses.Order())}")
            : Judge(call, reading, addresses, seeing, from, to);
    }

    private CallEffect Judge(
        ToolCall call, CommandReading reading, HashSet<HostAddress> addresses, List<SourceTrust> seeing, Instant from, Instant to)
    {
        var then = seeing.SelectMany(
            s => samples[s.Settings.Name].Connections.Where(c => addresses.Contains(c.Client) && IsWithin(s, c, from, to))).ToList();
        var named = then.FirstOrDefault(c => reading.Names(c.Service.Address, c.Service.Port, "").Kind != MentionKind.None);
        if (named != default)
            return new CallEffect(call, EffectSeen.Corroborated,
                $"a connection to {named.Service}, which its command names, was logged at {Stamp.Format(named.Start.ToInstant())}");
        var (logs, who) = (string.Join(", ", seeing.Select(s => s.Settings.Name)), string.Join(", ", addresses.Order()));
        if (seeing.Exists(s => !samples[s.Settings.Name].IsWhole))
            return new CallEffect(call, EffectSeen.OutsideCoverage, $"of the connections in {logs} only a sample was kept");
        if (then.Count > 0 && (!reading.ExactAddresses.Any() || reading.HasInexactDestinations))
            return new CallEffect(call, EffectSeen.OutsideCoverage, string.Create(CultureInfo.InvariantCulture,
                $"its command names no single address, so that none of {then.Count} connections of {who} then is told to be its"));
        var what = then.Count == 0 ? $"no connection of {who}" : $"no connection of {who} to what its command names";
        return new CallEffect(call, EffectSeen.Contradicted, $"{logs} cover {Stamp.Format(from)} to {Stamp.Format(to)} and show {what}");
    }

    private static bool Covers(SourceTrust source, Instant from, Instant to) =>
        source.From <= from && source.To >= to && source.UnreadRecords == 0
            && !source.Gaps.Any(g => g.Interval.Start < to && g.Interval.End > from);

    private static bool IsWithin(SourceTrust source, in SampledConnection connection, Instant from, Instant to)
    {
        var clock = source.Settings.Clock;
        var opened = connection.Start.ToInstant();
        opened -= clock.OffsetAt(opened);
        return opened + clock.Granularity + clock.WorstEarly >= from && opened - clock.WorstLate <= to;
    }
}
