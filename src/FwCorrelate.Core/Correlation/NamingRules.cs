// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Clocks;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>When the leading call of a contact may be named (design, section 6), and in words why not.</summary>
internal sealed class NamingRules(TimelineIndex timeline, InboundSessions inbound)
{
    /// <summary>A call is named from this weight on.</summary>
    public const double NamingThreshold = Attribution.NamedFrom;

    /// <summary>Candidates below it are not listed while there are others.</summary>
    public const double ListingThreshold = 0.001;

    /// <summary>What a call started may connect this long after its end and still count as run by it, seconds.</summary>
    private const double GraceSeconds = 3;

    private readonly Dictionary<(Contact Contact, CallFacts Call), IReadOnlyList<string>> _doubts = [];

    public bool MayName(Contact contact) =>
        contact.Calls is [var leading, ..] && leading.Weight >= NamingThreshold && DoubtsAbout(contact).Count == 0;

    /// <summary>Whether the leading call ran when the connection opened, by the doubt of the clocks.</summary>
    public static bool WasRunning(Contact contact, CallFacts call) => Runs(contact, call, 0);

    /// <summary>What forbids naming the leading call, whatever its weight.</summary>
    public IReadOnlyList<string> DoubtsAbout(Contact contact)
    {
        if (contact.Calls is not [var leading, ..])
            return [];
        var doubts = new List<string>();
        if (contact.Lead.Holders.Rung == Rung.D)
            AddSharedDoubts(doubts, contact, leading);
        doubts.AddRange(DoubtsAbout(contact, leading));
        return doubts;
    }

    /// <summary>
    /// What forbids naming a call for a contact, on any address. An heir has the doubts of the contact that it continues.
    /// </summary>
    private IReadOnlyList<string> DoubtsAbout(Contact contact, in WeighedCall call)
    {
        if (_doubts.TryGetValue((contact, call.Call), out var known))
            return known;
        var doubts = new List<string>();
        if (contact.Lead.Clock.Basis == ClockBasis.Dead)
            doubts.Add($"the clock of {contact.Lead.Connection.Source.Name} stands still: nothing tells when the connection opened");
        if (contact.Lead.Clock.ZoneErrorHours is { } hours)
            doubts.Add(string.Create(CultureInfo.InvariantCulture,
                $"stamps of {contact.Lead.Connection.Source.Name} are {Math.Abs(hours)} h off: its zone must be set first"));
        if (contact.Lead.Holders.MayLackHolders)
            doubts.Add(contact.Lead.Holders.Reason);
        if (call.Continues)
            AddInheritedDoubts(doubts, call);
        else if (!call.MayPrecede)
            doubts.Add("the connection opened before the call started: a cause precedes its effect");
        else if (call.Mention.Kind == MentionKind.None)
            AddTimeDoubts(doubts, contact, call);
        _doubts.Add((contact, call.Call), doubts);
        return doubts;
    }

    private void AddInheritedDoubts(List<string> doubts, in WeighedCall call)
    {
        var (from, facts) = (call.From!, call.Call);
        var index = Array.FindIndex(from.Calls!, c => ReferenceEquals(c.Call, facts));
        if (index < 0 || from.Calls![index].Weight < NamingThreshold || DoubtsAbout(from, from.Calls[index]).Count > 0)
            doubts.Add("the earlier connection that it would continue cannot be named itself");
    }

    private static void AddSharedDoubts(List<string> doubts, Contact contact, in WeighedCall leading)
    {
        if (!leading.Mention.IsLiteral)
            doubts.Add("the address is shared: only a call whose command names the destination may be named");
        else if (leading.OwnWeight < NamingThreshold && !IsOneActWithItsOwn(contact, leading))
            doubts.Add("the address is shared: what an earlier connection hands on names nobody");
        else if (CallOptions.MayHaveStood(contact.Lead) && contact.Calls!.Count(c => c.Weight >= ListingThreshold) > 1)
            doubts.Add("the address is shared, and the connection may have opened before the log began, by another call too");
        else if (contact.Calls!.Count(c => c.Mention.IsLiteral && c.Weight >= ListingThreshold) > 1)
            doubts.Add("the address is shared, and several commands name the destination");
    }

    /// <summary>
    /// Whether it stands beside a connection that the call opened by itself: a translation shows one connection twice, with two ports. What
    /// was there when the log began was not seen to open: another process may show itself beside it.
    /// </summary>
    private static bool IsOneActWithItsOwn(Contact contact, in WeighedCall leading) =>
        leading.From is { Calls: [var first, ..] } from && !CallOptions.MayHaveStood(from.Lead)
        && contact.Start - from.Start <= CauseInference.AtOnceSeconds
        && ReferenceEquals(first.Call, leading.Call) && (first.OwnWeight >= NamingThreshold || IsOneActWithItsOwn(from, first));

    /// <summary>Whether the call's own burst goes on, which itself may be named: then its process was seen to outlive it.</summary>
    private bool GoesOn(in WeighedCall leading)
    {
        var facts = leading.Call;
        return leading.From is { Calls: [var before, ..] } from && ReferenceEquals(before.Call, facts)
            && DoubtsAbout(from, before).Count == 0;
    }

    private void AddTimeDoubts(List<string> doubts, Contact contact, in WeighedCall leading)
    {
        var connection = contact.Lead.Connection;
        if (connection.StartBasis == StartBasis.Unknown && !CallOptions.MayHaveStood(contact.Lead))
            doubts.Add("the connection may have run before its first record: time names nobody");
        if (leading.Call.Call.Start.Basis is TimeBasis.Step or TimeBasis.None)
            doubts.Add("the trace tells only the episode in which the call ran: time names nobody");
        if (!Runs(contact, leading.Call, GraceSeconds) && !GoesOn(leading))
            doubts.Add("the call was not running when the connection opened");
        if (timeline.CoverageOf(leading.Call.Call) is not 1.0)
            doubts.Add("the trace may lack calls: time names nobody");
        if (contact.Lead.Clock.StampDoubt > Duration.Zero)
            doubts.Add("the stamp is of a change of the clocks and has two readings: time names nobody");
        else if (!contact.Lead.Clock.TellsTime)
            doubts.Add(string.Create(CultureInfo.InvariantCulture,
                $"stamps of {connection.Source.Name} may be {contact.Lead.Clock.Slack.TotalSeconds:0} s off: time names nobody"));
        if (inbound.Before(contact.Lead.Acting.Address, contact.Lead.Start) is not null)
            doubts.Add("somebody from outside was logged in: time names nobody");
    }

    private static bool Runs(Contact contact, CallFacts call, double grace)
    {
        var clock = contact.Lead.Clock;
        var lag = contact.Start - call.Start;
        return lag >= -(clock.Granularity + clock.Early).TotalSeconds - call.Doubt
            && (call.Call.IsOpen || lag <= call.Timing.Length + clock.Late.TotalSeconds + call.Doubt + grace);
    }
}
