// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using NodaTime.Text;

namespace FwCorrelate.Incidents;

/// <summary>What is known of a group of records beside its attribution, for the verdict.</summary>
/// <param name="Attribution">Of the record that says most.</param>
/// <param name="Inbound">What came from outside before it, in words; null where nothing did.</param>
/// <param name="Login">A login from outside that somebody may have acted through, in words; null where there was none.</param>
/// <param name="Background">What shows that it happens whether or not an agent acts, in words.</param>
/// <param name="TraceDoubt">Why the traces do not show that no call did it; null where they are complete.</param>
/// <param name="Untold">What traces and stamps do not tell around it, in words.</param>
/// <param name="IsMachineAlone">Whether a machine that runs no agent acted.</param>
/// <param name="LeastNone">Smallest weight of "none" over the group's records.</param>
/// <param name="MostNone">Largest.</param>
internal sealed record VerdictFacts(
    Attribution Attribution, string? Inbound, string? Login, IReadOnlyList<string> Background, string? TraceDoubt,
    IReadOnlyList<string> Untold, bool IsMachineAlone,
    double LeastNone, double MostNone)
{
    /// <summary>Whether other sandboxes do it too while none of their calls fits.</summary>
    public bool IsSeenElsewhere { get; init; }
}

/// <summary>Says who is behind a group of records, with what speaks for and against it.</summary>
internal sealed class VerdictJudge(Attributor attributor)
{
    /// <summary>From this weight of all calls together on, one of them did it: saying so accuses as much as naming one.</summary>
    private const double AgentShare = NamingRules.NamingThreshold;

    /// <summary>From this weight of "none" on, no recorded call did it, where something shows that it happens anyway.</summary>
    private const double NoCallShare = 0.95;

    /// <summary>
    /// The same where somebody from outside might have: that he was there is no sign of what he did, and the agent was there too.
    /// </summary>
    private const double NotTheAgentShare = NamingRules.NamingThreshold;

    /// <summary>The same on a shared address, which does not tell in which of its sandboxes he was, nor in which the agent.</summary>
    private const double NotTheAgentInACrowd = 0.999;

    private const double ProbableWeight = 0.5;
    private const int MostUntold = 3;
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");

    public (Verdict Verdict, IReadOnlyList<VerdictReason> Reasons) Judge(IReadOnlyList<IncidentRecord> records, Attribution attribution) =>
        Judge(FactsOf(records, attribution));

    /// <summary>The verdict that the facts allow.</summary>
    public static (Verdict Verdict, IReadOnlyList<VerdictReason> Reasons) Judge(VerdictFacts facts)
    {
        var verdict = VerdictOf(facts);
        var reasons = new List<VerdictReason>();
        AddOutside(reasons, facts, verdict);
        if (verdict == Verdict.AgentInitiated && facts.Attribution.Kind == AttributionKind.Candidates)
            reasons.Add(new VerdictReason(true, "one of several tool calls of the sandbox opened it; which one is open"));
        AddCandidate(reasons, facts.Attribution);
        foreach (var text in facts.Background)
            reasons.Add(new VerdictReason(verdict == Verdict.Background, text));
        if (facts.Attribution.JoinedBy is { } joined)
            reasons.Add(new VerdictReason(true, joined));
        if (verdict != Verdict.AgentInitiated)
            AddOpen(reasons, facts);
        return (verdict, reasons);
    }

    private static Verdict VerdictOf(VerdictFacts facts)
    {
        var attribution = facts.Attribution;
        if (attribution.Kind == AttributionKind.ToolCall)
            return facts.Login is null ? Verdict.AgentInitiated : Verdict.Undetermined;
        if (facts.Inbound is not null)
            return facts.LeastNone >= (attribution.Rung == Rung.D ? NotTheAgentInACrowd : NotTheAgentShare) && facts.Untold.Count == 0 && (facts.TraceDoubt is null || facts.Login is not null)
                && !facts.IsSeenElsewhere
                ? Verdict.ExternalCompromise : Verdict.Undetermined;
        if (facts.Background.Count > 0 && facts.LeastNone >= NoCallShare && facts.TraceDoubt is null && facts.Untold.Count == 0)
            return Verdict.Background;
        if (facts.IsMachineAlone)
            return Verdict.ExternalCompromise;
        var isOneOfSeveral = attribution.Kind == AttributionKind.Candidates && attribution.Rung is Rung.A or Rung.B or Rung.C
            && 1 - facts.MostNone >= AgentShare && attribution.Reasons.Count == 0;
        return isOneOfSeveral ? Verdict.AgentInitiated : Verdict.Undetermined;
    }

    private static void AddOutside(List<VerdictReason> reasons, VerdictFacts facts, Verdict verdict)
    {
        var speaksFor = verdict == Verdict.ExternalCompromise;
        if (facts.Inbound is not null)
            reasons.Add(new VerdictReason(speaksFor, facts.Inbound));
        else if (speaksFor)
            reasons.Add(new VerdictReason(true, "the machine itself opened it: it holds no sandbox, and no tool call ran on it"));
        if (facts.Login is not null)
            reasons.Add(new VerdictReason(speaksFor, facts.Login));
    }

    private static void AddCandidate(List<VerdictReason> reasons, Attribution attribution)
    {
        if (attribution.Candidates.Count == 0)
            return;
        var leading = attribution.Candidates[0];
        if (attribution.Confidence < ProbableWeight)
        {
            reasons.Add(new VerdictReason(false, string.Create(
                CultureInfo.InvariantCulture,
                $"no call stands out: the likeliest of {attribution.Candidates.Count} has a weight of {leading.Weight:0.00}")));
            return;
        }

        foreach (var text in leading.Reasons)
            reasons.Add(new VerdictReason(!leading.ReasonsAgainst.Contains(text), text));
    }

    private static void AddOpen(List<VerdictReason> reasons, VerdictFacts facts)
    {
        var open = facts.Untold.Concat(facts.TraceDoubt is null ? [] : [facts.TraceDoubt]).Concat(facts.Attribution.Reasons);
        foreach (var text in open.Where(text => !reasons.Exists(r => r.Text == text)))
            reasons.Add(new VerdictReason(false, text));
    }

    private VerdictFacts FactsOf(IReadOnlyList<IncidentRecord> records, Attribution attribution)
    {
        var connections = records.Select(r => r.Stitched).Distinct().ToList();
        var login = connections.Select(attributor.LoginBefore).FirstOrDefault(l => l is not null);
        var background = connections.Select(attributor.BackgroundEvidenceFor).MaxBy(e => e.Count) ?? [];
        return new VerdictFacts(
            attribution,
            InboundCause(records),
            login is null ? null : $"somebody was logged in from {login.From.Address} to {login.To} from {Stamp.Format(login.Start)} to "
            + $"{Stamp.Format(login.End)}",
            attribution.Kind == AttributionKind.UnknownAddress ? [] : background,
            connections.Select(attributor.TraceDoubt).FirstOrDefault(d => d is not null),
            [.. connections.Select(Attributor.ClockDoubt).OfType<string>().Distinct(),
            .. connections.SelectMany(attributor.GapsNear).Distinct().Take(MostUntold).Select(g => g.Text)],
            records.All(r => r.SuppressedBy is null) && connections.TrueForAll(attributor.IsMachineAlone),
            records.Min(r => r.Attribution.NoneWeight),
            records.Max(r => r.Attribution.NoneWeight))
        {
            IsSeenElsewhere = connections.Exists(attributor.IsSeenElsewhere),
        };
    }

    private string? InboundCause(IReadOnlyList<IncidentRecord> records)
    {
        foreach (var record in records)
        {
            if (attributor.IsInbound(record.Stitched) && !record.Stitched.IsDenied)
                return $"opened from outside: {record.Target.Address} connected to {record.Acting}";
            if (attributor.InboundSessionBefore(record.Stitched) is { } session)
                return InWords(session, attributor.AttemptsBefore(record.Stitched, session));
        }

        return null;
    }

    private static string InWords(InboundSession session, int attempts)
    {
        var text = $"a session from {session.From.Address} to {session.To} was open from {Stamp.Format(session.Start)} to "
            + $"{Stamp.Format(session.End)}, before it";
        return attempts == 0 ? text : string.Create(CultureInfo.InvariantCulture,
            $"{text}, after {attempts} connections from there within ten minutes, as a guesser of passwords makes");
    }
}
