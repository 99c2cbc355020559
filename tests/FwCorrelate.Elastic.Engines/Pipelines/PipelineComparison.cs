// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Pipelines;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>Compares what a pipeline stored with what the reader made of the same line.</summary>
internal static class PipelineComparison
{
    /// <summary>What a shipper sends of a line.</summary>
    public static JsonObject Event(ReadLine line)
    {
        var sent = new JsonObject { ["@timestamp"] = "2026-12-15T08:00:00.000Z", ["message"] = line.Text };
        if (line.LogFormat is not null)
            sent["fwcorrelate"] = new JsonObject { ["log_format"] = line.LogFormat };
        return sent;
    }

    /// <summary>Sends all lines and tells every difference.</summary>
    public static Task<List<string>> DifferencesAsync(PipelineSite site, string pipeline, IReadOnlyList<ReadLine> lines) =>
        DifferencesAsync(site, [.. lines.Select(l => (pipeline, l))]);

    /// <summary>Sends all lines, each through a pipeline of its own, and tells every difference.</summary>
    public static async Task<List<string>> DifferencesAsync(PipelineSite site, IReadOnlyList<(string Pipeline, ReadLine Line)> lines)
    {
        var stored = await site.StoreAsync([.. lines.Select(l => (l.Pipeline, Event(l.Line)))]);
        return [.. lines.SelectMany((l, i) => Differences(l.Line, stored.GetValueOrDefault(i)).Select(d => $"{l.Pipeline}: {d}   [{l.Line}]"))];
    }

    /// <summary>How many lines the reader takes and refuses.</summary>
    public static string Fates(IEnumerable<ReadLine> lines) =>
        $"{lines.Count(l => l.Document is not null)} taken, {lines.Count(l => l.Rejection is not null)} refused";

    private static IEnumerable<string> Differences(ReadLine line, JsonObject? stored)
    {
        var isError = (string?)stored?["event"]?["kind"] == "pipeline_error";
        if (line.Rejection is not null)
            return isError ? Kept(line, stored!) : [$"the reader rejects it ({line.Rejection}), the pipeline {(stored is null ? "drops" : "takes")} it"];
        if (line.Document is null)
            return stored?["fwcorrelate"]?["record"] is null && !isError ? [] : [$"the reader passes over it, the pipeline stores {stored}"];
        if (stored is null || isError)
            return [$"the reader takes it, the pipeline {(stored is null ? "drops it" : $"rejects it: {stored["error"]}")}"];
        return DocumentDifference.Between(line.Document, stored).Select(d => d.ToString());
    }

    // A record that is refused is kept as it came, with a reason.
    private static IEnumerable<string> Kept(ReadLine line, JsonObject stored)
    {
        if (!line.Text.Contains((string?)stored["event"]!["original"] ?? "?", StringComparison.Ordinal))
            yield return $"event.original is '{stored["event"]!["original"]}'";
        if (stored["error"]?["message"] is null || stored["error"]?["code"] is null || stored["@timestamp"] is null || stored.ContainsKey("message"))
            yield return $"it is kept as {stored.ToJsonString()}";
    }
}
