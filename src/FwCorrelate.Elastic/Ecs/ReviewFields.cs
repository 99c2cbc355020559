// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Incidents;
using FwCorrelate.Redaction;
using FwCorrelate.Timelines;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// <c>fwcorrelate.why</c> and <c>fwcorrelate.calls</c> of an incident: what may be said against it. <c>fwcorrelate why</c> reads them.
/// </summary>
public static class ReviewFields
{
    /// <param name="decisive">The record under review.</param>
    /// <param name="redaction">How commands are written.</param>
    public static void Add(EcsDocument document, CauseReview review, IncidentRecord decisive, ArgumentRedaction redaction)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(decisive);
        OriginFields.Add(document, OwnFields.WhyRecord + ".", decisive.Origin);
        var weights = AttributionDocument.Weights(decisive.Attribution);
        AddOutcome(document, review.Answer, OwnFields.WhyAnswer + ".", weights);
        document.Set(OwnFields.WhyRivals, Rivals(review.Rivals, decisive.Attribution, weights, redaction))
            .Set(OwnFields.WhyLeftOut, [.. review.LeftOut.Select(LeftOut)])
            .Set(OwnFields.WhyFlips, [.. review.Flips.Select(Flip)])
            .Set(OwnFields.WhyWithstood, review.Withstood);
    }

    public static void AddCalls(EcsDocument document, IReadOnlyList<CallEffect> effects, ArgumentRedaction redaction)
    {
        ArgumentNullException.ThrowIfNull(document);
        document.Set(
            OwnFields.Calls,
            [.. effects.Select(
                e => AddCall(new EcsDocument(), e.Call, redaction).Set("effect", Name(e.Seen))
                    .Set("text", CommandRedaction.MaskSecrets(e.Reason)))]);
    }

    private static IReadOnlyList<EcsDocument> Rivals(
        IReadOnlyList<RivalCause> rivals, Attribution attribution, RoundedWeights weights, ArgumentRedaction redaction)
    {
        var others = rivals.Where(r => r is { Weight: > 0, Call: null }).ToList();
        var shares = RoundedWeights.Of([.. others.Skip(1).Select(r => r.Weight)], others.Count > 0 ? others[0].Weight : 1);
        var byCause = new Dictionary<object, decimal>(ReferenceEqualityComparer.Instance);
        foreach (var (i, candidate) in attribution.Candidates.Index())
            byCause[candidate.Call] = weights.Candidates[i];

        // What is no call's has, together, the weight of "none".
        var left = weights.None;
        for (var i = 1; i < others.Count; i++)
        {
            var share = Math.Min(left, decimal.Round(weights.None * shares.Candidates[i - 1], 4));
            byCause[others[i]] = share;
            left -= share;
        }

        if (others.Count > 0)
            byCause[others[0]] = left;
        return [.. rivals.Select(r => Rival(r, byCause.GetValueOrDefault((object?)r.Call ?? r, 0.0000m), redaction))];
    }

    private static EcsDocument Rival(RivalCause rival, decimal weight, ArgumentRedaction redaction)
    {
        var document = new EcsDocument().Set("kind", Name(rival.Kind)).Set("holder", rival.Holder).Set("weight", weight + 0.0000m);
        return AddCall(document, rival.Call, redaction).Set("facts", [.. rival.Facts.Select(f => new EcsDocument()
            .Set("text", CommandRedaction.MaskSecrets(f.Text)).Set(Name(f.Measure), f.Measure == FactMeasure.None ? null
                : Significant(f.Value)))]);
    }

    private static EcsDocument LeftOut(SourceLeftOut left)
    {
        var document = new EcsDocument().Set("evidence", Name(left.Kind)).Set("source", left.Name);
        AddOutcome(document, left.Outcome, "", null);
        return document.Set("text", left.Reason);
    }

    private static EcsDocument Flip(CauseFlip flip)
    {
        var document = new EcsDocument().Set("change", Name(flip.Kind)).Set("of", flip.Of).Set("by_ms", EcsTime.Milliseconds(flip.By));
        if (flip.Outcome is { } outcome)
            AddOutcome(document, outcome, "", null);
        return document.Set("text", flip.Reason).Set("file", flip.Row is { Document: null } row ? row.File : null)
            .Set("line", flip.Row is { Document: null } place ? place.Line : null);
    }

    private static void AddOutcome(EcsDocument document, CauseOutcome outcome, string prefix, RoundedWeights? weights)
    {
        document.Set(prefix + "kind", outcome.Kind is { } kind ? AttributionDocument.Name(kind) : "nothing_reported");
        if (outcome.Leading is { } call)
        {
            document.Set(prefix + "tool_call_id", call.CallId).Set(prefix + "trace_id", call.TraceId).Set(prefix + "span_id", call.SpanId)
                .Set(prefix + "weight", weights?.Candidates[0] ?? RoundedWeights.Of([outcome.Weight], 1 - outcome.Weight).Candidates[0]);
        }
    }

    private static EcsDocument AddCall(EcsDocument document, ToolCall? call, ArgumentRedaction redaction) => call is null ? document
        : document.Set("tool_call_id", call.CallId).Set("trace_id", call.TraceId).Set("span_id", call.SpanId)
        .Set("episode_id", call.EpisodeId).Set("run_id", call.RunId)
            .Set("tool", call.ToolName).Set("start", EcsTime.Format(call.TrueStart.Value))
            .Set("end", call.IsOpen ? null : EcsTime.Format(call.TrueEnd.Value))
            .Set("command", call.Command is { } command ? CommandRedaction.Apply(command, redaction) : null);

    /// <summary>Three digits: rates differ by many powers of ten.</summary>
    private static decimal Significant(double value) => double.IsFinite(value) && Math.Abs(value) is > 1e-20 and < 1e20
        ? decimal.Parse(value.ToString("G3", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) : 0;

    private static string Name(RivalKind kind) => kind switch
    {
        RivalKind.ToolCall => "tool_call",
        RivalKind.Framework => "framework",
        RivalKind.EarlierProcess => "earlier_process",
        RivalKind.Human => "human",
        RivalKind.BeforeTheLog => "before_the_log",
        RivalKind.UnrecordedCall => "unrecorded_call",
        _ => "other_holder",
    };

    private static string Name(FactMeasure measure) => measure switch
    {
        FactMeasure.Probability => "probability",
        FactMeasure.Density => "density",
        _ => "rate",
    };

    private static string Name(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Log => "log",
        EvidenceKind.Leases => "leases",
        EvidenceKind.Traces => "traces",
        _ => "command_texts",
    };

    private static string Name(ChangeKind kind) => kind switch
    {
        ChangeKind.Clock => "clock",
        ChangeKind.Zone => "zone",
        ChangeKind.LeaseShorter => "lease_shorter",
        _ => "lease_longer",
    };

    private static string Name(EffectSeen seen) => seen switch
    {
        EffectSeen.Corroborated => "corroborated",
        EffectSeen.Contradicted => "contradicted",
        _ => "outside_coverage",
    };
}
