// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;
using FwCorrelate.Elastic.Ecs;

namespace FwCorrelate.Service.Results;

/// <summary>
/// <c>manifest.json</c> as it is written and read back: members in the order of the file. Anybody may have edited a file that is read, so
/// any of them may be missing then.
/// </summary>
internal sealed record ManifestJson(
    ToolJson? Tool, CaseJson? Case, IEnumerable<string>? Arguments, string? TimeZoneDatabase, bool Interrupted,
    IEnumerable<InputJson>? Inputs, RulesJson? Rules, IEnumerable<OutputJson>? Outputs)
{
    private static readonly ManifestJsonContext Context = new(
        new JsonSerializerOptions(ManifestJsonContext.Default.Options) { Encoder = EcsDocument.WriterOptions.Encoder });

    /// <summary>Lists are written as they are enumerated: a case may hold very many files.</summary>
    public void WriteTo(Stream stream) => JsonSerializer.Serialize(stream, this, Context.ManifestJson);

    /// <exception cref="InvalidDataException">It is no manifest; the message is a sentence's end for users.</exception>
    public static ManifestJson Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, Context.ManifestJson) ?? throw new InvalidDataException("it is null");
        }
        catch (JsonException failure) when (failure.Path is { Length: > 2 } path)
        {
            throw new InvalidDataException($"'{path[2..]}' on line {failure.LineNumber + 1} is not what a manifest holds there", failure);
        }
    }
}

internal sealed record ToolJson(string? Name, string? Version);

internal sealed record CaseJson(string? Path, string? Number, string? Examiner);

internal sealed record InputJson(
    string? Path, string? Role, string? Format, string? Source, long? Bytes, string? Sha256, long Records, string? From, string? To,
    string? Problem);

internal sealed record RulesJson(string? Sha256, IEnumerable<OutputJson>? Files, IEnumerable<OutcomeJson>? Outcomes);

/// <summary>
/// What became of a rule. Without a match: in which sources, from when to when, it was not seen; or why it could not have been.
/// </summary>
internal sealed record OutcomeJson(string? Id, string? Title, long Matches, string? Blind, IEnumerable<WatchedJson>? Watched);

internal sealed record WatchedJson(string? Source, string? From, string? To);

/// <summary>A rule file, or an output with its link of the chain.</summary>
internal sealed record OutputJson(string? Path, long? Bytes, string? Sha256, string? Link = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ManifestJson))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
