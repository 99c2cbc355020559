// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Timelines;
using NodaTime.Text;

namespace FwCorrelate.Incidents;

/// <summary>Says who is behind a group of records, with what speaks for and against it.</summary>
internal sealed class VerdictJudge(Attributor attributor)
{
    private const int BackgroundContacts = 3;
    private const int MostUntold = 3;
    private const double AgentShare = 0.95;
    private const double ProbableWeight = 0.5;
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");

    public (Verdict Verdict, IReadOnlyList<VerdictReason> Reasons) Judge(IReadOnlyList<IncidentRecord> records, Attribution attribution)
    {
        var reasons = new List<VerdictReason>();
        if (attribution.Kind == AttributionKind.ToolCall)
        {
            AddCandidateReasons(reasons, attribution);
            AddBackgroundReasons(reasons, records, speaksFor: false);
            return (Verdict.AgentInitiated, reasons);
        }

        if (InboundCause(records) is { } inbound)
        {
            reasons.Add(new VerdictReason(true, inbound));
            AddOpenReasons(reasons, attribution);
            return (Verdict.ExternalCompromise, reasons);
        }

        // Where a call may have run that the trace does not tell, the absence of a call is no evidence.
        var untold = UntoldNear(records);
        reasons.AddRange(untold.Select(g => new VerdictReason(false, g.Text)));
        if (untold.Count == 0 && attribution.Kind != AttributionKind.UnknownAddress && attribution.NoneWeight >= 0.5 && AddBackgroundReasons(reasons, records, speaksFor: true))
        {
            AddOpenReasons(reasons, attribution);
            return (Verdict.Background, reasons);
        }

        if (attribution.Kind == AttributionKind.Candidates && 1 - attribution.NoneWeight >= AgentShare && attribution.Rung != Rung.D
            && attribution.Reasons.Count == 0)
        {
            reasons.Add(new VerdictReason(true, "one of several tool calls of the sandbox opened it; which one is open"));
            AddCandidateReasons(reasons, attribution);
            return (Verdict.AgentInitiated, reasons);
        }

        AddCandidateReasons(reasons, attribution);
        AddOpenReasons(reasons, attribution);
        return (Verdict.Undetermined, reasons);
    }

    private static void AddCandidateReasons(List<VerdictReason> reasons, Attribution attribution)
    {
        if (attribution.Candidates.Count == 0)
            return;
        var leading = attribution.Candidates[0];
        if (attribution.Confidence < ProbableWeight)
        {
            reasons.Add(new VerdictReason(false, string.Create(
                CultureInfo.InvariantCulture, $"no call stands out: the likeliest of {attribution.Candidates.Count} has a weight of {leading.Weight:0.00}")));
            return;
        }

        foreach (var text in leading.Reasons)
            reasons.Add(new VerdictReason(!leading.ReasonsAgainst.Contains(text), text));
    }

    private static void AddOpenReasons(List<VerdictReason> reasons, Attribution attribution)
    {
        foreach (var text in attribution.Reasons.Where(text => !reasons.Exists(r => r.Text == text)))
            reasons.Add(new VerdictReason(false, text));
    }

    private bool AddBackgroundReasons(List<VerdictReason> reasons, IReadOnlyList<IncidentRecord> records, bool speaksFor)
    {
        var contacts = records.Max(r => attributor.UnexplainedContacts(r.Stitched));
        if (contacts < BackgroundContacts)
            return false;
        reasons.Add(new VerdictReason(speaksFor, $"the same endpoint was contacted {contacts} times while no tool call ran and no command explains it"));
        return true;
    }

    private IReadOnlyList<TraceGap> UntoldNear(IReadOnlyList<IncidentRecord> records) =>
        [.. records.Select(r => r.Stitched).Distinct().SelectMany(attributor.GapsNear).Distinct().Take(MostUntold)];

    private string? InboundCause(IReadOnlyList<IncidentRecord> records)
    {
        foreach (var record in records)
        {
            if (attributor.IsInbound(record.Stitched) && !record.Stitched.IsDenied)
                return $"opened from outside: {record.Target.Address} connected to {record.Acting}";
            if (record.Attribution.NoneWeight >= 0.5 && attributor.InboundSessionBefore(record.Stitched) is { } session)
                return $"a session from {session.From.Address} to {session.To} was open from {Stamp.Format(session.Start)} to {Stamp.Format(session.End)}, before it";
        }

        return null;
    }
}
