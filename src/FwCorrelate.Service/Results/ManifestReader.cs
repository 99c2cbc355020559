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
            var manifest = ManifestJson.Read(RegularFile.ReadBytes(path, (int)MaxBytes));
            var (outputs, custody) = (Named(manifest.Outputs, "outputs"), Named(manifest.Case, "case"));
            return new StoredManifest(
                Named(custody.Path, "case.path"),
                [.. Named(manifest.Inputs, "inputs").Select(File)],
                [.. Named(Named(manifest.Rules, "rules").Files, "rules.files").Select(File)],
                [.. outputs.Select(File)])
            {
                CustodyCase = custody.Number,
                CustodyExaminer = custody.Examiner,
                Links = [.. outputs.Select(o => o?.Link).OfType<string>()],
                Arguments = [.. Named(manifest.Arguments, "arguments").Select(a => Named(a, "arguments"))],
                ToolVersion = Named(Named(manifest.Tool, "tool").Version, "tool.version"),
                TimeZoneDatabase = Named(manifest.TimeZoneDatabase, "time_zone_database"),
            };
        }
        // InvalidOperationException: half of a surrogate pair, which is JSON but no text.
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException)
        {
            problem = failure is FileNotFoundException or DirectoryNotFoundException ? "it is missing" : failure.Message;
            return null;
        }
    }

    private static ManifestFile File(InputJson? file) => File(file?.Path, file?.Bytes, file?.Sha256);

    private static ManifestFile File(OutputJson? file) => File(file?.Path, file?.Bytes, file?.Sha256);

    private static ManifestFile File(string? path, long? bytes, string? sha256) =>
        new(Named(path, "path"), bytes ?? throw new InvalidDataException("'bytes' is missing"), Named(sha256, "sha256"));

    private static T Named<T>(T? member, string name)
        where T : class => member ?? throw new InvalidDataException($"'{name}' is missing");
}
