// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
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

    public void WriteTo(Stream stream) => new ManifestJson(
        new ToolJson(ToolName, ToolVersion),
        new CaseJson(CasePath, CustodyCase, CustodyExaminer),
        Arguments.Select(CommandRedaction.MaskSecrets),
        TimeZoneDatabase,
        Interrupted,
        Inputs.Select(Json),
        new RulesJson(RulePackSha256, Rules.Select(f => Json(f)), RuleOutcomes.Select(Json)),
        Outputs.Zip(HashChain.Of(Inputs.Select(i => new ManifestFile(i.Path, i.StoredBytes, i.Sha256)), Rules, Outputs), Json)).WriteTo(stream);

    private static InputJson Json(InputSummary input) => new(
        input.Path, RoleName(input.Role), input.Format, input.Source, input.StoredBytes, input.Sha256, input.Records,
        input.From is { } from ? EcsTime.Format(from) : null,
        input.To is { } to ? EcsTime.Format(to) : null,
        input.Problem is { } problem ? CommandRedaction.MaskSecrets(problem) : null);

    private static OutcomeJson Json(RuleTrust rule) => new(
        rule.Rule.Id, rule.Rule.Title, rule.Matches, rule.BlindBecause,
        rule.BlindBecause is null ? rule.Watched.Select(s => new WatchedJson(s.Name, EcsTime.Format(s.From), EcsTime.Format(s.To))) : []);

    private static OutputJson Json(ManifestFile file, string? link = null) => new(file.Path, file.Bytes, file.Sha256, link);

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
