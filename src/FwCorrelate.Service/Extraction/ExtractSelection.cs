// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Extraction;

/// <summary>Which records, episodes and leases of a case go with an incident.</summary>
internal sealed class ExtractSelection
{
    /// <summary>Benign connections a source; more tell an offset to no purpose.</summary>
    private const int FewSamples = 400;

    private static readonly Duration Before = Duration.FromMinutes(10);
    private static readonly Duration EpisodesBefore = Duration.FromHours(2);

    private readonly CaseRun _run;
    private readonly HashSet<(string File, long Line)> _evidence;
    private readonly HashSet<HostAddress> _actors = [];
    private readonly HashSet<Endpoint> _targets = [];
    private readonly HashSet<(string Source, ulong Sensor)> _sensors = [];
    private readonly HashSet<(HostAddress, ushort, Endpoint)> _samples = [];
    private readonly HashSet<HostAddress> _seen = [];
    private readonly HashSet<(string Source, Instant Time)> _ends;
    private readonly HashSet<(string, ulong, long)> _beats = [];
    private readonly Incident _incident;
    private readonly Instant64 _from;
    private readonly Instant64 _to;
    private readonly long _beat;

    public ExtractSelection(ExtractScope scope, Incident incident, CaseRun run, InvestigationResult result)
    {
        (Scope, _incident, _run) = (scope, incident, run);
        _evidence = [.. incident.Evidence.Where(e => e.Role is "flow" or "alert").Select(e => (e.Origin.File, e.Origin.Line)),
            .. incident.Records.Select(r => (r.Origin.File, r.Origin.Line))];
        foreach (var record in run.Records.Where(r => scope >= ExtractScope.Matched || _evidence.Contains((r.File.Path, r.Record.Line))))
        {
            _actors.Add(record.Acting.Address);
            _targets.Add(record.Target);
            _sensors.Add((record.File.Source.Name, record.Record.Sensor));
        }

        _from = Instant64.FromInstant(incident.FirstSeen - Before);
        _to = Instant64.FromInstant(incident.LastSeen + Before);
        _beat = Math.Max(1, run.Inputs.Settings.IdleTimeout.BclCompatibleTicks / 3);
        _ends = [.. result.Sources.SelectMany(s => new[] { (s.Settings.Name, s.From), (s.Settings.Name, s.To) })
            .Where(e => e.Item2 is not null).Select(e => (e.Name, e.Item2!.Value))];
        if (scope >= ExtractScope.Clocks)
            AddSamples();
    }

    public ExtractScope Scope { get; }

    /// <summary>Whether the clocks of the whole case are stated, since what they were read from is left out.</summary>
    public bool StatesClocks => Scope == ExtractScope.Near;

    /// <summary>Whether a record goes along. Asked in the order of the files; a sensor's signs of life are told once each.</summary>
    public bool Wants(in FlowRecord record, InputFile file)
    {
        if (!IsWanted(record, file))
            return IsSignOfLife(record, file.Source.Name);
        _seen.Add(record.Source);
        _seen.Add(record.Destination);
        return true;
    }

    /// <summary>Forgets which signs of life were told.</summary>
    public void StartOver() => _beats.Clear();

    /// <summary>Sandboxes whose traces go along, by <see cref="SandboxKey"/>; ask once the logs were gone through.</summary>
    public IReadOnlySet<string> Sandboxes()
    {
        var attribution = _incident.Attribution;
        IEnumerable<string?> named = [_incident.SandboxId, .. attribution.Sandboxes, .. _incident.NamedCalls.Select(c => c.SandboxId),
            .. attribution.Candidates.Select(c => c.Call.SandboxId)];
        var holders = Leases().Where(l => l.OwnerKind == OwnerKind.Sandbox
            && (Scope >= ExtractScope.Targets || _actors.Any(l.Address.Contains))).Select(l => l.OwnerId);
        return named.OfType<string>().Concat(holders).Select(SandboxKey.Of).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Leases of the addresses that were seen, and of what the incident names; ask once the logs were gone through.</summary>
    public IEnumerable<AddressLease> Leases()
    {
        var used = _incident.Attribution.Leases.ToHashSet();
        return _run.Timeline.Timeline.Leases.Where(l => Scope >= ExtractScope.Matched || used.Contains(l)
            || l.OwnerId == _incident.SandboxId
            || (l.Address.IsSingleAddress ? _seen.Contains(l.Address.Network) : _seen.Any(l.Address.Contains)));
    }

    /// <summary>Addresses of records that go along.</summary>
    public IReadOnlySet<HostAddress> Addresses => _seen;

    /// <summary>Ids by which traces speak of the episodes that go along; null stands for all.</summary>
    public IReadOnlySet<string>? TraceIds()
    {
        if (Scope >= ExtractScope.Matched)
            return null;
        var sandboxes = Sandboxes();
        var timeline = _run.Timeline.Timeline;
        var episodes = timeline.Episodes.Where(e => e.Id == _incident.EpisodeId
            || (e.SandboxId is { } s && sandboxes.Contains(SandboxKey.Of(s)) && IsNear(e.Start, e.End)))
            .Select(e => (e.RunId, e.Id)).ToHashSet();
        var calls = timeline.Calls.Concat(timeline.Untimed).Concat(_incident.NamedCalls)
            .Where(c => c.EpisodeId is { } id && episodes.Contains((c.RunId, id))
                || (c.SandboxId is { } s && sandboxes.Contains(SandboxKey.Of(s)) && IsNear(c.Start.Value, c.End.Value))
                || _incident.NamedCalls.Any(n => n.TraceId == c.TraceId));
        return episodes.Select(e => e.Id).Concat(calls.Select(c => c.TraceId)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private bool IsNear(Instant start, Instant end) => Scope >= ExtractScope.Clocks
        || (start <= _incident.LastSeen + Before && end >= _incident.FirstSeen - EpisodesBefore);

    private bool IsWanted(in FlowRecord record, InputFile file)
    {
        if (_evidence.Contains((file.Path, record.Line)))
            return true;
        var isOfActor = _actors.Contains(record.Source) || _actors.Contains(record.Destination);
        if (isOfActor && (Scope >= ExtractScope.Targets || (record.Start <= _to && record.End >= _from)))
            return true;
        if ((isOfActor || Scope >= ExtractScope.Targets)
            && (_targets.Contains(Endpoint.DestinationOf(record)) || _targets.Contains(Endpoint.SourceOf(record))))
            return true;
        return _samples.Count > 0 && _samples.Contains((record.Source, record.SourcePort, Endpoint.DestinationOf(record)));
    }

    // What a sensor covers, and how long a source logged, is part of the answer: silence would cut connections.
    private bool IsSignOfLife(in FlowRecord record, string source)
    {
        if ((_ends.Contains((source, record.Start.ToInstant())) && _beats.Add((source, 0, long.MinValue)))
            || (_ends.Contains((source, record.End.ToInstant())) && _beats.Add((source, 0, long.MaxValue))))
            return true;
        return _sensors.Contains((source, record.Sensor)) && (Scope >= ExtractScope.Targets || (record.Start <= _to && record.End >= _from))
            && _beats.Add((source, record.Sensor, record.Start.ToUnixTimeTicks() / _beat));
    }

    private void AddSamples()
    {
        var sandboxes = Scope < ExtractScope.Targets ? Sandboxes() : null;
        var addresses = sandboxes is null ? null : _run.Timeline.Timeline.Leases
            .Where(l => l.OwnerKind == OwnerKind.Sandbox && sandboxes.Contains(SandboxKey.Of(l.OwnerId))).Select(l => l.Address).ToList();
        var few = Scope < ExtractScope.Matched;
        foreach (var sample in _run.Detection.Clocks.Samples.Values)
        {
            var connections = sample.Connections.Where(c => addresses is null || addresses.Any(a => a.Contains(c.Client)));
            foreach (var connection in few ? connections.Take(FewSamples) : connections)
                _samples.Add((connection.Client, connection.ClientPort, connection.Service));
        }
    }
}
