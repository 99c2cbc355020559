// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Finds what a tool was called with: in the attributes that conventions and vendors give it, in events, in messages.</summary>
internal static class SpanArguments
{
    /// <summary>OpenTelemetry's older event for the input of a tool, as Strands Agents writes it.</summary>
    private const string ToolMessage = "gen_ai.tool.message";
    private static readonly string[] MessageNames = ["gen_ai.input.messages", "gen_ai.event.content", "content"];
    private static readonly WantedNames Messages = new(MessageNames, areShort: false, withMembers: false);
    private static readonly WantedNames InputMessages = new([MessageNames[0]], areShort: false, withMembers: false);

    /// <summary>Null where the span tells none.</summary>
    public static ToolArguments? Read(JsonElement span, AttributeNames names) =>
        FromAttributes(span, names) ?? FromEvents(span, names) ?? FromMessages(SpanAttributes.Read(span, InputMessages, problems: null));

    private static ToolArguments? FromAttributes(JsonElement owner, AttributeNames names)
    {
        var found = SpanAttributes.Read(owner, names.Long, problems: null);
        if (found.Count == 0)
            return null;
        foreach (var name in names.Command)
        {
            if ((found.GetValueOrDefault(name) ?? Joined(found, name + ".")) is { } text)
                return ToolArguments.From(text);
        }

        return null;
    }

    // Exporters that flatten objects write one attribute per member.
    private static string? Joined(Dictionary<string, string> found, string prefix)
    {
        var members = found.Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(a => a.Key, StringComparer.Ordinal)
            .ToDictionary(a => a.Key[prefix.Length..], a => a.Value);
        return members.Count == 0 ? null : JsonSerializer.Serialize(members);
    }

    private static ToolArguments? FromEvents(JsonElement span, AttributeNames names)
    {
        foreach (var item in SpanEvents.Of(span))
        {
            if (FromAttributes(item, names) is { } arguments)
                return arguments;
            var messages = SpanAttributes.Read(item, Messages, problems: null);
            if (FromMessages(messages) is { } ofMessages)
                return ofMessages;
            if (SpanEvents.NameOf(item) == ToolMessage && messages.GetValueOrDefault("content") is { } content)
                return ToolArguments.From(content);
        }

        return null;
    }

    private static ToolArguments? FromMessages(Dictionary<string, string> attributes)
    {
        foreach (var name in MessageNames)
        {
            if (attributes.TryGetValue(name, out var messages) && ModelOutput.CallsIn(messages) is [{ Arguments: { } arguments }])
                return ToolArguments.From(arguments);
        }

        return null;
    }
}
