// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Clocks;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Finds the calls that may have opened a contact: those whose time fits, and those that name its destination.</summary>
/// <param name="logBegan">Before it nothing could be seen.</param>
internal sealed class CallOptions(
    TimelineIndex timeline, CaseSettings settings, CallBook calls, Func<string, int> numberOf, Instant logBegan)
{
    /// <summary>
    /// Calls that one contact is weighed with. Where more run at once on one address, the rest is so far from being named that leaving it
    /// out changes no name; it keeps the work within the number of contacts.
    /// </summary>
    private const int Most = 2000;

    /// <summary>Within it what ran before the log shows itself, at any moment: the usual aggregation window, seconds.</summary>
    public const double AggregationSeconds = 60;

    /// <summary>What was there before the log shows itself within it, mostly: retries are rarely further apart.</summary>
    private static readonly Duration Early = Duration.FromMinutes(30);

    /// <summary>How long before the log calls are asked for.</summary>
    private static readonly Duration LongestBefore = Duration.FromHours(3);

    /// <summary>
    /// How long after its end a call that names the destination is asked for: a late start is rare, and rarer still by chance where its
    /// command says.
    /// </summary>
    private static readonly Duration LongestAfter = Duration.FromHours(1);

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public CallOption[] Of(Contact contact)
    {
        var sighting = contact.Lead;
        if (IsEarly(contact))
            contact.SinceLogBegan = Math.Max(0, (sighting.Start - logBegan).TotalSeconds);
        if (sighting.Actor.Calls.Calls.Count == 0)
            return [];
        var stamp = StampTiming.Of(sighting.Clock);
        var options = new List<CallOption>();
        foreach (var call in InWindow(sighting))
            options.Add(Make(contact, call, stamp));
        foreach (var call in LongBefore(contact, options))
            options.Add(Make(contact, call, stamp));
        options.RemoveAll(o => o.Densities.Sum + o.StandingDensity + o.UnseenPresence <= 0);
        return options.Count <= Most ? [.. options]
            : [.. options.OrderByDescending(
                o => DelayShares.Foreground.Density(o.Densities) * (o.Mention.Kind == MentionKind.None ? 0.02 : 1)).Take(Most)];
    }

    /// <summary>Calls that had ended before those that <see cref="Of"/> finds, of the hour before the contact.</summary>
    /// <param name="acts">Whether a call is one of those that may act late.</param>
    public IEnumerable<CallOption> LateOf(Contact contact, Func<CallFacts, bool> acts)
    {
        var sighting = contact.Lead;
        if (sighting.Actor.Calls.Calls.Count == 0)
            return [];
        var stamp = StampTiming.Of(sighting.Clock);
        var found = contact.Options.Select(o => o.Call.Call).ToHashSet(ReferenceEqualityComparer.Instance);
        return sighting.Actor.Calls.Meeting(sighting.Start - LongestAfter, sighting.Start)
            .Where(c => !found.Contains(c) && timeline.ReadingOf(c).Ability != NetworkAbility.Inert
                && acts(calls.Of(c, SandboxOf(c, sighting))))
            .Select(c => Make(contact, c, stamp) with { IsLate = true }).Where(o => o.Densities.Sum > 0).ToList();
    }

    private CallOption Make(Contact contact, ToolCall call, in StampTiming stamp)
    {
        var sighting = contact.Lead;
        var facts = calls.Of(call, SandboxOf(call, sighting));
        var lag = contact.Start - facts.Start;
        var mention = sighting.Actor.Mentions.MentionOf(call, sighting.Target, contact.Domain);
        var standing = MayHaveStood(sighting)
            ? DelayModel.Reached(lag, facts.Timing) * ProcessLife.AliveUnseen(facts, contact.Start) / AggregationSeconds : 0;
        var began = LagReader.SecondsOf(logBegan);
        var unseen = contact.SinceLogBegan is not null && facts.Start < began
            ? DelayModel.Reached(began - facts.Start, facts.Timing) * ProcessLife.AliveUnseen(facts, contact.Start) : 0;
        var mayPrecede = lag >= -(stamp.Granularity + stamp.Early + facts.Doubt);
        return new CallOption(facts, DelayModel.Densities(lag, facts.Timing, stamp, facts.Doubt), standing, unseen, mention, mayPrecede);
    }

    /// <summary>Whether the connection may have been open when the log began.</summary>
    public static bool MayHaveStood(Sighting sighting) => sighting.Connection is { StartsWithLog: true, StartBasis: StartBasis.Unknown };

    /// <summary>
    /// Whether what makes the contact may have been at the endpoint before the log began, and would not have been seen since.
    /// </summary>
    private bool IsEarly(Contact contact) => !MayHaveStood(contact.Lead) && contact.Lead.Start - logBegan <= Early
        && contact.Views.Exists(v => v.IsFirstContact);

    private IReadOnlyList<ToolCall> InWindow(Sighting sighting)
    {
        var clock = sighting.Clock;
        return sighting.Actor.Calls.Meeting(
            sighting.Start - settings.WindowAfter - clock.Late, sighting.Start + clock.Granularity
                + Duration.Max(settings.WindowBefore, clock.WorstEarly));
    }

    /// <summary>
    /// Calls that had ended before the window and name the destination, however long ago where they leave a process behind, which may
    /// connect late; and where the connection may have been there before the log, all that ran in the hours before it.
    /// </summary>
    private IEnumerable<ToolCall> LongBefore(Contact contact, List<CallOption> known)
    {
        var sighting = contact.Lead;
        var found = known.Select(o => o.Call.Call).ToHashSet(ReferenceEqualityComparer.Instance);
        var naming = sighting.Actor.Mentions.CallsNaming(sighting.Target, contact.Domain)
            .Where(c => c.TrueStart.Earliest <= sighting.Start
                && (c.TrueEnd.Latest >= sighting.Start - LongestAfter || timeline.ReadingOf(c).OutlivesCall));
        var unseen = MayHaveStood(sighting) || contact.SinceLogBegan is not null
            ? sighting.Actor.Calls.Meeting(logBegan - LongestBefore, MayHaveStood(sighting) ? sighting.Start : logBegan) : [];
        return [.. naming.Concat(unseen).Where(found.Add)];
    }

    /// <summary>A call that names a host only may be of any of its sandboxes: it counts as a sandbox of its own.</summary>
    private int SandboxOf(ToolCall call, Sighting sighting)
    {
        var sandbox = timeline.SandboxOf(call);
        if (sandbox.Length == 0)
            return sighting.Holders.Sandboxes is [var only] ? numberOf(only) : -1;
        if (!_numbers.TryGetValue(sandbox, out var number))
        {
            var leased = sighting.Holders.Sandboxes.FirstOrDefault(s => SandboxKey.Of(s) == sandbox);
            number = leased is null ? -1 : numberOf(leased);
            if (leased is not null)
                _numbers.Add(sandbox, number);
        }

        return number;
    }
}
