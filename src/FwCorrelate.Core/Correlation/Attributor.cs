// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Cases;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>
/// Says for each connection which tool call opened it, as far as the evidence goes. It never guesses: a call is named when identity,
/// timing and the command leave less than one chance in a hundred for anything else, else the candidates are listed with weights.
/// </summary>
/// <remarks>
/// Connections are judged together, since each tells of the others: how often an endpoint is contacted without any call, which call
/// was the first to go there. The answer depends on their content only, never on the order in which they are given.
/// </remarks>
public sealed class Attributor
{
    private readonly TimelineIndex _timeline;
    private readonly Dictionary<StitchedConnection, Sighting> _sightings;
    private readonly Dictionary<(AttributionKind Kind, AddressHolders Holders, string Reason), Attribution> _unnamed = [];
    private readonly HolderIndex _holders;
    private readonly Dictionary<string, Actor> _actors = new(StringComparer.Ordinal);
    private readonly BackgroundRates _rates;
    private readonly CandidateWeigher _weigher;
    private readonly InboundSessions _inbound;

    /// <param name="connections">Those that may be asked for, and all others of the same actors to the same endpoints.</param>
    /// <param name="contextOf">What the vendor's fields tell of a connection.</param>
    /// <param name="span">Time that the logs cover.</param>
    /// <param name="others">Connections that only tell how often endpoints are contacted. Gone through once and not kept.</param>
    public Attributor(
        TimelineIndex timeline, CaseSettings settings, IEnumerable<StitchedConnection> connections,
        Func<StitchedConnection, ConnectionContext> contextOf, Interval span, IEnumerable<StitchedConnection> others)
    {
        _timeline = timeline;
        _holders = new HolderIndex(timeline.Leases);
        _inbound = new InboundSessions(settings);
        _rates = new BackgroundRates();
        _weigher = new CandidateWeigher(timeline, settings, _rates);
        var ordered = connections.ToArray();
        KeyedSort.Sort(Array.ConvertAll(ordered, c => c.TrueStart.ToUnixTimeTicks()), ordered, InOrder);
        var sightings = Array.ConvertAll(ordered, c => See(c, contextOf(c)));
        _sightings = new Dictionary<StitchedConnection, Sighting>(sightings.Length, ReferenceEqualityComparer.Instance);
        foreach (var sighting in sightings)
            _sightings.Add(sighting.Connection, sighting);
        Chain(sightings);
        foreach (var sighting in sightings.Concat(others.Select(c => See(c, ConnectionContext.Unknown))))
        {
            _inbound.Add(sighting);
            _rates.Count(sighting, s => CandidateWeigher.IsExplained(s, timeline, settings));
        }

        _inbound.Sort();
        _rates.Close(span);
    }

    /// <summary>Judged when first asked for, with all connections of its actor to its endpoint: most were gathered only to tell of others.</summary>
    public Attribution this[StitchedConnection connection]
    {
        get
        {
            var sighting = _sightings[connection];
            if (sighting.Attribution is null)
                AttributeInOrder(sighting.FirstOfGroup!);
            return sighting.Attribution!;
        }
    }

    /// <summary>Evidence that is missing and would settle what is open: source, host, interval.</summary>
    public IReadOnlyList<string> MissingEvidenceFor(StitchedConnection connection) => this[connection].Kind switch
    {
        AttributionKind.UnknownAddress => MissingEvidence.ForAddress(_sightings[connection]),
        AttributionKind.Sandbox => MissingEvidence.ForSandbox(_sightings[connection]),
        AttributionKind.Candidates => MissingEvidence.ForCandidates(_sightings[connection]),
        _ => [],
    };

    /// <summary>Whether it is its actor's first connection to the endpoint.</summary>
    public bool IsFirstContact(StitchedConnection connection) => _sightings[connection] is var sighting && ReferenceEquals(sighting.FirstOfGroup, sighting);

    /// <summary>How often the connection's endpoint was contacted, by anybody, while no call ran and none explains it.</summary>
    public int UnexplainedContacts(StitchedConnection connection) => _rates.Unexplained(_sightings[connection].Target);

    /// <summary>Whether the end whose cause is asked for is <see cref="StitchedConnection.Initiating"/>; else it is the responder.</summary>
    public bool ActsAsInitiating(StitchedConnection connection) => _sightings[connection].ActsAsInitiating;

    /// <summary>Whether the connection was opened towards a known address from an unknown one.</summary>
    public bool IsInbound(StitchedConnection connection) => _sightings[connection].IsInbound;

    /// <summary>An accepted session from outside into the connection's actor that may be behind it; null where none was seen.</summary>
    public InboundSession? InboundSessionBefore(StitchedConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return _inbound.Before(_sightings[connection].Acting.Address, connection.TrueStart);
    }

    private Sighting See(StitchedConnection connection, ConnectionContext context)
    {
        var acting = connection.Initiating;
        var holders = HoldersOf(acting, connection, context);
        var (actsAsInitiating, isInbound) = (true, false);
        if (holders.Leases.Count == 0 && HoldersOf(connection.Responder, connection, context) is { Leases.Count: > 0 } other)
        {
            // Opened from outside towards a known address; or, where nothing tells who opened it, simply seen from the other end.
            (actsAsInitiating, isInbound) = (false, connection.Opener is not null);
            (acting, holders) = (connection.Responder, other);
        }

        return new Sighting(connection, context, actsAsInitiating, isInbound, holders, ActorOf(acting, holders));
    }

    private AddressHolders HoldersOf(Endpoint end, StitchedConnection connection, ConnectionContext context)
    {
        var slack = connection.Slack;
        return _holders.Of(end, connection.TrueStart - slack, connection.TrueStart + slack, context);
    }

    private Actor ActorOf(Endpoint acting, AddressHolders holders)
    {
        var key = holders.Sandboxes.Count > 0 ? holders.Key : "address " + acting.Address;
        if (!_actors.TryGetValue(key, out var actor))
            _actors.Add(key, actor = new Actor(key, holders.Sandboxes, _timeline, holders.Sandboxes.Count > 0 ? holders.Hosts : []));
        return actor;
    }

    // The id comes last, since making it costs more than all the rest.
    private static int InOrder(StitchedConnection left, StitchedConnection right)
    {
        var order = left.TrueStart.CompareTo(right.TrueStart);
        if (order == 0)
            order = left.Initiating.Address.CompareTo(right.Initiating.Address);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }

    /// <summary>Links the connections of each actor to each endpoint, in order.</summary>
    private static void Chain(Sighting[] sightings)
    {
        var last = new Dictionary<(Actor Actor, Endpoint Target), Sighting>();
        foreach (var sighting in sightings)
        {
            ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(last, (sighting.Actor, sighting.Target), out var isKnown);
            sighting.FirstOfGroup = isKnown ? before!.FirstOfGroup : sighting;
            if (isKnown)
                before!.Next = sighting;
            before = sighting;
        }
    }

    private void AttributeInOrder(Sighting first)
    {
        var earlier = new List<EarlierCause>();
        for (var sighting = first; sighting is not null; sighting = sighting.Next)
            sighting.Attribution = Attribute(sighting, earlier);
    }

    private Attribution Attribute(Sighting sighting, List<EarlierCause> earlier)
    {
        var holders = sighting.Holders;
        if (holders.IsUnknown)
            return Unnamed(sighting, AttributionKind.UnknownAddress, holders.Reason);
        if (holders.Sandboxes.Count == 0)
            return Unnamed(sighting, AttributionKind.None, holders.Reason);
        if (sighting.IsInbound)
            return Unnamed(sighting, AttributionKind.None, $"opened from outside by {sighting.Target.Address}");

        var candidates = _weigher.Weigh(sighting, earlier);
        var none = NoneRate(sighting, candidates.Exists(c => c.Mention.Kind == MentionKind.Pattern));
        var total = none + candidates.Sum(c => c.Rate);
        var ranked = candidates.Select(c => (Candidate: c, Weight: c.Rate / total))
            .Where(c => c.Weight >= CauseModel.ListingThreshold)
            .OrderByDescending(c => c.Weight).ThenBy(c => c.Candidate.Call.TraceId, StringComparer.Ordinal)
            .ThenBy(c => c.Candidate.Call.SpanId, StringComparer.Ordinal).ToList();
        if (ranked.Count == 0)
            return Unnamed(sighting, AttributionKind.Sandbox, NoCallReason(sighting));

        var doubts = DoubtsAbout(ranked[0].Candidate, sighting);
        var isDoubtful = doubts.Count > 0 || holders.MayLackHolders;
        var weights = Capped(ranked.ConvertAll(r => r.Weight), isDoubtful);
        var isNamed = IsNamed(ranked.ConvertAll(r => r.Candidate), weights[0], holders.Rung, isDoubtful);
        Remember(earlier, ranked, weights, sighting);
        return Ranked(sighting, ranked.ConvertAll(r => r.Candidate), weights, isNamed, doubts);
    }

    /// <summary>Rate of "none of these calls": background, an intruder's session, and what ran before the log began (which a pattern of many addresses hits no more often than any other endpoint).</summary>
    private double NoneRate(Sighting sighting, bool isPattern)
    {
        var rate = _rates.Rate(sighting.Actor.Key, sighting.Target);
        if (_inbound.Before(sighting.Acting.Address, sighting.Start) is not null)
            rate += CauseModel.IntruderRate * _rates.EndpointShare;
        if (sighting.Connection is { StartsWithLog: true, StartBasis: StartBasis.Unknown })
            rate += CauseModel.RanBeforeRate * (isPattern ? _rates.EndpointShare : 1);
        return rate;
    }

    /// <summary>Why time alone must not name the leading call; empty where its command speaks for it, or nothing is in doubt.</summary>
    private List<string> DoubtsAbout(WeighedCall leading, Sighting sighting)
    {
        var doubts = new List<string>();
        if (leading.Mention.Kind != MentionKind.None)
            return doubts;
        if (sighting.Connection.StartBasis == StartBasis.Unknown)
            doubts.Add("the connection may have run before its first record: time names nobody");
        if (!leading.WasRunning)
            doubts.Add("the call was not running when the connection opened");
        if (_timeline.CoverageOf(leading.Call) is not 1.0)
            doubts.Add("the trace may lack calls: time names nobody");
        if ((sighting.Connection.Source.SlackIsDocumented || sighting.Connection.StartDoubt > Duration.Zero) && sighting.Slack > Duration.FromSeconds(5))
            doubts.Add($"stamps of {sighting.Connection.Source.Name} may be {sighting.Slack.TotalSeconds:0} s off: time names nobody");
        return doubts;
    }

    private static List<double> Capped(List<double> weights, bool isDoubtful) =>
        isDoubtful && weights[0] > CauseModel.TimingOnlyCap
            ? weights.ConvertAll(w => w * CauseModel.TimingOnlyCap / weights[0])
            : weights;

    private static bool IsNamed(List<WeighedCall> ranked, double weight, Rung rung, bool isDoubtful)
    {
        if (isDoubtful || weight < CauseModel.NamingThreshold)
            return false;
        return rung != Rung.D || (ranked[0].Mention.IsLiteral && ranked.Count(c => c.Mention.IsLiteral) == 1);
    }

    /// <summary>Keeps the causes whose processes may connect again: those made to outlive the call, or seen to.</summary>
    private void Remember(List<EarlierCause> earlier, List<(WeighedCall Candidate, double Weight)> ranked, List<double> weights, Sighting sighting)
    {
        for (var i = 0; i < ranked.Count; i++)
        {
            var (call, mention) = (ranked[i].Candidate.Call, ranked[i].Candidate.Mention);
            var outlived = sighting.Connection.TrueEnd > call.End.Latest + sighting.Slack + Duration.FromSeconds(1);
            if (weights[i] < CauseModel.RememberedWeight || (!outlived && !_timeline.ReadingOf(call).OutlivesCall))
                continue;
            var index = earlier.FindIndex(e => ReferenceEquals(e.Call, call));
            var end = sighting.Connection.TrueEnd;
            if (index < 0)
                earlier.Add(new EarlierCause(call, weights[i], mention, end));
            else
                earlier[index] = earlier[index] with { Weight = Math.Max(weights[i], earlier[index].Weight), LastEnd = Instant.Max(end, earlier[index].LastEnd) };
        }
    }

    private Attribution Ranked(Sighting sighting, List<WeighedCall> ranked, List<double> weights, bool isNamed, List<string> doubts)
    {
        var reasons = new List<string>(doubts);
        if (!isNamed && sighting.Holders.Rung == Rung.D)
            reasons.Add(sighting.Holders.Reason);
        return new Attribution
        {
            Kind = isNamed ? AttributionKind.ToolCall : AttributionKind.Candidates,
            Rung = sighting.Holders.Rung,
            Call = isNamed ? ranked[0].Call : null,
            Confidence = weights[0],
            Lag = ranked[0].Lag,
            Inherited = ranked[0].Continues,
            Candidates = [.. ranked.Select((c, i) => _weigher.Explain(c, weights[i], sighting))],
            NoneWeight = 1 - weights.Sum(),
            Sandboxes = sighting.Holders.Sandboxes,
            Leases = sighting.Holders.Leases,
            Reasons = reasons,
        };
    }

    /// <summary>Nothing in it is the connection's own: all that have the same said of them share one.</summary>
    private Attribution Unnamed(Sighting sighting, AttributionKind kind, string reason)
    {
        if (!_unnamed.TryGetValue((kind, sighting.Holders, reason), out var attribution))
        {
            attribution = new Attribution
            {
                Kind = kind,
                Rung = sighting.Holders.Rung,
                Sandboxes = sighting.Holders.Sandboxes,
                Leases = sighting.Holders.Leases,
                Reasons = [reason],
            };
            _unnamed.Add((kind, sighting.Holders, reason), attribution);
        }

        return attribution;
    }

    private string NoCallReason(Sighting sighting)
    {
        var count = _rates.Unexplained(sighting.Actor.Key, sighting.Target);
        if (sighting.Actor.Calls.Calls.Count == 0)
            return "no tool call of the sandbox is in the traces";
        return count > 1
            ? $"no call fits; the endpoint was contacted {count} times while no call ran"
            : "no call was running when the connection opened";
    }
}
