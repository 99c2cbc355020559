// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma;

/// <summary>What came of loading rules.</summary>
/// <param name="Detector">Runs the rules that can be used.</param>
/// <param name="Errors">Every rule that cannot, by file, line and column.</param>
/// <param name="Rules">Rules in use, in the order of <see cref="IDetector.Rules"/>.</param>
/// <param name="Files">Every file that was read.</param>
public sealed record LoadedRules(SigmaDetector Detector, IReadOnlyList<RuleError> Errors, IReadOnlyList<Rule> Rules, IReadOnlyList<RuleFile> Files)
{
    /// <summary>Names the rules in a manifest; see <see cref="RuleFile.HashOf"/>.</summary>
    public string Hash => RuleFile.HashOf(Files);
}

/// <summary>Loads rule files into a detector.</summary>
public static class SigmaRules
{
    /// <summary>Loads the files and folders, and the shipped pack unless the options say otherwise. A bad rule costs itself, never the others.</summary>
    /// <exception cref="ConfigurationException">A path does not exist or cannot be read.</exception>
    public static LoadedRules Load(IEnumerable<string> paths, SigmaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Compile([.. options.UseShippedRules ? ShippedRules.Files : [], .. RuleFolder.Read(paths)], options);
    }

    /// <summary>Makes a detector of files that are in memory, and of no others.</summary>
    public static LoadedRules Compile(IReadOnlyList<RuleFile> files, SigmaOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<RuleError>();
        var rules = new List<DetectionRule>();
        foreach (var file in files)
        {
            var (read, problems) = RuleReader.Read(file.Path, file.Content.Span);
            errors.AddRange(problems);
            rules.AddRange(read.Select(rule => Compile(rule, options, errors)).OfType<DetectionRule>());
        }

        var used = DropRepeated(rules, errors).OrderBy(r => r.Rule.Id, StringComparer.Ordinal).ToList();
        var sorted = errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column).ToList();
        return new LoadedRules(new SigmaDetector(used, new NetworkScope(options.InternalNetworks)), sorted, [.. used.Select(r => r.Rule)], files);
    }

    private static DetectionRule? Compile(Rule rule, SigmaOptions options, List<RuleError> errors)
    {
        if (LogSources.Map(rule.LogSource) is not { } kind)
        {
            errors.Add(Error(rule, RuleErrorKind.NoSuchLogSource, rule.LogSource.Position, $"'{rule.Title}' is for {rule.LogSource}; there is no such log source here.",
                "Nothing, or change the logsource to one that src/FwCorrelate.Sigma/README.md lists."));
            return null;
        }

        if (kind == RuleEvent.ToolCall)
        {
            var (onCalls, problems) = RuleCompiler.Compile<ToolCallEvent>(rule, FieldMap.ToolCall, options);
            errors.AddRange(problems);
            return onCalls is null ? null : new DetectionRule(rule, Summarise(rule, kind, onCalls.UsesAttribution), null, onCalls);
        }

        var (onFlows, flowProblems) = RuleCompiler.Compile<FlowEvent>(rule, FieldMap.Flow, options);
        errors.AddRange(flowProblems);
        return onFlows is null ? null : new DetectionRule(rule, Summarise(rule, kind, onFlows.UsesAttribution), onFlows, null);
    }

    private static IEnumerable<DetectionRule> DropRepeated(IEnumerable<DetectionRule> rules, List<RuleError> errors)
    {
        var seen = new Dictionary<string, DetectionRule>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (seen.TryAdd(rule.Rule.Id, rule))
                yield return rule;
            else
                errors.Add(Error(rule.Rule, RuleErrorKind.Invalid, rule.Rule.Position, $"The id '{rule.Rule.Id}' is already used by {seen[rule.Rule.Id].Summary.Source}.",
                    "Give the rule an id of its own, or leave the shipped rules out."));
        }
    }

    private static RuleSummary Summarise(Rule rule, RuleEvent kind, bool usesAttribution) => new(
        rule.Id, rule.Title, rule.Level, rule.Description, Family(rule), rule.Tags, rule.FalsePositives, $"{rule.File}:{rule.Position.Line}", kind, usesAttribution);

    private static string Family(Rule rule) =>
        rule.Custom.TryGetValue("fwcorrelate_family", out var family) && family.Length > 0 ? family
        : rule.Tags.FirstOrDefault(t => t.StartsWith("attack.t", StringComparison.OrdinalIgnoreCase) && t.Length > 8 && char.IsAsciiDigit(t[8])) ?? rule.Id;

    private static RuleError Error(Rule rule, RuleErrorKind kind, Position at, string what, string todo) => new(kind, rule.File, at.Line, at.Column, what, todo);
}
