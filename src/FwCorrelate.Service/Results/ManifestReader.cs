// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Files;

namespace FwCorrelate.Service.Results;

/// <summary>What verification needs of a <c>manifest.json</c>.</summary>
internal sealed record StoredManifest(
    string CasePath, IReadOnlyList<ManifestFile> Inputs, IReadOnlyList<ManifestFile> Rules, IReadOnlyList<ManifestFile> Outputs)
{
    public string? CustodyCase { get; init; }

    public string? CustodyExaminer { get; init; }

    /// <summary>Links of the chain of outputs, in their order; empty in a result of a version that made none.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public string ToolVersion { get; init; } = "";

    public string TimeZoneDatabase { get; init; } = "";
}

/// <summary>Reads <c>manifest.json</c>, which anybody may have edited.</summary>
internal static class ManifestReader
{
    private const long MaxBytes = 256L << 20;

    /// <summary>The manifest, or null and why it cannot be used.</summary>
    public static StoredManifest? TryRead(string path, out string problem)
    {
        problem = "";
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new InvalidDataException($"it is larger than {MaxBytes >> 20} MiB");
            using var document = JsonDocument.Parse(RegularFile.ReadBytes(path, (int)MaxBytes));
            var root = document.RootElement;
            return new StoredManifest(
                Text(Member(Member(root, "case"), "path")),
                Files(Member(root, "inputs")),
                Files(Member(Member(root, "rules"), "files")),
                Files(Member(root, "outputs")))
            {
                CustodyCase = Optional(Member(root, "case"), "number"),
                CustodyExaminer = Optional(Member(root, "case"), "examiner"),
                Links = [.. Member(root, "outputs").EnumerateArray().Select(o => Optional(o, "link")).OfType<string>()],
                Arguments = [.. Member(root, "arguments").EnumerateArray().Select(Text)],
                ToolVersion = Text(Member(Member(root, "tool"), "version")),
                TimeZoneDatabase = Text(Member(root, "time_zone_database")),
            };
        }
        // InvalidOperationException: half of a surrogate pair, which is JSON but no text.
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException)
        {
            problem = failure is FileNotFoundException or DirectoryNotFoundException ? "it is missing" : failure.Message;
            return null;
        }
    }

    private static List<ManifestFile> Files(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("a list of files was expected");
        var files = new List<ManifestFile>(array.GetArrayLength());
        foreach (var file in array.EnumerateArray())
        {
            if (Member(file, "bytes") is not { ValueKind: JsonValueKind.Number } size || !size.TryGetInt64(out var bytes))
                throw new InvalidDataException("the size of a file is not a number");
            files.Add(new ManifestFile(Text(Member(file, "path")), bytes, Text(Member(file, "sha256"))));
        }

        return files;
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member)
            ? member
            : throw new InvalidDataException($"'{name}' is missing");

    private static string? Optional(JsonElement element, string name) => element.TryGetProperty(name, out var member) ? Text(member) : null;

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new InvalidDataException("a text was expected");
}
