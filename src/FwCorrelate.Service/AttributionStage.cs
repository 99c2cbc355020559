// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>Ties matched records to connections and connections to causes.</summary>
internal sealed class AttributionStage
{
    private readonly Detection _detection;
    private readonly IDetector _detector;
    private readonly StitchedConnection[] _connections;
    private readonly Dictionary<StitchedConnection, ConnectionContext> _contexts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Attribution, Attribution> _inherited = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int[], IReadOnlyList<RuleSummary>> _ruleLists = new(ReferenceEqualityComparer.Instance);

    /// <param name="others">See <see cref="Attributor"/>.</param>
    /// <param name="toldOf">What the vendor's own fields tell of a connection that no rule may have matched.</param>
    /// <param name="names">What logs tell of names.</param>
    public AttributionStage(
        Detection detection, IDetector detector, StitchedConnections connections, IEnumerable<StitchedConnection> others,
        TimelineIndex timeline, CaseSettings settings, Func<StitchedConnection, ConnectionContext> toldOf, ResolvedNames names)
    {
        _detection = detection;
        _detector = detector;
        _connections = new StitchedConnection[detection.Matched.Count];
        for (var i = 0; i < _connections.Length; i++)
        {
            ref readonly var flow = ref detection.Matched[i];
            var connection = _connections[i] = connections.Find(flow.Record, flow.File.File)
                ?? throw new InvalidOperationException($"The matched record {flow.File.File}:{flow.Record.Line} is in no connection.");
            if (!ReferenceEquals(flow.Context, ConnectionContext.Unknown))
                _contexts[connection] = ContextOf(connection).With(flow.Context);
        }

        foreach (var connection in connections.Where(c => !_contexts.ContainsKey(c)))
        {
            if (toldOf(connection) is var told && !ReferenceEquals(told, ConnectionContext.Unknown))
                _contexts[connection] = told;
        }

        Attributor = new Attributor(timeline, settings, connections, ContextOf, FamilyOf(detection, detector), Span, others, names);
        Infrastructure = new InfrastructureMatcher(settings.Infrastructure);
        StoppedEpisodes = timeline.StoppedEpisodes.Count;
    }

    public Attributor Attributor { get; }

    public InfrastructureMatcher Infrastructure { get; }

    /// <summary>Episodes whose calls all carry one stamp.</summary>
    public int StoppedEpisodes { get; }

    /// <summary>Which traces' clocks were put right, in words for users.</summary>
    public IReadOnlyList<string> ClockWarnings { get; set; } = [];

    /// <summary>Time that the logs cover.</summary>
    public Interval Span
    {
        get
        {
            var times = _detection.Tallies.Values.Where(t => t.From is not null).ToList();
            return times.Count == 0
                ? new Interval(NodaConstants.UnixEpoch, NodaConstants.UnixEpoch)
                : new Interval(times.Min(t => t.From!.Value).ToInstant(), times.Max(t => t.To!.Value).ToInstant());
        }
    }

    /// <summary>
    /// Matched records with their causes, in the order of their content; a record whose rules mention the agent is left out where the cause
    /// refutes them all.
    /// </summary>
    public List<MatchedRecord> Attribute()
    {
        var records = new List<MatchedRecord>(_connections.Length);
        for (var i = 0; i < _connections.Length; i++)
        {
            ref readonly var flow = ref _detection.Matched[i];
            var attribution = Attributor[_connections[i]];
            var rules = ConfirmedRules(flow, _connections[i], attribution);
            if (rules.Count > 0)
                records.Add(Attribute(flow, _connections[i], attribution, rules));
        }

        return records;
    }

    /// <summary>All that results say of a record.</summary>
    public AttributedRecord Describe(IncidentRecord record, RecordReference reference)
    {
        var connection = Summarise(record.Stitched, record.Record);
        return new AttributedRecord(
            reference, record.Origin, LossNear(record), record.Rules, connection, record.Attribution with { Connection = connection },
            record.SuppressedBy);
    }

    /// <summary>Family of the first rule, by level, that anything to an endpoint matched; the same whatever the order of records.</summary>
    private static Func<Endpoint, string> FamilyOf(Detection detection, IDetector detector)
    {
        var first = new Dictionary<Endpoint, RuleSummary>();
        for (var i = 0; i < detection.Matched.Count; i++)
        {
            ref readonly var flow = ref detection.Matched[i];
            var rule = flow.Rules.Select(r => detector.Rules[r]).Aggregate((a, b) => IsBefore(a, b) ? a : b);
            var initiator = Endpoint.InitiatorOf(flow.Record);
            if (initiator != Initiator.Destination)
                Note(Endpoint.DestinationOf(flow.Record), rule);
            if (initiator != Initiator.Source)
                Note(Endpoint.SourceOf(flow.Record), rule);
        }

        return end => first.TryGetValue(end, out var rule) ? rule.Family : "";

        void Note(Endpoint end, RuleSummary rule)
        {
            if (!first.TryGetValue(end, out var known) || IsBefore(rule, known))
                first[end] = rule;
        }

        static bool IsBefore(RuleSummary one, RuleSummary other) =>
            one.Level != other.Level ? one.Level > other.Level : string.CompareOrdinal(one.Id, other.Id) < 0;
    }

    private ConnectionContext ContextOf(StitchedConnection connection) =>
        _contexts.GetValueOrDefault(connection, ConnectionContext.Unknown);

    private IReadOnlyList<RuleSummary> ConfirmedRules(in MatchedFlow flow, StitchedConnection connection, Attribution attribution)
    {
        if (!_ruleLists.TryGetValue(flow.Rules, out var rules))
            _ruleLists.Add(flow.Rules, rules = InOrder(flow.Rules));
        var isAnswer = connection.IsAnswer(flow.Record);
        var usesAttribution = rules.Any(r => r.UsesAttribution);
        if (!isAnswer && !usesAttribution)
            return rules;
        var confirmed = isAnswer ? Array.FindAll(flow.Rules, r => !_detector.AsksForService(r)) : flow.Rules;
        if (usesAttribution)
        {
            var record = flow.Read();
            var seen = attribution with { Connection = Summarise(connection, flow.Record) };
            confirmed = Array.FindAll(confirmed, r => !_detector.Rules[r].UsesAttribution || _detector.Confirms(r, record, seen));
        }

        return confirmed.Length == flow.Rules.Length ? rules : InOrder(confirmed);
    }

    private IReadOnlyList<RuleSummary> InOrder(int[] rules) =>
        [.. rules.Select(r => _detector.Rules[r]).OrderByDescending(r => r.Level).ThenBy(r => r.Id, StringComparer.Ordinal)];

    private MatchedRecord Attribute(
        in MatchedFlow flow, StitchedConnection connection, Attribution attribution, IReadOnlyList<RuleSummary> rules)
    {
        if (flow.Record.Start > connection.Start && attribution.Candidates.Count > 0)
            attribution = Inherited(attribution);
        var initiating = Attributor.ActsAsInitiating(connection);
        var expected = Infrastructure.Find(
            attribution, initiating ? connection.Initiating : connection.Responder, initiating ? connection.Responder
                : connection.Initiating,
            ContextOf(connection).Domain, flow.Record.Start.ToInstant());
        return new MatchedRecord(this, flow, connection, rules, attribution, expected?.ToString());
    }

    /// <summary>The same for a later record of the connection; one for all of them.</summary>
    private Attribution Inherited(Attribution attribution)
    {
        if (!_inherited.TryGetValue(attribution, out var inherited))
            _inherited.Add(attribution, inherited = attribution with { Inherited = true });
        return inherited;
    }

    private Connection Summarise(StitchedConnection connection, in FlowRecord record)
    {
        var initiator = connection.Opener is not { } opener ? Initiator.Unknown
            : opener == Endpoint.SourceOf(record) ? Initiator.Source : Initiator.Destination;
        return new Connection(
            connection.Id, connection.Start.ToInstant(), connection.StartBasis, connection.End.ToInstant(), connection.Flows.Count,
            Attributor.IsFirstContact(connection), initiator)
        { Proxy = Attributor.Proxied.ViewOf(connection) };
    }

    private string LossNear(IncidentRecord matched)
    {
        var record = matched.Record;
        if (record.IsSampled)
            return "sampled";
        var coverage = _detection.Coverage.Of(matched.File.Source.Name, record.Sensor);
        var (start, end) = (record.Start, record.End);
        return coverage is not null && coverage.Lost.Any(l => l.Start <= end && start <= l.End) ? "skipdata" : "none";
    }
}
