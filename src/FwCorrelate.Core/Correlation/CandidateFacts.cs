// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Commands;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>What speaks for and against a candidate, in words.</summary>
internal static class CandidateFacts
{
    /// <summary>The candidate with its facts, strongest first.</summary>
    /// <param name="weight">As it is listed.</param>
    public static CallCandidate Explain(Contact contact, in WeighedCall call, double weight)
    {
        var facts = new List<(bool For, string Text)> { MentionFact(call) };
        facts.Add((contact.Lead.Holders.Rung is Rung.A or Rung.B or Rung.C, contact.Lead.Holders.Reason));
        facts.Add(TimingFact(contact, call));
        if (call.Weight > call.OwnWeight && call.Weight - call.OwnWeight > call.Weight / 100)
            facts.Add((true, InheritanceFact(call)));
        return new CallCandidate(call.Call.Call, weight, LagOf(contact, call.Call), facts.ConvertAll(f => f.Text))
        {
            ReasonsAgainst = [.. facts.Where(f => !f.For).Select(f => f.Text)],
        };
    }

    /// <summary>Opening of the connection, as stamped, minus start of the call.</summary>
    public static Duration LagOf(Contact contact, CallFacts call) => contact.Lead.Start - call.Call.TrueStart.Value;

    private static (bool For, string Text) MentionFact(in WeighedCall call) => call.Mention.Kind switch
    {
        MentionKind.Exact => (true, $"destination named in the command ({call.Mention.Text})"),
        MentionKind.AddressOnly => (true, $"destination address named in the command ({call.Mention.Text}), its port is not"),
        MentionKind.Pattern => (true, $"destination fits a pattern in the command ({call.Mention.Text})"),
        MentionKind.Decoded => (true, $"destination stands in a text that the command decodes ({call.Mention.Text})"),
        MentionKind.Lineage => (true, $"runs a file that an earlier call wrote with the destination in it ({call.Mention.Text})"),
        _ when call.Call.Reading.Ability == NetworkAbility.Inert => (false, "its programs open no connections by themselves"),
        _ => (false, "destination not named in the command"),
    };

    private static string InheritanceFact(in WeighedCall call) => call.Call.Timing.LeavesProcess
        ? "it made an earlier connection of the sandbox and leaves a process behind"
        : "it made an earlier connection of the sandbox";

    private static (bool For, string Text) TimingFact(Contact contact, in WeighedCall call)
    {
        var lag = LagOf(contact, call.Call);
        var wasRunning = NamingRules.WasRunning(contact, call.Call);
        var doubt = wasRunning ? ", within the doubt of the clocks" : "";
        if (lag < Duration.Zero)
            return (wasRunning, $"opens {Length(-lag)} before the call starts{doubt}");
        if (call.Call.Call.IsOpen)
            return (true, $"opens {Length(lag)} after the call starts, of which no end is recorded");
        var after = lag - Duration.FromSeconds(call.Call.Timing.Length);
        return after > Duration.Zero
            ? (wasRunning || call.Continues, $"opens {Length(after)} after the call ended{doubt}")
            : (true, $"opens {Length(lag)} after the call starts, while it runs");
    }

    private static string Length(Duration duration) => duration.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        < 600 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0} min"),
    };
}
