// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Redaction;
using FwCorrelate.Timelines;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// One line of <c>attributions.jsonl</c> (design, section 6): the record in plain ECS, where <c>rule.*</c> is the device's rule, and
/// under <c>fwcorrelate</c> our rules, the connection and the cause.
/// </summary>
public static class AttributionDocument
{
    public static EcsDocument Of(AttributedRecord attributed, bool withOriginal = false)
    {
        ArgumentNullException.ThrowIfNull(attributed);
        var document = FlowDocument.Base(attributed.Record, attributed.Origin, withOriginal);
        AddRecord(document, attributed);
        document.Set("fwcorrelate.rules", Rules(attributed.Rules));
        AddConnection(document, attributed.Connection);
        AddAttribution(document, attributed.Attribution);
        AddAgent(document, attributed.Attribution);
        return document.Set("fwcorrelate.suppressed_by", attributed.SuppressedBy);
    }

    internal static string Name(AttributionKind kind) => kind switch
    {
        AttributionKind.ToolCall => "tool_call",
        AttributionKind.Candidates => "candidates",
        AttributionKind.Sandbox => "sandbox",
        AttributionKind.None => "none",
        _ => "unknown_address",
    };

    internal static IReadOnlyList<EcsDocument> Rules(IReadOnlyList<RuleSummary> rules) =>
        [.. rules.Select(r => new EcsDocument().Set("id", r.Id).Set("title", r.Title).Set("level", r.Level.Name()).Set("family", r.Family))];

    internal static IReadOnlyList<EcsDocument> Candidates(IReadOnlyList<CallCandidate> candidates, RoundedWeights weights) =>
        [.. candidates.Select((c, i) => new EcsDocument()
            .Set("tool_call_id", c.Call.CallId)
            .Set("trace_id", c.Call.TraceId)
            .Set("span_id", c.Call.SpanId)
            .Set("episode_id", c.Call.EpisodeId)
            .Set("run_id", c.Call.RunId)
            .Set("weight", weights.Candidates[i])
            .Set("reasons", Masked(c.Reasons)))];

    internal static RoundedWeights Weights(Attribution attribution) =>
        RoundedWeights.Of([.. attribution.Candidates.Select(c => c.Weight)], attribution.NoneWeight);

    // Reasons quote commands now and then.
    internal static string[] Masked(IReadOnlyList<string> texts) => [.. texts.Select(CommandRedaction.MaskSecrets)];

    private static void AddRecord(EcsDocument document, AttributedRecord attributed)
    {
        var origin = attributed.Origin;
        var source = attributed.Record.Batch.File.Source;
        OriginFields.Add(document, "fwcorrelate.record.", origin)
            .Set("fwcorrelate.record.direction", FlowDocument.DirectionName(attributed.Record.Record.Direction))
            .Set("fwcorrelate.record.loss", attributed.Loss)
            .Set("fwcorrelate.record.clock_offset_ms",
                EcsTime.Milliseconds(source.Clock.OffsetAt(attributed.Record.Record.Start.ToInstant())))
            .Set("fwcorrelate.record.slack_ms", EcsTime.Milliseconds(source.Clock.Slack))
            .Set("fwcorrelate.record.late", attributed.IsLate);
    }

    internal static void AddConnection(EcsDocument document, Connection connection) =>
        document.Set("fwcorrelate.connection.id", connection.Id)
            .Set("fwcorrelate.connection.start", EcsTime.Format(connection.Start))
            .Set("fwcorrelate.connection.start_basis", connection.StartBasis switch
            {
                StartBasis.Proven => "proven",
                StartBasis.Inferred => "inferred",
                _ => "unknown",
            })
            .Set("fwcorrelate.connection.end", EcsTime.Format(connection.End))
            .Set("fwcorrelate.connection.records", connection.Records)
            .Set("fwcorrelate.connection.first_contact", connection.FirstContact)
            .Set("fwcorrelate.connection.initiator", connection.Initiator switch
            {
                Initiator.Source => "source",
                Initiator.Destination => "destination",
                _ => "unknown",
            });

    internal static void AddAttribution(EcsDocument document, Attribution attribution)
    {
        var weights = Weights(attribution);
        document.Set("fwcorrelate.attribution.kind", Name(attribution.Kind))
            .Set("fwcorrelate.attribution.rung", attribution.Rung.ToString())
            .Set("fwcorrelate.attribution.tool_call_id", attribution.Call?.CallId)
            .Set("fwcorrelate.attribution.confidence", Confidence(attribution, weights))
            .Set("fwcorrelate.attribution.lag_ms", attribution.Lag is { } lag ? EcsTime.Milliseconds(lag) : null)
            .Set("fwcorrelate.attribution.inherited", attribution.Inherited)
            .Set("fwcorrelate.attribution.candidates", Candidates(attribution.Candidates, weights))
            .Set("fwcorrelate.attribution.none_weight", weights.None)
            .Set("fwcorrelate.attribution.reasons", Masked(attribution.Reasons));
    }

    // The confidence is the leading candidate's weight, and must read the same in both places.
    internal static decimal Confidence(Attribution attribution, RoundedWeights weights) => weights.Candidates.Count > 0
        ? weights.Candidates[0]
        : RoundedWeights.Of([attribution.Confidence], 1 - attribution.Confidence).Candidates[0];

    internal static void AddAgent(EcsDocument document, Attribution attribution)
    {
        document.Set("fwcorrelate.run.id", Shared(attribution, c => c.RunId))
            .Set("fwcorrelate.episode.id", Shared(attribution, c => c.EpisodeId))
            .Set("fwcorrelate.sandbox.id",
                attribution.Call?.SandboxId ?? (attribution.Sandboxes.Count == 1 ? attribution.Sandboxes[0] : null));
        if (attribution.Call is { } call)
            document.Set("gen_ai.tool.name", call.ToolName).Set("gen_ai.tool.call.id", call.CallId);
    }

    // Without a named call, a run or an episode is told only where the sandbox is certain and all candidates agree.
    private static string? Shared(Attribution attribution, Func<ToolCall, string?> id)
    {
        if (attribution.Call is { } call)
            return id(call);
        if (attribution.Sandboxes.Count != 1 || attribution.Candidates.Count == 0)
            return null;
        var first = id(attribution.Candidates[0].Call);
        return attribution.Candidates.All(c => string.Equals(id(c.Call), first, StringComparison.Ordinal)) ? first : null;
    }
}
