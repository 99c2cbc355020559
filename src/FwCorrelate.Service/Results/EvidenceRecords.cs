// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Files;
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Results;

/// <summary>The records that a result names as evidence: those of its attributions and those of its incidents.</summary>
internal static class EvidenceRecords
{
    /// <summary>
    /// By file; within a file by offset, each record once. Lines that are no JSON tell nothing: the file's own hash has failed by then.
    /// </summary>
    public static ILookup<string, RecordOrigin> Read(string folder)
    {
        var origins = new HashSet<RecordOrigin>();
        foreach (var line in Lines(Path.Combine(folder, OutputFiles.Attributions)))
        {
            if (Member(Member(line, "fwcorrelate"), "record") is { } record && Origin(record) is { } origin)
                origins.Add(origin);
        }

        foreach (var line in Lines(Path.Combine(folder, OutputFiles.Incidents)))
        {
            if (Member(Member(line, "fwcorrelate"), "evidence") is { ValueKind: JsonValueKind.Array } evidence)
                origins.UnionWith(evidence.EnumerateArray().Select(e => Origin(e)).OfType<RecordOrigin>());
        }

        return origins.DistinctBy(o => (o.File, o.Line, o.Offset, o.Sha256))
            .OrderBy(o => o.Offset).ThenBy(o => o.Line).ThenBy(o => o.Sha256, StringComparer.Ordinal)
            .ToLookup(o => o.File, StringComparer.Ordinal);
    }

    private static IEnumerable<JsonElement> Lines(string path)
    {
        if (!File.Exists(path))
            yield break;
        foreach (var line in RegularFile.ReadLines(path))
        {
            if (Parse(line) is { } element)
                yield return element;
        }
    }

    private static JsonElement? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RecordOrigin? Origin(JsonElement record) =>
        Text(record, "file") is { } file && Text(record, "sha256") is { } hash
        && Number(record, "line") is { } line && Number(record, "offset") is { } offset
            ? new RecordOrigin(file, line, 0, offset, hash)
            : null;

    // Half of a surrogate pair is JSON, but no text.
    private static string? Text(JsonElement element, string name)
    {
        try
        {
            return Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static long? Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && TryGet(parent, name, out var member) ? member : null;

    // Names are compared with all names there, and half of a surrogate pair is no name.
    private static bool TryGet(JsonElement parent, string name, out JsonElement member)
    {
        try
        {
            return parent.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            member = default;
            return false;
        }
    }
}
