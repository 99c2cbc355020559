// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FwCorrelate.Elastic.Tests.Kibana.Lint;

/// <summary>What a package breaks.</summary>
/// <param name="Rule">A short name of the rule.</param>
internal sealed record PackageFinding(string Rule, string Path, string What)
{
    public override string ToString() => $"{Rule}: {Path}: {What}";
}

/// <summary>
/// The rules that the integration package specification 3.6 has for a package of our kind, by its behaviour: layout, limits, manifest,
/// change log and data streams here, the rest in <see cref="PipelineLint"/> and <see cref="KibanaLint"/>.
/// </summary>
internal static partial class PackageLint
{
    public const int MaximumFiles = 65_535;
    public const int MaximumPipelineBytes = 3 << 20;
    public const int MaximumConfigurationBytes = 5 << 20;
    public const int MaximumFields = 2_048;
    private const long MaximumFileBytes = 150L << 20;
    private const long MaximumBytes = 250L << 20;
    private const int MaximumStreamEntries = 500;

    private static readonly string[] TopLevel =
        ["manifest.yml", "changelog.yml", "docs", "data_stream", "elasticsearch", "kibana", "img", "LICENSE.txt", "NOTICE.txt", "validation.yml"];

    private static readonly string[] Categories = ["security", "network_security", "firewall_security", "network", "cloudsecurity_cdr"];
    private static readonly string[] RequiredKeys = ["format_version", "name", "title", "description", "version", "type", "owner"];
    private static readonly string[] ChangeTypes = ["breaking-change", "bugfix", "enhancement", "deprecation"];
    private static readonly string[] StreamEntries = ["manifest.yml", "fields", "agent", "elasticsearch", "sample_event.json", "test", "routing_rules.yml", "lifecycle.yml"];

    private static readonly Dictionary<string, string> RequiredFields = new()
    {
        ["data_stream.type"] = "constant_keyword",
        ["data_stream.dataset"] = "constant_keyword",
        ["data_stream.namespace"] = "constant_keyword",
        ["@timestamp"] = "date",
    };

    public static IReadOnlyList<PackageFinding> Check(PackageFiles package) =>
    [
        .. Layout(package), .. Limits(package), .. Manifest(package), .. Changelog(package), .. DataStreams(package), .. PipelineLint.Check(package), .. KibanaLint.Check(package),
    ];

    private static IEnumerable<PackageFinding> Layout(PackageFiles package)
    {
        foreach (var path in new[] { "manifest.yml", "changelog.yml", "docs/README.md" }.Where(p => !package.All.ContainsKey(p)))
            yield return new("required-file", path, "is missing");
        foreach (var top in package.Paths.Select(p => p.Split('/')[0]).Distinct().Where(t => !TopLevel.Contains(t)))
            yield return new("top-level", top, "is not a file or folder of a package");
        foreach (var path in package.Under("docs/").Where(p => !p.EndsWith(".md", StringComparison.Ordinal)))
            yield return new("docs", path, "is not a text in Markdown");
        foreach (var path in package.Paths.Where(p => p.Split('/').Contains("_dev")))
            yield return new("no-dev", path, "is for development and left out of a built package");
        if (package.Node("manifest.yml") is { } manifest && package.Root != $"{manifest["name"]}-{manifest["version"]}")
            yield return new("root-folder", package.Root, "is not NAME-VERSION");
    }

    private static IEnumerable<PackageFinding> Limits(PackageFiles package)
    {
        if (package.All.Count > MaximumFiles)
            yield return new("limit-files", "", $"{package.All.Count} files");
        if (package.All.Values.Sum(f => (long)f.Length) > MaximumBytes)
            yield return new("limit-size", "", "the files are larger than 250 MB");
        foreach (var (path, content) in package.All)
        {
            var isPipeline = path.Contains("/ingest_pipeline/", StringComparison.Ordinal);
            var limit = isPipeline ? MaximumPipelineBytes : IsConfiguration(path) ? MaximumConfigurationBytes : MaximumFileBytes;
            if (content.Length > limit)
                yield return new("limit-file-size", path, $"has {content.Length} bytes of at most {limit}");
        }

        if (package.DataStreams.Count() > MaximumStreamEntries)
            yield return new("limit-data-streams", "data_stream", "has more than 500 entries");
        foreach (var stream in package.DataStreams.Where(s => Fields(package, s).Count() > MaximumFields))
            yield return new("limit-fields", $"data_stream/{stream}", "has more than 2,048 fields");
    }

    private static bool IsConfiguration(string path) => path.EndsWith("manifest.yml", StringComparison.Ordinal) || path.Contains("/fields/", StringComparison.Ordinal);

    private static IEnumerable<PackageFinding> Manifest(PackageFiles package)
    {
        const string Path = "manifest.yml";
        if (package.Node(Path) is not JsonObject manifest)
            yield break;
        foreach (var key in RequiredKeys.Where(k => manifest[k] is null))
            yield return new("manifest-required", Path, $"has no {key}");
        if ((string?)manifest["type"] != "integration")
            yield return new("manifest-type", Path, "the type is not integration");
        if (!PackageName().IsMatch((string?)manifest["name"] ?? ""))
            yield return new("manifest-name", Path, "the name may have small letters, digits and underscores");
        if (!Version().IsMatch((string?)manifest["version"] ?? ""))
            yield return new("manifest-version", Path, "the version is not one of semantic versioning");
        if ((string?)manifest["format_version"] is not { } format || !format.StartsWith("3.6.", StringComparison.Ordinal))
            yield return new("manifest-format", Path, "the format version is not 3.6");
        if ((string?)manifest["owner"]?["type"] is not ("elastic" or "partner" or "community") || (string?)manifest["owner"]?["github"] is null)
            yield return new("manifest-owner", Path, "the owner needs github and a type: elastic, partner or community");
        if (manifest["source"]?["license"] is { } licence && (string?)licence is not ("Apache-2.0" or "Elastic-2.0"))
            yield return new("manifest-licence", Path, "source.license takes only Apache-2.0 and Elastic-2.0");
        if (!KibanaVersion().IsMatch((string?)manifest["conditions"]?["kibana"]?["version"] ?? ""))
            yield return new("manifest-kibana", Path, "conditions.kibana.version is not a range such as ^9.0.0");
        foreach (var category in (manifest["categories"] as JsonArray ?? []).Select(c => (string?)c).Where(c => !Categories.Contains(c)))
            yield return new("manifest-category", Path, $"'{category}' does not fit a package on firewalls");
        if (package.Under("kibana/security_rule/").Any() && !Capabilities(manifest).Contains("security"))
            yield return new("capability", Path, "detection rules demand conditions.elastic.capabilities: [security]");
    }

    private static IEnumerable<string?> Capabilities(JsonObject manifest) =>
        (manifest["conditions"]?["elastic"]?["capabilities"] as JsonArray ?? []).Select(c => (string?)c);

    private static IEnumerable<PackageFinding> Changelog(PackageFiles package)
    {
        const string Path = "changelog.yml";
        if (package.Node(Path) is not JsonArray { Count: > 0 } entries)
        {
            yield return new("changelog", Path, "is not a list of versions");
            yield break;
        }

        if ((string?)entries[0]?["version"] != (string?)package.Node("manifest.yml")?["version"])
            yield return new("changelog-version", Path, "the top version is not the manifest's");
        if (entries.Select(e => (string?)e?["version"]).Distinct().Count() != entries.Count)
            yield return new("changelog-version", Path, "a version stands twice");
        foreach (var change in entries.SelectMany(e => e?["changes"] as JsonArray ?? []))
        {
            if ((string?)change?["description"] is null || (string?)change["link"] is null || !ChangeTypes.Contains((string?)change["type"]))
                yield return new("changelog-change", Path, "a change needs description, type and link");
        }
    }

    private static IEnumerable<PackageFinding> DataStreams(PackageFiles package)
    {
        foreach (var stream in package.DataStreams)
        {
            var folder = $"data_stream/{stream}";
            if (!StreamName().IsMatch(stream) || stream == "integration")
                yield return new("data-stream-name", folder, "is no name for a data stream");
            if (package.Node(folder + "/manifest.yml")?["title"] is null)
                yield return new("data-stream-manifest", folder, "needs a manifest with a title");
            foreach (var entry in package.Under(folder + "/").Select(p => p.Split('/')[2]).Distinct().Where(e => !StreamEntries.Contains(e)))
                yield return new("data-stream-layout", folder, $"{entry} does not belong there");
            var fields = Fields(package, stream).ToLookup(f => f.Name, f => f.Type);
            foreach (var (name, type) in RequiredFields.Where(r => !fields[r.Key].SequenceEqual([r.Value])))
                yield return new("required-field", folder, $"needs {name} once, as {type}");
            foreach (var field in fields.Where(f => f.Count() > 1 && !RequiredFields.ContainsKey(f.Key)))
                yield return new("unique-field", folder, $"{field.Key} is declared twice");
            foreach (var field in fields.Where(f => !FieldName().IsMatch(f.Key)))
                yield return new("field-name", folder, $"'{field.Key}' is no name of a field");
            if (package.Node(folder + "/lifecycle.yml") is { } lifecycle && !Retention().IsMatch((string?)lifecycle["data_retention"] ?? ""))
                yield return new("lifecycle", folder, "data_retention is not a time such as 30d");
            foreach (var policy in package.Under($"{folder}/elasticsearch/ilm/").Where(p => !Path.GetFileName(p).StartsWith("default", StringComparison.Ordinal)))
                yield return new("lifecycle", policy, "is not named after the data stream's default policy");
        }
    }

    private static IEnumerable<(string Name, string Type)> Fields(PackageFiles package, string stream) => package.Under($"data_stream/{stream}/fields/", ".yml")
        .SelectMany(f => package.Node(f) as JsonArray ?? []).Select(f => ((string?)f?["name"] ?? "", (string?)f?["type"] ?? ""));

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\^\d+\.\d+\.\d+( \|\| \^\d+\.\d+\.\d+)*$")]
    private static partial Regex KibanaVersion();

    [GeneratedRegex("^([a-z0-9]{2}|[a-z0-9][a-z0-9_]+[a-z0-9])$")]
    private static partial Regex StreamName();

    [GeneratedRegex(@"^[\-*_/@A-Za-z0-9]+(\.[\-*_/@A-Za-z0-9]+)*$")]
    private static partial Regex FieldName();

    [GeneratedRegex("^[1-9][0-9]*(d|h|m|s)$")]
    private static partial Regex Retention();
}
