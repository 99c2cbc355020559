// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Finds the calls that may have opened a contact: those whose time fits, and those that name its destination and leave a process.</summary>
internal sealed class CallOptions(TimelineIndex timeline, CaseSettings settings, CallBook calls, Func<string, int> numberOf)
{
    /// <summary>
    /// Calls that one contact is weighed with. Where more run at once on one address, the rest is so far from being named that leaving it
    /// out changes no name; it keeps the work within the number of contacts.
    /// </summary>
    private const int Most = 2000;

    /// <summary>Within it what ran before the log shows itself, at any moment: the usual aggregation window, seconds.</summary>
    public const double AggregationSeconds = 60;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public CallOption[] Of(Contact contact)
    {
        var sighting = contact.Lead;
        var stamp = StampTiming.Of(sighting.Clock);
        var options = new List<CallOption>();
        foreach (var call in InWindow(sighting))
            options.Add(Make(contact, call, stamp));
        foreach (var call in LongBefore(contact, options))
            options.Add(Make(contact, call, stamp));
        options.RemoveAll(o => o.Densities.Sum + o.StandingDensity <= 0);
        return options.Count <= Most ? [.. options]
            : [.. options.OrderByDescending(o => DelayShares.Foreground.Density(o.Densities) * (o.Mention.Kind == MentionKind.None ? 0.02 : 1)).Take(Most)];
    }

    private CallOption Make(Contact contact, ToolCall call, in StampTiming stamp)
    {
        var sighting = contact.Lead;
        var facts = calls.Of(call, SandboxOf(call, sighting));
        var lag = contact.Start - facts.Start;
        var mention = sighting.Actor.Mentions.MentionOf(call, sighting.Target, contact.Domain);
        var standing = sighting.Connection is { StartsWithLog: true, StartBasis: StartBasis.Unknown }
            ? DelayModel.Reached(lag, facts.Timing) / AggregationSeconds : 0;
        return new CallOption(
            facts, DelayModel.Densities(lag, facts.Timing, stamp, facts.Doubt), standing, mention, lag >= -(stamp.Granularity + stamp.Early + facts.Doubt));
    }

    private IReadOnlyList<ToolCall> InWindow(Sighting sighting)
    {
        var clock = sighting.Clock;
        return sighting.Actor.Calls.Meeting(
            sighting.Start - settings.WindowAfter - clock.Late, sighting.Start + clock.Granularity + Duration.Max(settings.WindowBefore, clock.WorstEarly));
    }

    /// <summary>
    /// Calls that had ended long before, name the destination and leave a process behind, which may connect late; and where the start of the
    /// connection is not known, may have done so unseen.
    /// </summary>
    private IEnumerable<ToolCall> LongBefore(Contact contact, List<CallOption> known)
    {
        var sighting = contact.Lead;
        var found = known.Select(o => o.Call.Call).ToHashSet(ReferenceEqualityComparer.Instance);
        return sighting.Actor.Mentions.CallsNaming(sighting.Target, contact.Domain)
            .Where(c => !found.Contains(c) && c.TrueStart.Earliest <= sighting.Start && timeline.ReadingOf(c).OutlivesCall);
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
