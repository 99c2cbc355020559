// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Cases;
using FwCorrelate.Clocks;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>
/// Says for each connection which tool call opened it, as far as the evidence goes. It never guesses: a call is named when identity,
/// timing and the command leave less than one chance in a hundred for anything else, else the candidates are listed with weights.
/// </summary>
/// <remarks>
/// Connections are judged together, since each tells of the others: how often an endpoint is contacted without any call, what commands
/// of a kind do, which call was the first to go there. The answer depends on their content only, never on the order in which they are
/// given.
/// </remarks>
public sealed class Attributor
{
    /// <summary>From this weight of "none" on, it is likelier that no call did it, whatever is listed.</summary>
    private const double NoCallFits = 0.5;


    /// <summary>How long after a call a machine may still do what it was asked to.</summary>
    private static readonly Duration Coincidence = Duration.FromSeconds(60);
    private readonly TimelineIndex _timeline;
    private readonly AddressBook _addresses;
    private readonly Dictionary<StitchedConnection, Sighting> _sightings;
    private readonly Dictionary<StitchedConnection, TranslatedConnection> _translated;
    private readonly Dictionary<(AttributionKind Kind, AddressHolders Holders, string Reason), Attribution> _unnamed = [];
    private readonly Dictionary<AddressHolders, string?> _incomplete = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<AddressHolders, double> _lacking = new(ReferenceEqualityComparer.Instance);
    private readonly InboundSessions _inbound;
    private readonly NamingRules _rules;
    private readonly BackgroundEvidence _background;
    private readonly CauseReviewer _reviewer;

    /// <param name="connections">Those that may be asked for, and all others of the same actors to the same endpoints.</param>
    /// <param name="contextOf">What the vendor's fields tell of a connection.</param>
    /// <param name="familyOf">Family of the rules that connections to an endpoint matched; connections of one family tell of each
    /// other.</param>
    /// <param name="span">Time that the logs cover.</param>
    /// <param name="others">Connections that only tell how often endpoints are contacted. Gone through once; the first of each actor and
    /// endpoint is kept.</param>
    /// <param name="names">What the case's logs tell of names, where proxies have part in it.</param>
    public Attributor(
        TimelineIndex timeline, CaseSettings settings, IReadOnlyCollection<StitchedConnection> connections,
        Func<StitchedConnection, ConnectionContext> contextOf, Func<Endpoint, string> familyOf, Interval span,
        IEnumerable<StitchedConnection> others, ResolvedNames? names = null)
    {
        _timeline = timeline;
        _addresses = new AddressBook(timeline);
        _inbound = new InboundSessions(settings);
        _rules = new NamingRules(timeline, _inbound);
        Proxied = ProxyStitcher.Run(connections, contextOf, timeline.Leases, settings, names ?? new ResolvedNames());
        Sighting[] sightings = [.. connections.Select(c => _addresses.See(c, Proxied.ContextOf(c)))];
        Sighting.Sort(sightings);
        _sightings = new Dictionary<StitchedConnection, Sighting>(sightings.Length, ReferenceEqualityComparer.Instance);
        foreach (var sighting in sightings)
        {
            _sightings.Add(sighting.Connection, sighting);
            _inbound.Add(sighting);
        }

        _translated = TranslationStitcher.Run(sightings, settings);
        var numbers = new PlaceNumbers(familyOf, s => timeline.CallsOf(s).Calls.Count > 0);
        var machines = new MachineContacts(numbers);
        var quiet = new QuietContacts(timeline, numbers);
        var asked = sightings.Where(s => !Proxied.IsToldByRequest(s.Connection)).ToList();
        var all = asked.Concat(quiet.TakeFrom(asked, FirstOf(others), machines)).ToArray();
        Sighting.Sort(all);
        _inbound.Sort();
        MarkFirst(all);
        Array.ForEach(all, machines.Add);
        var contacts = new ContactBook(all, numbers).Contacts;
        quiet.StandBefore(contacts);
        var finder = Infer(contacts, quiet, machines, numbers, settings, span, out var inference);
        _background = new BackgroundEvidence(contacts, machines, timeline);
        _reviewer = new CauseReviewer(timeline, _addresses, inference, finder, AttributeAgain, WithoutSandbox);
    }

    /// <summary>What is said of a connection's cause.</summary>
    public Attribution this[StitchedConnection connection]
    {
        get
        {
            if (Proxied.CauseOf(connection, r => this[r]) is { } cause)
                return cause;
            var sighting = _sightings[connection];
            if (_translated.TryGetValue(connection, out var translated))
                return translated.CauseBy(sighting, this[translated.Inner.Connection]);
            if (sighting.Contact is not { } contact)
                return WithoutSandbox(sighting);
            return contact.Attribution ??= Attribute(contact, _rules);
        }
    }

    /// <summary>Evidence that is missing and would settle what is open: source, host, interval.</summary>
    public IReadOnlyList<string> MissingEvidenceFor(StitchedConnection connection) => this[connection].Kind switch
    {
        _ when Proxied.Behind(connection) is { IsStitched: false } behind => MissingEvidence.ForProxy(behind, _sightings[connection]),
        AttributionKind.UnknownAddress => MissingEvidence.ForAddress(Subject(connection)),
        AttributionKind.Sandbox => MissingEvidence.ForSandbox(Subject(connection)),
        AttributionKind.Candidates => MissingEvidence.ForCandidates(Subject(connection)),
        _ => [],
    };

    /// <summary>Calls that are weighed for a connection: what asking about it once more costs.</summary>
    public int CallsWeighedFor(StitchedConnection connection) => Subject(connection).Contact?.Options.Length ?? 0;

    /// <summary>
    /// What may be said against the attribution of a connection. Made anew each time, in some hundred times what attributing it took.
    /// </summary>
    public CauseReview ReviewOf(StitchedConnection connection, ReviewDepth depth)
    {
        var sighting = Subject(connection);
        var review = sighting.Contact is { } contact
            ? _reviewer.Review(contact, this[connection], BackgroundEvidenceFor(connection), InboundSessionBefore(connection), depth)
            : _reviewer.Review(sighting, this[connection]);
        return _translated.ContainsKey(connection) ? TranslatedConnection.ReviewBehind(_sightings[connection], review) : review;
    }

    /// <summary>Whether it is its actor's first connection to the endpoint.</summary>
    public bool IsFirstContact(StitchedConnection connection) => Subject(connection).IsFirstContact;

    /// <summary>
    /// What shows that the connection's endpoint is contacted whether or not an agent acts, in words; empty where nothing does.
    /// </summary>
    public IReadOnlyList<string> BackgroundEvidenceFor(StitchedConnection connection)
    {
        var sighting = Subject(connection);
        return sighting.Contact is { } contact ? _background.For(contact)
            : sighting.Holders is { Sandboxes.Count: 0, IsUnknown: false } ? _background.ForMachine(sighting) : [];
    }

    /// <summary>Whether other sandboxes contact the connection's endpoint without any call of theirs.</summary>
    public bool IsSeenElsewhere(StitchedConnection connection) =>
        Subject(connection).Contact is { } contact && _background.IsSeenElsewhere(contact);

    /// <summary>Why stamps do not show that no call opened the connection; null where they do.</summary>
    public static string? ClockDoubt(StitchedConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Source.Clock is { ZoneErrorHours: null, Basis: not ClockBasis.Dead } ? null
            : $"the stamps of {connection.Source.Name} are wrong: that no call fits shows nothing";
    }

    /// <summary>Why traces do not show that no call opened the connection; null where they do.</summary>
    public string? TraceDoubt(StitchedConnection connection)
    {
        var sighting = Subject(connection);
        if (!_incomplete.TryGetValue(sighting.Holders, out var missing))
            _incomplete.Add(sighting.Holders, missing = sighting.Holders.Sandboxes.FirstOrDefault(s => !_timeline.IsTraceComplete(s)));
        return missing is null ? null : $"the traces of {missing} may lack calls: that none fits shows nothing";
    }

    /// <summary>
    /// Whether the end whose cause is asked for is <see cref="StitchedConnection.Initiating"/>; else it is the responder.
    /// </summary>
    public bool ActsAsInitiating(StitchedConnection connection) => _sightings[connection].ActsAsInitiating;

    /// <summary>What the vendor's own fields tell of the connection.</summary>
    public ConnectionContext ContextOf(StitchedConnection connection) => _sightings[connection].Context;

    /// <summary>Whether the connection was opened towards a known address from an unknown one.</summary>
    public bool IsInbound(StitchedConnection connection) => _sightings[connection].IsInbound;

    /// <summary>
    /// What the traces do not tell of the connection's sandboxes around its start: a call may have opened it that is not there.
    /// </summary>
    public IEnumerable<TraceGap> GapsNear(StitchedConnection connection) => GapsNear(Subject(connection));

    /// <summary>Which connections go through a proxy.</summary>
    public ProxyStitches Proxied { get; }

    /// <summary>
    /// The connection whose cause is asked for in its place, before proxies and translations: that of whoever acted.
    /// </summary>
    public StitchedConnection SubjectOf(StitchedConnection connection) =>
        Proxied.SubjectOf(_translated.TryGetValue(connection, out var translated) ? translated.Inner.Connection : connection);

    private Sighting Subject(StitchedConnection connection) => _sightings[SubjectOf(connection)];

    private IEnumerable<TraceGap> GapsNear(Sighting sighting)
    {
        var clock = sighting.Clock;
        return _timeline.HasGaps
            ? sighting.Holders.Sandboxes.SelectMany(
                s => _timeline.GapsOf(s, sighting.Start - clock.Late, sighting.Start + clock.Granularity + clock.Early)).Distinct()
            : [];
    }

    /// <summary>An accepted session from outside into the connection's actor that may be behind it; null where none was seen.</summary>
    public InboundSession? InboundSessionBefore(StitchedConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return _inbound.Before(Subject(connection).Acting.Address, connection.TrueStart);
    }

    /// <summary>The same where it was a login: somebody may have acted by hand.</summary>
    public InboundSession? LoginBefore(StitchedConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return _inbound.LoginBefore(Subject(connection).Acting.Address, connection.TrueStart);
    }

    /// <summary>Connections of a guesser of passwords that a session followed; 0 where there were none.</summary>
    public int AttemptsBefore(StitchedConnection connection, InboundSession session) =>
        _inbound.AttemptsBefore(Subject(connection).Acting.Address, session);

    /// <summary>
    /// Whether a machine that runs no agent opened it, and no call of any agent ran then or shortly before: no coincidence that something
    /// asked it to.
    /// </summary>
    public bool IsMachineAlone(StitchedConnection connection)
    {
        var sighting = Subject(connection);
        var clock = sighting.Clock;
        return sighting.Holders is { Sandboxes.Count: 0, IsUnknown: false, Leases: [{ OwnerKind: OwnerKind.Host }, ..] }
            && !sighting.IsInbound && clock.TellsTime
            && !_timeline.HasCallAt(sighting.Start - clock.Late - Coincidence, sighting.Start + clock.Granularity + clock.Early);
    }

    /// <summary>The first connection of each actor to each endpoint; all are told to those who count sessions from outside.</summary>
    private List<Sighting> FirstOf(IEnumerable<StitchedConnection> others)
    {
        var first = new Dictionary<ActorTarget, Sighting>();
        foreach (var connection in others)
        {
            var sighting = _addresses.See(connection, ConnectionContext.Unknown);
            _inbound.Add(sighting);
            if (sighting.IsInbound || sighting.Holders.Leases.Count == 0)
                continue;
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(first, ActorTarget.Of(sighting), out _);
            if (known is null || Sighting.InOrder(sighting, known) < 0)
                known = sighting.Alone();
        }

        return [.. first.Values];
    }

    private static void MarkFirst(IEnumerable<Sighting> sightings)
    {
        var seen = new HashSet<ActorTarget>();
        foreach (var sighting in sightings)
            sighting.IsFirstContact = seen.Add(ActorTarget.Of(sighting));
    }

    private CallOptions Infer(
        List<Contact> contacts, QuietContacts quiet, MachineContacts machines, PlaceNumbers numbers, CaseSettings settings, Interval span,
        out CauseInference inference)
    {
        var calls = new CallBook(_timeline);
        var watched = new WatchedTime(_timeline, span);
        var finder = new CallOptions(_timeline, settings, calls, numbers.OfSandbox, span.Start);
        foreach (var contact in contacts)
        {
            contact.Options = finder.Of(contact);
            var gaps = GapsNear(contact.Lead).ToList();
            contact.IsInGap = gaps.Count > 0;
            contact.LackingShare = gaps.Exists(g => g.Kind == TraceGapKind.StoppedClock) ? 1 : LackingShare(contact.Lead.Holders);
            contact.WatchedUntil = watched.Until(contact.Lead.Holders);
            contact.HasVisitor = _inbound.Before(contact.Lead.Acting.Address, contact.Lead.Start) is not null;
        }

        inference = new CauseInference(contacts, quiet, machines, calls, finder, watched.TracedSeconds(), IsEvidence, _rules.MayName);
        inference.Run();
        return finder;
    }

    private double LackingShare(AddressHolders holders)
    {
        if (!_lacking.TryGetValue(holders, out var share))
            _lacking.Add(holders, share = holders.Sandboxes.Average(_timeline.LackingShareOf));
        return share;
    }

    /// <summary>
    /// Sandboxes without any trace say nothing of what happens without calls, nor does a connection that may have begun before.
    /// </summary>
    private bool IsEvidence(Contact contact) =>
        contact.Lead.Connection.StartBasis != StartBasis.Unknown
            && contact.Lead.Holders.Sandboxes.All(s => _timeline.CallsOf(s).Calls.Count > 0);

    private Attribution WithoutSandbox(Sighting sighting)
    {
        var holders = sighting.Holders;
        if (holders.IsUnknown)
            return Unnamed(sighting, AttributionKind.UnknownAddress, holders.Reason);
        return Unnamed(sighting, AttributionKind.None,
            holders.Sandboxes.Count == 0 ? holders.Reason : $"opened from outside by {sighting.Target.Address}");
    }

    /// <summary>Of a contact that is weighed only to see what would be said of it: nothing is kept.</summary>
    private Attribution AttributeAgain(Contact contact)
    {
        var rules = new NamingRules(_timeline, _inbound);
        contact.IsNamed = rules.MayName(contact);
        return Attribute(contact, rules);
    }

    private Attribution Attribute(Contact contact, NamingRules rules)
    {
        var listed = CandidateList.Of(contact);
        if (listed.Count == 0)
            return Unnamed(contact.Lead, AttributionKind.Sandbox, NoCallReason.Of(contact));
        var leading = listed[0];
        var none = 1 - listed.Sum(c => c.Weight);
        var isNoCall = !contact.IsNamed && none >= NoCallFits;
        List<string> doubts = isNoCall ? [NoCallReason.Of(contact)] : contact.IsNamed ? [] : [.. rules.DoubtsAbout(contact)];
        if (!contact.IsNamed && !isNoCall && contact.Lead.Holders is { Rung: Rung.D, MayLackHolders: false })
            doubts.Add(contact.Lead.Holders.Reason);
        return new Attribution
        {
            Kind = contact.IsNamed ? AttributionKind.ToolCall : isNoCall ? AttributionKind.Sandbox : AttributionKind.Candidates,
            Rung = contact.Lead.Holders.Rung,
            Call = contact.IsNamed ? leading.Call : null,
            Confidence = leading.Weight,
            Lag = leading.Lag,
            Inherited = contact.Calls![0].Continues,
            Candidates = listed,
            NoneWeight = none,
            Sandboxes = contact.Lead.Holders.Sandboxes,
            Leases = contact.Lead.Holders.Leases,
            Reasons = doubts,
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
}
