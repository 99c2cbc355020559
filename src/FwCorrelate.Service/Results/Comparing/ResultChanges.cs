// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Documents;
using FwCorrelate.Files;
using FwCorrelate.Sigma;

namespace FwCorrelate.Service.Results.Comparing;

/// <summary>What differs between what two results were made of.</summary>
internal static class ResultChanges
{
    private const int LargestRule = 1 << 20;

    /// <summary>By part, then name.</summary>
    public static IReadOnlyList<ResultChange> Between(ResultFolder before, ResultFolder after)
    {
        var changes = Files(before.Rules, after.Rules, _ => ChangedPart.Rule)
            .Select(c => c with { RuleIds = [.. IdsIn(before, c.Name).Concat(IdsIn(after, c.Name)).Distinct(StringComparer.Ordinal)] })
            .Concat(Files(before.Inputs, after.Inputs, n => n is "case.yml" or "case.yaml" ? ChangedPart.Settings : ChangedPart.Input))
            .ToList();
        var (old, now) = (Options(before.Arguments), Options(after.Arguments));
        changes.AddRange(now.Except(old, StringComparer.Ordinal).Select(a => new ResultChange(ChangedPart.Arguments, a, "added")));
        changes.AddRange(old.Except(now, StringComparer.Ordinal).Select(a => new ResultChange(ChangedPart.Arguments, a, "removed")));
        if (before.ToolVersion != after.ToolVersion)
            changes.Add(new ResultChange(ChangedPart.Program, after.ToolVersion, $"was {before.ToolVersion}"));
        if (before.TimeZoneDatabase != after.TimeZoneDatabase)
            changes.Add(new ResultChange(ChangedPart.Program, $"time zones {after.TimeZoneDatabase}", $"were {before.TimeZoneDatabase}"));
        return [.. changes.OrderBy(c => c.Part).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Those that an incident's own rules and files name; else all but the rules of others, since any of them may be why.
    /// </summary>
    public static IReadOnlyList<ResultChange> Concerning(StoredDocument incident, IReadOnlyList<ResultChange> changes)
    {
        var rules = incident.Values(OwnFields.RulesId).ToHashSet(StringComparer.Ordinal);
        var files = incident.Values(OwnFields.EvidenceFile).ToHashSet(StringComparer.Ordinal);
        var own = changes.Where(c => c.RuleIds.Any(rules.Contains) || (c.Part == ChangedPart.Input && files.Contains(c.Name))).ToList();
        return own.Count > 0 ? own : [.. changes.Where(c => c.Part != ChangedPart.Rule || c.RuleIds.Count == 0)];
    }

    private static IEnumerable<ResultChange> Files(
        IReadOnlyList<ManifestFile> before, IReadOnlyList<ManifestFile> after, Func<string, ChangedPart> partOf)
    {
        var (old, now) = (ByPath(before), ByPath(after));
        foreach (var path in old.Keys.Union(now.Keys, StringComparer.Ordinal))
        {
            var (was, isNow) = (old.GetValueOrDefault(path), now.GetValueOrDefault(path));
            if (was != isNow)
                yield return new ResultChange(partOf(path), path, was is null ? "added" : isNow is null ? "removed" : "changed");
        }
    }

    private static Dictionary<string, string> ByPath(IReadOnlyList<ManifestFile> files) =>
        files.GroupBy(f => f.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Sha256, StringComparer.Ordinal);

    // Where the result is put, and how it is shown, changes nothing that it says.
    private static List<string> Options(IReadOnlyList<string> arguments)
    {
        var options = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is "--out" or "--format" or "--threads" or "--tz")
                i++;
            else if (arguments[i].StartsWith('-') && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
                options.Add($"{arguments[i]} {arguments[++i]}");
            else if (arguments[i].StartsWith('-') && arguments[i] is not ("--force" or "--quiet" or "-q"))
                options.Add(arguments[i]);
        }

        return options;
    }

    private static IEnumerable<string> IdsIn(ResultFolder folder, string path)
    {
        var text = ShippedRules.Files.FirstOrDefault(f => f.Path == path) is { } shipped ? Encoding.UTF8.GetString(shipped.Content.Span)
            : TextOf(path) ?? TextOf(Path.Combine(folder.CasePath, path));
        return text is null ? []
            : text.Split('\n').Where(l => l.StartsWith("id:", StringComparison.Ordinal)).Select(l => l[3..].Trim().Trim('\'', '"'));
    }

    private static string? TextOf(string path)
    {
        try
        {
            return File.Exists(path) ? Encoding.UTF8.GetString(RegularFile.ReadBytes(path, LargestRule)) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
