// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Network;
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
        document.Set(OwnFields.Rules, Rules(attributed.Rules));
        AddConnection(document, attributed.Connection);
        AddAttribution(document, attributed.Attribution);
        AddAgent(document, attributed.Attribution);
        return document.Set(OwnFields.SuppressedBy, attributed.SuppressedBy);
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
        [.. rules.Select(r => new EcsDocument().Set("id", r.Id).Set("title", r.Title).Set("level", r.Level.Name()).Set("family",
            r.Family))];

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
    internal static string[] Masked(IEnumerable<string> texts) => [.. texts.Select(CommandRedaction.MaskSecrets)];

    private static void AddRecord(EcsDocument document, AttributedRecord attributed)
    {
        var origin = attributed.Origin;
        var source = attributed.Record.Batch.File.Source;
        OriginFields.Add(document, OwnFields.Record + ".", origin)
            .Set(OwnFields.RecordDirection, FlowDocument.DirectionName(attributed.Record.Record.Direction))
            .Set(OwnFields.RecordLoss, attributed.Loss)
            .Set(OwnFields.RecordClockOffsetMs,
                EcsTime.Milliseconds(source.Clock.OffsetAt(attributed.Record.Record.Start.ToInstant())))
            .Set(OwnFields.RecordSlackMs, EcsTime.Milliseconds(source.Clock.Slack))
            .Set(OwnFields.RecordLate, attributed.IsLate);
    }

    internal static void AddConnection(EcsDocument document, Connection connection)
    {
        document.Set(OwnFields.ConnectionId, connection.Id)
            .Set(OwnFields.ConnectionStart, EcsTime.Format(connection.Start))
            .Set(OwnFields.ConnectionStartBasis, connection.StartBasis switch
            {
                StartBasis.Proven => "proven",
                StartBasis.Inferred => "inferred",
                _ => "unknown",
            })
            .Set(OwnFields.ConnectionEnd, EcsTime.Format(connection.End))
            .Set(OwnFields.ConnectionRecords, connection.Records)
            .Set(OwnFields.ConnectionFirstContact, connection.FirstContact)
            .Set(OwnFields.ConnectionInitiator, connection.Initiator switch
            {
                Initiator.Source => "source",
                Initiator.Destination => "destination",
                _ => "unknown",
            });
        if (connection.Proxy is { } proxy)
            AddProxy(document, proxy);
    }

    private static void AddProxy(EcsDocument document, ProxyView proxy) => document
        .Set(OwnFields.ConnectionProxySide, proxy.Side switch
        {
            ProxySide.Client => "client",
            ProxySide.Server => "server",
            _ => "request",
        })
        .Set(OwnFields.ConnectionProxyIp, AddressOf(proxy.Proxy))
        .Set(OwnFields.ConnectionProxyClientIp, AddressOf(proxy.Client?.Address))
        .Set(OwnFields.ConnectionProxyClientPort, proxy.Client is { Port: > 0 } client ? client.Port : (long?)null)
        .Set(OwnFields.ConnectionProxyServerIp, AddressOf(proxy.Server?.Address))
        .Set(OwnFields.ConnectionProxyServerPort, proxy.Server is { Port: > 0 } server ? server.Port : (long?)null)
        .Set(OwnFields.ConnectionProxyDomain, proxy.Name)
        .Set(OwnFields.ConnectionProxyMethod, proxy.Request.Method)
        .Set(OwnFields.ConnectionProxyStatusCode,
            long.TryParse(proxy.Request.Status, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null)
        .Set(OwnFields.ConnectionProxyVerdict, proxy.Request.Verdict)
        .Set(OwnFields.ConnectionProxyRequests, proxy.Requests)
        .Set(OwnFields.ConnectionProxyFile, proxy.File)
        .Set(OwnFields.ConnectionProxyLine, proxy.Line > 0 ? proxy.Line : (long?)null);

    private static string? AddressOf(HostAddress? address) =>
        address is { IsNone: false, IsName: false } known ? known.ToString() : null;

    internal static void AddAttribution(EcsDocument document, Attribution attribution)
    {
        var weights = Weights(attribution);
        document.Set(OwnFields.AttributionKind, Name(attribution.Kind))
            .Set(OwnFields.AttributionRung, attribution.Rung.ToString())
            .Set(OwnFields.AttributionToolCallId, attribution.Call?.CallId)
            .Set(OwnFields.AttributionConfidence, Confidence(attribution, weights))
            .Set(OwnFields.AttributionLagMs, attribution.Lag is { } lag ? EcsTime.Milliseconds(lag) : null)
            .Set(OwnFields.AttributionInherited, attribution.Inherited)
            .Set(OwnFields.AttributionCandidates, Candidates(attribution.Candidates, weights))
            .Set(OwnFields.AttributionNoneWeight, weights.None)
            .Set(OwnFields.AttributionReasons, Masked(attribution.Explanations));
    }

    // The confidence is the leading candidate's weight, and must read the same in both places.
    internal static decimal Confidence(Attribution attribution, RoundedWeights weights) => weights.Candidates.Count > 0
        ? weights.Candidates[0]
        : RoundedWeights.Of([attribution.Confidence], 1 - attribution.Confidence).Candidates[0];

    internal static void AddAgent(EcsDocument document, Attribution attribution)
    {
        document.Set(OwnFields.RunId, Shared(attribution, c => c.RunId))
            .Set(OwnFields.EpisodeId, Shared(attribution, c => c.EpisodeId))
            .Set(OwnFields.SandboxId,
                attribution.Call?.SandboxId ?? (attribution.Sandboxes.Count == 1 ? attribution.Sandboxes[0] : null));
        if (attribution.Call is { } call)
            document.Set(EcsFields.GenAiToolName, call.ToolName).Set(EcsFields.GenAiToolCallId, call.CallId);
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
