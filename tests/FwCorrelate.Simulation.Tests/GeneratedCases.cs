// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Simulation.Tests;

/// <summary>The cases of the default seeds, made once, and readings of their parts that know nothing of the generator.</summary>
internal static class GeneratedCases
{
    private static readonly Dictionary<string, GeneratedCase> Made =
        ScenarioCatalogue.All.Where(s => s.HasFixture).ToDictionary(s => s.Name, s => s.Generate(s.DefaultSeed));

    /// <summary>By the very array: a file is split once.</summary>
    private static readonly ConcurrentDictionary<byte[], string[]> LinesOfFiles = new();

    public static IEnumerable<object[]> Names => Made.Keys.Select(n => new object[] { n });

    public static GeneratedCase Of(string scenario) => Made[scenario];

    public static string[] Lines(GeneratedCase made, string path) => LinesOfFiles.GetOrAdd(made.Files[path], content => Split(path, content));

    private static string[] Split(string path, byte[] content)
    {
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var reader = new StreamReader(gzip);
            return reader.ReadToEnd().TrimEnd('\n').Split('\n');
        }

        return Encoding.UTF8.GetString(content).TrimEnd('\n').Split('\n');
    }

    public static IEnumerable<string> Paths(GeneratedCase made, string folder) =>
        made.Files.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static List<TruthRecord> Truth(GeneratedCase made) =>
    [
        .. Encoding.UTF8.GetString(made.Truth.Span).TrimEnd('\n').Split('\n')
            .Select(l => JsonSerializer.Deserialize<TruthRecord>(l, TruthRecord.Options)!),
    ];

    /// <summary>Every tool call of the traces: ids and command.</summary>
    public static List<(string TraceId, string SpanId, string CallId, string Command)> Calls(GeneratedCase made) =>
    [
        .. from path in Paths(made, "timeline/")
           from line in Lines(made, path)
           from call in path.EndsWith("spans.jsonl", StringComparison.Ordinal) ? ConsoleCalls(line) : OtlpCalls(line)
           select call,
    ];

    private static IEnumerable<(string, string, string, string)> ConsoleCalls(string line)
    {
        var span = JsonDocument.Parse(line).RootElement;
        if (!span.GetProperty("attributes").TryGetProperty("gen_ai.tool.call.id", out var id))
            return [];
        var context = span.GetProperty("context");
        return
        [
            (context.GetProperty("trace_id").GetString()![2..], context.GetProperty("span_id").GetString()![2..], id.GetString()!,
                Command(span.GetProperty("attributes").GetProperty("gen_ai.tool.call.arguments").GetString()!)),
        ];
    }

    private static IEnumerable<(string, string, string, string)> OtlpCalls(string line) =>
        from resource in JsonDocument.Parse(line).RootElement.GetProperty("resourceSpans").EnumerateArray()
        from scope in resource.GetProperty("scopeSpans").EnumerateArray()
        from span in scope.GetProperty("spans").EnumerateArray()
        let attributes = span.GetProperty("attributes").EnumerateArray()
            .ToDictionary(a => a.GetProperty("key").GetString()!, a => a.GetProperty("value"))
        where attributes.ContainsKey("gen_ai.tool.call.id")
        select (span.GetProperty("traceId").GetString()!, span.GetProperty("spanId").GetString()!, Text(attributes["gen_ai.tool.call.id"]),
            Command(Text(attributes["gen_ai.tool.call.arguments"])));

    private static string Text(JsonElement value) => value.GetProperty("stringValue").GetString()!;

    private static string Command(string arguments) => JsonDocument.Parse(arguments).RootElement.GetProperty("command").GetString()!;
}

/// <summary>A line of a truth file, as its readers see it.</summary>
internal sealed record TruthRecord(
    string File, int Line, int Index, string Cause, string Act, string? TraceId, string? SpanId, string? CallId, string? Sandbox,
    bool Decidable, string Why)
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
