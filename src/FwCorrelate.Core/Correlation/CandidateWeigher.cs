// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>A call that may have opened a connection, before weights are normalised.</summary>
/// <param name="Rate">Events per second under the hypothesis that it did.</param>
/// <param name="Mention">How its command names the target.</param>
/// <param name="Continues">Whether it is here because it made an earlier connection to the same endpoint.</param>
internal sealed record WeighedCall(ToolCall Call, double Rate, Mention Mention, bool Continues, Duration Lag, bool WasRunning);

/// <summary>Finds the calls that may have opened a connection and weighs them.</summary>
internal sealed class CandidateWeigher(TimelineIndex timeline, CaseSettings settings, BackgroundRates rates)
{
    /// <summary>Candidates, by start. <paramref name="earlier"/> are those of earlier connections of the same actor to the same endpoint.</summary>
    public List<WeighedCall> Weigh(Sighting sighting, IReadOnlyList<EarlierCause> earlier)
    {
        var found = new List<WeighedCall>();
        foreach (var call in CallsInWindow(sighting, settings))
            found.Add(WeighInWindow(sighting, call));
        foreach (var cause in earlier.Concat(UnseenOpeners(sighting)))
        {
            var gap = (sighting.Start - cause.LastEnd).TotalSeconds;
            var rate = CauseModel.Reconnection(cause.Weight, gap) * (cause.Mention.Kind == MentionKind.None ? rates.EndpointShare : 1);
            var index = found.FindIndex(f => ReferenceEquals(f.Call, cause.Call));
            if (index < 0)
                found.Add(new WeighedCall(cause.Call, rate, cause.Mention, true, sighting.Start - cause.Call.Start.Value, false));
            else if (rate > found[index].Rate)
                found[index] = found[index] with { Rate = rate, Continues = true };
        }

        return found;
    }

    /// <summary>
    /// Where the start is unknown: calls before it that name the target and leave a process behind. One of them may have opened the
    /// connection while nobody looked.
    /// </summary>
    private IEnumerable<EarlierCause> UnseenOpeners(Sighting sighting)
    {
        if (sighting.Connection.StartBasis != StartBasis.Unknown)
            return [];
        var mentions = sighting.Actor.Mentions;
        return mentions.CallsNaming(sighting.Target, sighting.Context.Domain).Distinct()
            .Where(c => c.Start.Earliest <= sighting.Start && timeline.ReadingOf(c).OutlivesCall)
            .Select(c => new EarlierCause(c, 1, mentions.MentionOf(c, sighting.Target, sighting.Context.Domain), c.End.Value))
            .Where(c => c.Mention.Kind != MentionKind.None);
    }

    /// <summary>Whether a command explains the connection: it names the target, and the call was running or had left a process behind.</summary>
    public static bool IsExplained(Sighting sighting, TimelineIndex timeline, CaseSettings settings)
    {
        var mentions = sighting.Actor.Mentions;
        var domain = sighting.Context.Domain;
        if (CallsInWindow(sighting, settings).Any(c => mentions.MentionOf(c, sighting.Target, domain).Kind != MentionKind.None))
            return true;
        return mentions.CallsNaming(sighting.Target, domain).Any(c => c.Start.Earliest <= sighting.Start + sighting.Slack && LeavesProcess(c))
            || mentions.CallsLeavingProcess.Any(c => c.Start.Earliest <= sighting.Start && mentions.MentionOf(c, sighting.Target, domain).Kind == MentionKind.Lineage);

        bool LeavesProcess(ToolCall call) => timeline.ReadingOf(call) is { OutlivesCall: true, Ability: NetworkAbility.Opaque };
    }

    private static IReadOnlyList<ToolCall> CallsInWindow(Sighting sighting, CaseSettings settings) => sighting.Actor.Calls.Meeting(
        sighting.Start - settings.WindowAfter - sighting.Slack, sighting.Start + settings.WindowBefore + sighting.Slack);

    private WeighedCall WeighInWindow(Sighting sighting, ToolCall call)
    {
        var reading = timeline.ReadingOf(call);
        var mention = sighting.Actor.Mentions.MentionOf(call, sighting.Target, sighting.Context.Domain);
        var lag = sighting.Start - call.Start.Value;
        var doubt = sighting.Slack + call.Start.Uncertainty;
        var length = call.End.Value - call.Start.Value;
        var density = CauseModel.Density(
            lag.TotalSeconds, length.TotalSeconds, doubt.TotalSeconds, reading.OutlivesCall && mention.Kind != MentionKind.None);
        var rate = density * CauseModel.Probability(mention.Kind, reading.Ability, rates.EndpointShare);
        return new WeighedCall(call, rate, mention, false, lag, lag >= -doubt && lag <= length + doubt);
    }

    /// <summary>The candidate with what speaks for and against it, strongest first.</summary>
    public CallCandidate Explain(WeighedCall candidate, double weight, Sighting sighting)
    {
        var facts = new List<(bool For, string Text)>
        {
            MentionFact(candidate),
            (sighting.Holders.Rung is Rung.A or Rung.B or Rung.C, sighting.Holders.Reason),
            TimingFact(candidate),
        };
        if (candidate.Continues)
            facts.Add((true, "it opened an earlier connection to the same endpoint and left a process behind"));
        return new CallCandidate(candidate.Call, weight, candidate.Lag, facts.ConvertAll(f => f.Text))
        {
            ReasonsAgainst = [.. facts.Where(f => !f.For).Select(f => f.Text)],
        };
    }

    private (bool For, string Text) MentionFact(WeighedCall candidate) => candidate.Mention.Kind switch
    {
        MentionKind.Exact => (true, $"destination named in the command ({candidate.Mention.Text})"),
        MentionKind.AddressOnly => (true, $"destination address named in the command ({candidate.Mention.Text}), its port is not"),
        MentionKind.Pattern => (true, $"destination fits a pattern in the command ({candidate.Mention.Text})"),
        MentionKind.Lineage => (true, $"runs a file that an earlier call wrote with the destination in it ({candidate.Mention.Text})"),
        _ when timeline.ReadingOf(candidate.Call).Ability == NetworkAbility.Inert => (false, "its programs open no connections by themselves"),
        _ => (false, "destination not named in the command"),
    };

    private static (bool For, string Text) TimingFact(WeighedCall candidate)
    {
        var after = candidate.Lag - (candidate.Call.End.Value - candidate.Call.Start.Value);
        if (candidate.Lag < Duration.Zero)
            return (candidate.WasRunning, $"opens {Length(-candidate.Lag)} before the call starts{(candidate.WasRunning ? ", within the doubt of the clocks" : "")}");
        return after > Duration.Zero
            ? (candidate.WasRunning || candidate.Continues, $"opens {Length(after)} after the call ended{(candidate.WasRunning ? ", within the doubt of the clocks" : "")}")
            : (true, $"opens {Length(candidate.Lag)} after the call starts, while it runs");
    }

    private static string Length(Duration duration) => duration.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        < 600 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0} min"),
    };
}

/// <summary>A call that is held to have opened an earlier connection to the endpoint and may have left a process behind.</summary>
/// <param name="LastEnd">End of its last connection there.</param>
internal sealed record EarlierCause(ToolCall Call, double Weight, Mention Mention, Instant LastEnd);
