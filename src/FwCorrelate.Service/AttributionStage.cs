// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service;

/// <summary>Ties matched records to connections and connections to causes.</summary>
internal sealed class AttributionStage
{
    private readonly Detection _detection;
    private readonly IDetector _detector;
    private readonly IReadOnlyDictionary<ConnectionKey, IReadOnlyList<StitchedConnection>> _connections;
    private readonly Dictionary<StitchedConnection, ConnectionContext> _contexts = new(ReferenceEqualityComparer.Instance);

    public AttributionStage(Detection detection, IDetector detector, GatheredFlows gathered, TimelineIndex timeline, CaseSettings settings)
    {
        _detection = detection;
        _detector = detector;

        // Records that were not read may have come before: without coverage a start is only what a record proves.
        Func<string, ulong, SensorCoverage?> coverage = gathered.IsWhole ? detection.Coverage.Of : (_, _) => null;
        _connections = new ConnectionStitcher(Duration64.FromDuration(settings.IdleTimeout), coverage).Stitch(gathered.Flows);
        foreach (var (flow, _) in detection.Matched)
        {
            var connection = ConnectionOf(flow);
            _contexts[connection] = RecordFacts.Context(flow.Record, _contexts.GetValueOrDefault(connection));
        }

        Attributor = new Attributor(
            timeline, settings, _connections.Values.SelectMany(c => c), c => _contexts.GetValueOrDefault(c, ConnectionContext.Unknown), Span());
        Infrastructure = new InfrastructureMatcher(settings.Infrastructure);
    }

    public Attributor Attributor { get; }

    public InfrastructureMatcher Infrastructure { get; }

    /// <summary>Matched records with their causes; a record whose rules mention the agent is left out where the cause refutes them all.</summary>
    public List<IncidentRecord> Attribute()
    {
        var records = new List<IncidentRecord>();
        foreach (var (flow, sha256) in _detection.Matched)
        {
            var connection = ConnectionOf(flow);
            var attribution = Attributor[connection] with { Connection = Summarise(connection, flow.Record.Record) };
            var rules = ConfirmedRules(flow, attribution);
            if (rules.Count > 0)
                records.Add(Attribute(flow, sha256, connection, attribution, rules));
        }

        return records;
    }

    private List<RuleSummary> ConfirmedRules(MatchedFlow flow, Attribution attribution) =>
    [
        .. flow.Rules.Where(r => !_detector.Rules[r].UsesAttribution || _detector.Confirms(r, flow.Record, attribution))
            .Select(r => _detector.Rules[r]).OrderByDescending(r => r.Level).ThenBy(r => r.Id, StringComparer.Ordinal),
    ];

    private IncidentRecord Attribute(MatchedFlow flow, string sha256, StitchedConnection connection, Attribution attribution, List<RuleSummary> rules)
    {
        ref readonly var record = ref flow.Record.Record;
        var (acting, target) = Attributor.EndsOf(connection);
        if (record.Start > connection.Start && attribution.Candidates.Count > 0)
            attribution = attribution with { Inherited = true };
        var expected = Infrastructure.Find(attribution, acting, target, _contexts[connection].Domain, record.Start.ToInstant());
        var attributed = new AttributedRecord(
            flow.Record,
            new RecordOrigin(flow.File.File.Path, record.Line, record.Index, record.Offset, sha256),
            LossNear(flow, record),
            rules,
            attribution.Connection!,
            attribution,
            expected?.ToString());
        return new IncidentRecord(attributed, connection, acting, target);
    }

    private Connection Summarise(StitchedConnection connection, in FlowRecord record)
    {
        var initiator = connection.Opener is not { } opener ? Initiator.Unknown
            : opener == Endpoint.SourceOf(record) ? Initiator.Source : Initiator.Destination;
        return new Connection(
            connection.Id, connection.Start.ToInstant(), connection.StartBasis, connection.End.ToInstant(), connection.Flows.Count,
            Attributor.IsFirstContact(connection), initiator);
    }

    private string LossNear(MatchedFlow flow, in FlowRecord record)
    {
        if (record.IsSampled)
            return "sampled";
        var coverage = _detection.Coverage.Of(flow.File.File.Source.Name, record.Sensor);
        var (start, end) = (record.Start, record.End);
        return coverage is not null && coverage.Lost.Any(l => l.Start <= end && start <= l.End) ? "skipdata" : "none";
    }

    private StitchedConnection ConnectionOf(MatchedFlow flow)
    {
        var record = flow.Record.Record;
        return _connections[ConnectionKey.Of(record, flow.File.File)].Last(c => c.Start <= record.Start);
    }

    private Interval Span()
    {
        var times = _detection.Tallies.Values.Where(t => t.From is not null).ToList();
        return times.Count == 0
            ? new Interval(NodaConstants.UnixEpoch, NodaConstants.UnixEpoch)
            : new Interval(times.Min(t => t.From!.Value).ToInstant(), times.Max(t => t.To!.Value).ToInstant());
    }
}
