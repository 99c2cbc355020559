// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>Calls in a list of chat messages or response items, in the shapes of OpenAI's and Anthropic's APIs.</summary>
internal static class MessageList
{
    /// <summary>The calls that one message of an assistant asks for.</summary>
    public static IEnumerable<RequestedCall> CallsOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
            yield break;
        if (MessageCalls.Read(message) is { } own)
            yield return own;
        foreach (var name in (string[])["tool_calls", "content"])
        {
            foreach (var part in JsonMembers.Items(JsonMembers.Get(message, name)).Where(p => p.ValueKind == JsonValueKind.Object))
            {
                if (MessageCalls.Read(part) is { } call)
                    yield return call;
            }
        }
    }
}
