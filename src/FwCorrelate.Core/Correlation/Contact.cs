// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>A call that may have opened a contact, before anything else is known of either.</summary>
/// <param name="Densities">Of the stamp, given that the call opened it.</param>
/// <param name="StandingDensity">Of the stamp, given that the call opened it unseen and it stood when the log began, per second.</param>
/// <param name="UnseenPresence">Probability that a process of the call was there when the log began, where it is too early to have seen it
/// otherwise; else 0.</param>
/// <param name="MayPrecede">Whether the call may have started before the connection opened, by the doubt of the clocks.</param>
internal readonly record struct CallOption(
    CallFacts Call, DelayDensities Densities, double StandingDensity, double UnseenPresence, Mention Mention, bool MayPrecede)
{
    /// <summary>
    /// Whether it is asked for because of what other calls of its text do, however long after it: it tells nothing of delays.
    /// </summary>
    public bool IsLate { get; init; }
}

/// <summary>A call with its share in a contact.</summary>
/// <param name="Weight">Posterior weight.</param>
/// <param name="OwnWeight">The part of it that the call has by opening this very connection; the rest it has through earlier ones.</param>
/// <param name="From">The earlier contact that most of the rest comes from.</param>
internal readonly record struct WeighedCall(
    CallFacts Call, double Weight, double OwnWeight, Mention Mention, bool MayPrecede, Contact? From)
{
    public bool Continues => OwnWeight < Weight / 2;

}

/// <summary>What a contact tells of the one before it in its burst.</summary>
/// <param name="Before">The contact before; null where it begins a burst.</param>
/// <param name="Call">The call that both may be of.</param>
/// <param name="Ratios">Likelihood of this contact if the other was of another call, by call, over that if it was of this one.</param>
/// <param name="NoneRatio">The same if the other was no call's.</param>
/// <param name="RestRatio">The same for calls that hand nothing on.</param>
/// <param name="Continuing">Probability that it continues the burst, if both are the call's.</param>
internal readonly record struct BurstStep(
    Contact? Before, CallFacts? Call, IReadOnlyList<(CallFacts Call, double Ratio)> Ratios, double NoneRatio, double RestRatio,
    double Continuing)
{
    public static BurstStep None => new(null, null, [], 1, 1, 0);
}

/// <summary>
/// One connection as all sensors that saw it tell: what has one cause. Times are true times in seconds since the epoch, by the view that
/// tells them best.
/// </summary>
internal sealed class Contact(Sighting lead)
{
    /// <summary>The view whose stamp is believed.</summary>
    public Sighting Lead { get; private set; } = lead;

    public List<Sighting> Views { get; } = new(1) { lead };

    public double Start { get; private set; } = LagReader.SecondsOf(lead.Start);

    public double End { get; private set; } = LagReader.SecondsOf(lead.Connection.TrueEnd);

    /// <summary>Numbers of the sandboxes that may have held the address; the last may be a crowd of those without a call.</summary>
    public int[] Sandboxes { get; set; } = [];

    /// <summary>Sandboxes that may have held the address, each of a crowd counted.</summary>
    public int SandboxCount { get; set; }

    public int Endpoint { get; set; }

    public int Address { get; set; }

    public int Family { get; set; }

    /// <summary>Domain that any view names for the target; else the only one that the case's logs name for it; else empty.</summary>
    public string Domain { get; set; } = "";

    /// <summary>
    /// Whether another contact of one of its sandboxes goes to the endpoint: else no process of it is ever looked for there.
    /// </summary>
    public bool IsRepeated { get; set; }

    /// <summary>Whether one of its sandboxes goes to another port of the address too.</summary>
    public bool HasOtherPorts { get; set; }

    /// <summary>
    /// By sandbox, the last first contact of the family before it, where that is a quiet one: when it began, seconds since the epoch, and
    /// the probability that it is the sandbox's; else 0. Null where it is none of any sandbox. See <see cref="QuietContacts"/>.
    /// </summary>
    public (double Start, double Weight)[]? QuietBefore { get; set; }

    /// <summary>Whether none of its sandboxes had contacted the endpoint before.</summary>
    public bool IsFirst { get; set; }

    public CallOption[] Options { get; set; } = [];

    /// <summary>Whether somebody from outside had a session when it opened.</summary>
    public bool HasVisitor { get; set; }

    /// <summary>Whether traces do not tell all of its sandboxes around its start.</summary>
    public bool IsInGap { get; set; }

    /// <summary>Share of its sandboxes' calls that the traces may lack.</summary>
    public double LackingShare { get; set; }

    /// <summary>
    /// Whether what seems to be no call's may be an act like those of calls: an intruder's, or that of a call which the traces lack.
    /// </summary>
    public bool MayHideActor => HasVisitor || LackingShare > 0;

    /// <summary>
    /// Seconds since the log began, where that is so short that what was there before may not have shown itself; else null.
    /// </summary>
    public double? SinceLogBegan { get; set; }

    /// <summary>By weight, heaviest first; null until inferred.</summary>
    public WeighedCall[]? Calls { get; set; }

    public double NoneWeight { get; set; } = 1;

    /// <summary>
    /// The part of <see cref="NoneWeight"/> that is a new event without a call: not the continuation of an earlier one, nor an intruder's.
    /// </summary>
    public double OwnNoneWeight { get; set; }

    /// <summary>
    /// Parts of it that continue earlier contacts: seconds since the earlier one ended, its persistence, whether a call's, and weight.
    /// </summary>
    public (double Gap, int Persistence, bool IsCall, double Weight)[] Continuations { get; set; } = [];

    /// <summary>
    /// How often its process was seen to connect again before, as far as that matters: what has done so twice goes on as one that did it
    /// often.
    /// </summary>
    public int Persistence { get; set; }

    public const int MostPersistence = 2;

    /// <summary>The tracks that it may continue, as the last round left them.</summary>
    public TrackStep[] Steps { get; set; } = [];

    /// <summary>
    /// Until when what makes it could have been seen to go on, seconds since the epoch: the end of its sandboxes, or of the log.
    /// </summary>
    public double WatchedUntil { get; set; }

    /// <summary>What <see cref="NoneWeight"/> was put together of, before later contacts told of it.</summary>
    public NoneRates NoneRates { get; set; }

    /// <summary>Weight of a call that makes the contact once a second: what rates are multiplied with.</summary>
    public double Scale { get; set; }

    /// <summary>
    /// How much less likely this contact is if the one before it in its burst was no call's than if it was its leading call's.
    /// </summary>
    public BurstStep Burst { get; set; } = BurstStep.None;

    /// <summary>Whether its leading call is named.</summary>
    public bool IsNamed { get; set; }

    public Attribution? Attribution { get; set; }

    /// <summary>
    /// Seconds from the end of an earlier contact to the start of this one; negative only where they surely overlap: the granularity of the
    /// stamps hides what is shorter.
    /// </summary>
    public double GapAfter(Contact earlier)
    {
        var gap = Start - earlier.End;
        return gap >= -Lead.Clock.Granularity.TotalSeconds ? Math.Max(0, gap) : gap;
    }

    /// <summary>See <see cref="TrackStep.Outlook"/>.</summary>
    public double OutlookOf(EndpointTrack track)
    {
        foreach (ref readonly var step in Steps.AsSpan())
        {
            if (ReferenceEquals(step.Last, track.Last) && step.Sandbox == track.Sandbox)
                return step.Outlook;
        }

        return 1;
    }

    /// <summary>Takes another sensor's view of the same connection.</summary>
    public void Add(Sighting view)
    {
        Views.Add(view);
        End = Math.Max(End, LagReader.SecondsOf(view.Connection.TrueEnd));
        if (!IsBetter(view, Lead))
            return;
        Lead = view;
        Start = LagReader.SecondsOf(view.Start);
    }

    /// <summary>The same contact as if it had been seen otherwise; not yet weighed.</summary>
    /// <param name="views">At least one.</param>
    public Contact SeenAs(IReadOnlyList<Sighting> views)
    {
        var contact = new Contact(views[0])
        {
            Sandboxes = Sandboxes,
            SandboxCount = SandboxCount,
            Endpoint = Endpoint,
            Address = Address,
            Family = Family,
            Domain = Domain,
            IsFirst = IsFirst,
            HasVisitor = HasVisitor,
            IsInGap = IsInGap,
            LackingShare = LackingShare,
            SinceLogBegan = SinceLogBegan,
            NoneRates = NoneRates,
            Scale = Scale,
        };
        foreach (var view in views.Skip(1))
            contact.Add(view);
        return contact;
    }

    /// <summary>A start that is better known, a stamp that is less in doubt; else the first view stays.</summary>
    private static bool IsBetter(Sighting view, Sighting lead) => view.Connection.StartBasis != lead.Connection.StartBasis
        ? view.Connection.StartBasis < lead.Connection.StartBasis : view.Clock.Slack < lead.Clock.Slack;
}
