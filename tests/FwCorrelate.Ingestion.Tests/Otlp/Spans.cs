// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Tests.Otlp;

/// <summary>Export requests for tests.</summary>
internal static class Spans
{
    public const string Trace = "5b8efff798038103d269b633813fc60c";

    public const long Start = 1766541735120000001;

    public const long Second = 1_000_000_000;

    public static string Span(string id, string parent, string name, long start, long end, params (string Key, string Value)[] attributes) =>
        JsonSerializer.Serialize(new
        {
            traceId = Trace,
            spanId = id.PadLeft(16, 'f'),
            parentSpanId = parent.Length > 0 ? parent.PadLeft(16, 'f') : "",
            name,
            startTimeUnixNano = $"{start}",
            endTimeUnixNano = $"{end}",
            attributes = attributes.Select(a => new { key = a.Key, value = new { stringValue = a.Value } }),
        });

    /// <summary>A span of a tool call or not, in a sandbox and an episode.</summary>
    public static string Tool(string id, string parent, string name, params (string Key, string Value)[] attributes) =>
        Span(id, parent, name, Start, Start + Second, attributes);

    /// <summary>A model call that asks for a call with an id, a second before <see cref="Start"/>.</summary>
    public static string Turn(string id, string output, string attribute = "gen_ai.output.messages") =>
        Span(id, "", "chat m", Start - (2 * Second), Start - Second, ("gen_ai.operation.name", "chat"), (attribute, output), ("sandbox.id", "sb-1"));

    public static string Request(params string[] spans) =>
        $$$"""{"resourceSpans":[{"resource":{"attributes":[{"key":"rl.run.id","value":{"stringValue":"run-1"}}]},"scopeSpans":[{"spans":[{{{string.Join(',', spans)}}}]}]}]}""";

    public static Timeline Read(params string[] spans) => Reading.Timeline(Request(spans)).Timeline;
}
