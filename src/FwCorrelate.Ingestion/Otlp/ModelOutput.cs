// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>A call that a model asked for, as its message tells it.</summary>
internal sealed record RequestedCall(string? Id, string? Tool, string? Arguments);

/// <summary>What a model call asked for.</summary>
/// <param name="AsksForTools">Null where the trace does not tell.</param>
/// <param name="Calls">The calls it asked for, as far as they are recorded.</param>
internal sealed record ModelOutput(bool? AsksForTools, IReadOnlyList<RequestedCall> Calls)
{
    public static ModelOutput Unknown { get; } = new(null, []);

    private const string FinishReasons = "gen_ai.response.finish_reasons";
    private const string SdkFinishReason = "ai.response.finishReason";
    private static readonly string[] FlatPrefixes = ["llm.output_messages.", "gen_ai.completion."];

    private static readonly string[] Messages =
    [
        "gen_ai.output.messages", "gen_ai.output", "gen_ai.completion", "ai.response.toolCalls", "gcp.vertex.agent.llm_response",
            "langfuse.observation.output",
        "mlflow.spanOutputs", "traceloop.entity.output", "output.value",
    ];

    /// <summary>Attributes of a <c>gen_ai.choice</c> event, which OpenTelemetry's older GenAI conventions define.</summary>
    private static readonly string[] Choice = ["message", "tool_calls", "gen_ai.event.content", "content"];

    private static readonly WantedNames Attributes = new(
        [.. Messages, FinishReasons, SdkFinishReason, .. FlatPrefixes.Select(p => p.TrimEnd('.'))], areShort: false, withMembers: true);
    private static readonly WantedNames OfEvents = new([.. Messages, .. Choice, "finish_reason"], areShort: false, withMembers: false);

    /// <summary>Reads what a span of a model call tells: messages first, then flattened messages, events, and the reason to stop.</summary>
    public static ModelOutput Read(JsonElement span)
    {
        var attributes = SpanAttributes.Read(span, Attributes, problems: null);
        var told = FromMessages(attributes, Messages) ?? FromFlat(attributes) ?? FromEvents(span);
        var reason = FromReason(attributes, FinishReasons, SdkFinishReason);

        // A message in which no call was recognised does not outweigh a model that stopped for one.
        return told is { AsksForTools: true } || (told is not null && reason is not { AsksForTools: true }) ? told : reason ?? Unknown;
    }

    /// <summary>The calls that a text of messages holds; null where it is none.</summary>
    public static IReadOnlyList<RequestedCall>? CallsIn(string messages)
    {
        if (messages.AsSpan().TrimStart() is not ['[' or '{', ..])
            return null;
        try
        {
            using var document = LenientJson.Parse(messages);
            var calls = new List<RequestedCall>();
            Walk(document.RootElement, calls, 0);
            return calls;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ModelOutput? FromMessages(Dictionary<string, string> attributes, string[] names)
    {
        foreach (var name in names)
        {
            if (attributes.TryGetValue(name, out var text) && CallsIn(text) is { } calls)
                return new ModelOutput(calls.Count > 0, calls);
        }

        return null;
    }

    // llm.output_messages.0.message.tool_calls.1.tool_call.id (OpenInference), gen_ai.completion.0.tool_calls.1.id (OpenLLMetry).
    private static ModelOutput? FromFlat(Dictionary<string, string> attributes)
    {
        var flat = attributes.Where(a => FlatPrefixes.Any(p => a.Key.StartsWith(p, StringComparison.Ordinal))).ToList();
        if (flat.Count == 0)
            return null;
        var calls = flat.Where(a => a.Key.Contains(".tool_calls.", StringComparison.Ordinal)).GroupBy(a => CallOf(a.Key))
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new RequestedCall(Ending(g, ".id"), Ending(g, ".name"), Ending(g, ".arguments"))).ToList();
        var isToldByReason = flat.Any(a => a.Key.EndsWith(".finish_reason", StringComparison.Ordinal) && NamesTool(a.Value));
        return new ModelOutput(calls.Count > 0 || isToldByReason, calls);

        static string? Ending(IEnumerable<KeyValuePair<string, string>> ofCall, string ending) =>
            ofCall.FirstOrDefault(a => a.Key.EndsWith(ending, StringComparison.Ordinal)).Value;
    }

    private static string CallOf(string key)
    {
        var at = key.IndexOf(".tool_calls.", StringComparison.Ordinal) + ".tool_calls.".Length;
        var end = key.IndexOf('.', at);
        var number = end < 0 ? key[at..] : key[at..end];
        return key[..at] + (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index.ToString(
            "d6", CultureInfo.InvariantCulture) : number);
    }

    private static ModelOutput? FromEvents(JsonElement span)
    {
        foreach (var item in SpanEvents.Of(span))
        {
            if (SpanEvents.NameOf(item) is not ("gen_ai.choice" or "gen_ai.client.inference.operation.details"))
                continue;
            var attributes = SpanAttributes.Read(item, OfEvents, problems: null);
            if ((FromMessages(attributes, [.. Messages, .. Choice]) ?? FromReason(attributes, "finish_reason")) is { } output)
                return output;
        }

        return null;
    }

    private static ModelOutput? FromReason(Dictionary<string, string> attributes, params string[] names)
    {
        foreach (var name in names)
        {
            if (attributes.TryGetValue(name, out var reasons))
                return new ModelOutput(NamesTool(reasons), []);
        }

        return null;
    }

    private static bool NamesTool(string reasons) =>
        reasons.Contains("tool", StringComparison.OrdinalIgnoreCase) || reasons.Contains("function", StringComparison.OrdinalIgnoreCase);

    private static void Walk(JsonElement element, List<RequestedCall> calls, int depth)
    {
        if (depth > AnyValues.DeepestValue)
            return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Walk(item, calls, depth + 1);
        }
        else if (element.ValueKind == JsonValueKind.Object && MessageCalls.Read(element) is { } call)
            calls.Add(call);
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (string[])["parts", "content", "message", "messages", "choices", "tool_calls", "toolCalls", "output",
                "candidates", "generations", "kwargs"])
            {
                if (element.TryGetProperty(name, out var inner))
                    Walk(inner, calls, depth + 1);
            }
        }
    }
}
