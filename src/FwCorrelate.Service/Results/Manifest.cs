// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Redaction;
using NodaTime;

namespace FwCorrelate.Service.Results;

/// <summary>
/// <c>manifest.json</c>: what went in, with which rules and settings, and what came out, each by its SHA-256. It holds no time of
/// writing, so that the same input and the same command line make the same bytes.
/// </summary>
public sealed record Manifest
{
    private const string ToolName = "fwcorrelate";
    private const int FlushedBytes = 1 << 16;

    public required string ToolVersion { get; init; }

    /// <summary>The case as the user named it: absolute, or relative to the folder in which the command was typed.</summary>
    public required string CasePath { get; init; }

    public string? CustodyCase { get; init; }

    public string? CustodyExaminer { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string TimeZoneDatabase { get; init; }

    public bool Interrupted { get; init; }

    /// <summary>By path; rules are apart.</summary>
    public required IReadOnlyList<InputSummary> Inputs { get; init; }

    /// <summary>By path.</summary>
    public required IReadOnlyList<ManifestFile> Rules { get; init; }

    /// <summary>What became of each rule in use, by id: how often it matched, or what "not seen" means for it.</summary>
    public IReadOnlyList<RuleTrust> RuleOutcomes { get; init; } = [];

    /// <summary>By name, without the manifest itself.</summary>
    public required IReadOnlyList<ManifestFile> Outputs { get; init; }

    /// <summary>
    /// SHA-256 of the sorted hashes of the rule files, each followed by a line feed: the pack's content, wherever it is installed.
    /// </summary>
    public string RulePackSha256 => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.ASCII.GetBytes(string.Concat(Rules.Select(r => r.Sha256).Order(StringComparer.Ordinal).Select(hash => hash + "\n")))));

    public static Manifest Of(InvestigationResult result, IReadOnlyList<ManifestFile> outputs)
    {
        ArgumentNullException.ThrowIfNull(result);
        var inputs = result.Inputs.OrderBy(i => i.Path, StringComparer.Ordinal).ThenBy(i => i.Role).ToLookup(i => i.Role == InputRole.Rule);
        return new Manifest
        {
            ToolVersion = Version,
            CasePath = result.CasePath,
            CustodyCase = result.Settings.CustodyCase,
            CustodyExaminer = result.Settings.CustodyExaminer,
            Arguments = result.Arguments,
            TimeZoneDatabase = DateTimeZoneProviders.Tzdb.VersionId,
            Interrupted = result.Interrupted,
            Inputs = [.. inputs[false]],
            Rules = [.. inputs[true].Select(r => new ManifestFile(r.Path, r.StoredBytes, r.Sha256))],
            RuleOutcomes = [.. result.Rules.Where(r => r.Rule.IsReported).OrderBy(r => r.Rule.Id, StringComparer.Ordinal)],
            Outputs = outputs,
        };
    }

    /// <summary>Version of this tool.</summary>
    public static string Version { get; } =
        typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public void WriteTo(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, EcsDocument.WriterOptions with { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        WriteHead(writer);
        writer.WriteStartArray("inputs");
        foreach (var input in Inputs)
        {
            WriteInput(writer, input);

            // The writer holds all that was not flushed, and a case may hold very many files.
            if (writer.BytesPending > FlushedBytes)
                writer.Flush();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("rules");
        writer.WriteString("sha256", RulePackSha256);
        WriteFiles(writer, "files", Rules);
        writer.WriteStartArray("outcomes");
        foreach (var rule in RuleOutcomes)
            WriteOutcome(writer, rule);
        writer.WriteEndArray();
        writer.WriteEndObject();
        WriteFiles(writer, "outputs", Outputs,
            HashChain.Of(Inputs.Select(i => new ManifestFile(i.Path, i.StoredBytes, i.Sha256)), Rules, Outputs));
        writer.WriteEndObject();
    }

    private void WriteHead(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteString("name", ToolName);
        writer.WriteString("version", ToolVersion);
        writer.WriteEndObject();
        writer.WriteStartObject("case");
        writer.WriteString("path", CasePath);
        if (CustodyCase is not null)
            writer.WriteString("number", CustodyCase);
        if (CustodyExaminer is not null)
            writer.WriteString("examiner", CustodyExaminer);
        writer.WriteEndObject();
        writer.WriteStartArray("arguments");
        foreach (var argument in Arguments)
            writer.WriteStringValue(CommandRedaction.MaskSecrets(argument));
        writer.WriteEndArray();
        writer.WriteString("time_zone_database", TimeZoneDatabase);
        writer.WriteBoolean("interrupted", Interrupted);
    }

    private static void WriteInput(Utf8JsonWriter writer, InputSummary input)
    {
        writer.WriteStartObject();
        writer.WriteString("path", input.Path);
        writer.WriteString("role", RoleName(input.Role));
        writer.WriteString("format", input.Format);
        writer.WriteString("source", input.Source);
        writer.WriteNumber("bytes", input.StoredBytes);
        writer.WriteString("sha256", input.Sha256);
        writer.WriteNumber("records", input.Records);
        if (input.From is { } from)
            writer.WriteString("from", EcsTime.Format(from));
        if (input.To is { } to)
            writer.WriteString("to", EcsTime.Format(to));
        if (input.Problem is { } problem)
            writer.WriteString("problem", CommandRedaction.MaskSecrets(problem));
        writer.WriteEndObject();
    }

    // Without a match: in which sources, from when to when, it was not seen; or why it could not have been.
    private static void WriteOutcome(Utf8JsonWriter writer, RuleTrust rule)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.Rule.Id);
        writer.WriteString("title", rule.Rule.Title);
        writer.WriteString("family", rule.Rule.Family);
        writer.WriteNumber("matches", rule.Matches);
        if (rule.BlindBecause is { } reason)
            writer.WriteString("blind", reason);
        writer.WriteStartArray("watched");
        foreach (var source in rule.BlindBecause is null ? rule.Watched : [])
        {
            writer.WriteStartObject();
            writer.WriteString("source", source.Name);
            writer.WriteString("from", EcsTime.Format(source.From));
            writer.WriteString("to", EcsTime.Format(source.To));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFiles(
        Utf8JsonWriter writer, string name, IReadOnlyList<ManifestFile> files, IReadOnlyList<string>? links = null)
    {
        writer.WriteStartArray(name);
        foreach (var (i, file) in files.Index())
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteNumber("bytes", file.Bytes);
            writer.WriteString("sha256", file.Sha256);
            if (links is not null)
                writer.WriteString("link", links[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static string RoleName(InputRole role) => role switch
    {
        InputRole.Log => "log",
        InputRole.Trace => "trace",
        InputRole.Lease => "lease",
        InputRole.Gpu => "gpu",
        InputRole.Settings => "settings",
        InputRole.Rule => "rule",
        InputRole.Unrecognised => "unrecognised",
        _ => "damaged",
    };
}
