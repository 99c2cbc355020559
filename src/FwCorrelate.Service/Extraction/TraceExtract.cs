// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Service.Extraction;

/// <summary>Takes what a trace says of some episodes: spans of an OTLP request, lines of spans, else the whole file.</summary>
internal sealed class TraceExtract(IReadOnlySet<string> ids)
{
    private readonly SearchValues<string> _ids = SearchValues.Create([.. ids.Where(i => i.Length > 0)], StringComparison.OrdinalIgnoreCase);

    /// <summary>The part of a text that speaks of the episodes; null where nothing does.</summary>
    /// <param name="isTold">Whether calls of theirs are known to stand in the file, however it writes their ids.</param>
    public string? Take(string text, bool isTold)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (!IsLinesOfSpans(lines))
            return isTold || Speaks(text) ? text : null;
        var kept = new StringBuilder();
        foreach (var line in lines.Where(Speaks))
        {
            if (SpansOf(line) is { Length: > 0 } part)
                kept.Append(part).Append('\n');
        }

        return kept.Length > 0 ? kept.ToString() : isTold ? text : null;
    }

    private bool Speaks(string text) => text.AsSpan().ContainsAny(_ids);

    // Spans name their trace each; events of a session need not, and are taken together.
    private static bool IsLinesOfSpans(string[] lines) => lines.Length > 0 && Array.TrueForAll(lines, l => l[0] == '{'
        && l.TrimEnd()[^1] == '}' && (l.Contains("\"resourceSpans\"", StringComparison.Ordinal)
            || l.Contains("trace_id\"", StringComparison.Ordinal) || l.Contains("\"traceId\"", StringComparison.Ordinal)));

    private string? SpansOf(string line)
    {
        if (!line.Contains("\"resourceSpans\"", StringComparison.Ordinal))
            return line;
        try
        {
            var request = JsonNode.Parse(line)!;
            foreach (var scope in request["resourceSpans"]!.AsArray().SelectMany(r => r!["scopeSpans"]!.AsArray()))
                Keep(scope!["spans"]!.AsArray());
            return request.ToJsonString(ExtractJson.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            // Another shape, or one that readers refuse too: it stays as it is.
            return line;
        }
    }

    private void Keep(JsonArray spans)
    {
        for (var i = spans.Count - 1; i >= 0; i--)
        {
            if (!Speaks(spans[i]!.ToJsonString(ExtractJson.Options)))
                spans.RemoveAt(i);
        }
    }
}
