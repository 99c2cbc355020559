// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Cli.Options;
using FwCorrelate.Network;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Cli.Commands;

/// <summary>The rule that a user named: by id, name, title, or the file it stands in.</summary>
/// <param name="Rule">Index in the detector's rules; null where its file holds no rule that can be used, for the
/// <paramref name="Errors"/>.</param>
internal sealed record RuleChoice(LoadedRules Loaded, int? Rule, IReadOnlyList<RuleError> Errors)
{
    private const int Listed = 8;

    /// <exception cref="ConfigurationException">There is no such rule, or several.</exception>
    public static RuleChoice Find(string name, RuleSettings settings, IReadOnlyList<AddressPrefix> internalNetworks)
    {
        if (name.Length == 0)
            throw new ConfigurationException("RULE is empty: expected the id, title or file of a rule");
        var options = new SigmaOptions
        {
            InternalNetworks = internalNetworks,
            UseShippedRules = !settings.NoDefaults,
            SlowRegexLimit = settings.SlowRegexLimit
        };
        return File.Exists(name) ? OfFile(name, settings, options) : ByName(name, settings, options);
    }

    private static RuleChoice ByName(string name, RuleSettings settings, SigmaOptions options)
    {
        var loaded = SigmaRules.Load(settings.Paths, options);
        var found = Indexes(loaded, r => r.Id == name || r.Name == name);
        if (found.Count == 0)
            found = Indexes(loaded, r => r.Title.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found.Count == 0)
            found = Reported(loaded, Indexes(loaded, r => Path.GetFileNameWithoutExtension(r.File) == name));
        if (found.Count > 1)
            throw new ConfigurationException(
                $"RULE '{name}' is the title of {found.Count} rules: expected one of the ids {Ids(loaded, found)}");
        return found.Count == 1 ? new RuleChoice(loaded, found[0], []) : throw Unknown(name, loaded);
    }

    // The file's own rules go first, so that a rule that somebody is changing wins over the shipped one with its id.
    private static RuleChoice OfFile(string file, RuleSettings settings, SigmaOptions options)
    {
        var givenOnly = options with { UseShippedRules = false };
        var own = SigmaRules.Load([file], givenOnly);
        var loaded = settings.NoDefaults
            ? SigmaRules.Load([file, .. settings.Paths], givenOnly)
            : SigmaRules.Compile([.. own.Files, .. SigmaRules.Load(settings.Paths, givenOnly).Files, .. ShippedRules.Files], options);
        var path = own.Files[0].Path;
        var found = Reported(loaded, Indexes(loaded, r => r.File == path));
        if (found.Count > 1)
            throw new ConfigurationException(
                $"RULE '{file}' holds {found.Count} rules: expected one of the ids {Ids(loaded, found)}, with --rules {file}");
        if (found.Count == 1)
            return new RuleChoice(loaded, found[0], []);
        IReadOnlyList<RuleError> errors = [.. loaded.Errors.Where(e => e.File == path)];
        return errors.Count > 0 ? new RuleChoice(loaded, null, errors) : throw new ConfigurationException($"RULE '{file}' holds no rule");
    }

    private static List<int> Indexes(LoadedRules loaded, Func<RuleDocument, bool> isWanted) =>
        [.. loaded.Documents.Index().Where(d => isWanted(d.Item)).Select(d => d.Index)];

    // Beside a correlation stand the rules that it joins; the file is named for the one that reports.
    private static List<int> Reported(LoadedRules loaded, List<int> found) =>
        found.FindAll(i => loaded.Detector.Rules[i].IsReported) is { Count: > 0 } reported ? reported : found;

    private static string Ids(LoadedRules loaded, List<int> found) =>
        string.Join(", ", found.Take(Listed).Select(i => loaded.Documents[i].Id)) + (found.Count > Listed ? ", …" : "");

    private static ConfigurationException Unknown(string name, LoadedRules loaded)
    {
        var hint = Suggestion.Sentence(
            name, loaded.Documents.SelectMany(r => new[] { r.Title, r.Id, Path.GetFileNameWithoutExtension(r.File) }));
        return new ConfigurationException(
            $"RULE '{name}' is no rule in use: expected the id, title or file of one; rules list shows them.{hint}");
    }
}
