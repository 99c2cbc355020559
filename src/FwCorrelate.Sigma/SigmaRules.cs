// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma;

/// <summary>What came of loading rules.</summary>
/// <param name="Detector">Runs the rules that can be used.</param>
/// <param name="Errors">Every rule that cannot, by file, line and column.</param>
/// <param name="Rules">Detections in use, in the order of <see cref="IDetector.Rules"/>, where the correlations follow them.</param>
/// <param name="Files">Every file that was read.</param>
public sealed record LoadedRules(
    SigmaDetector Detector, IReadOnlyList<RuleError> Errors, IReadOnlyList<Rule> Rules, IReadOnlyList<RuleFile> Files)
{
    /// <summary>Correlations in use, in the order of <see cref="IDetector.Rules"/>.</summary>
    public IReadOnlyList<CorrelationRule> Correlations { get; init; } = [];

    /// <summary>Filters that were read; <see cref="Rule.Filters"/> tells which apply.</summary>
    public IReadOnlyList<FilterRule> Filters { get; init; } = [];

    /// <summary>Detections and correlations in use, in the order of <see cref="IDetector.Rules"/>.</summary>
    public IReadOnlyList<RuleDocument> Documents => [.. Rules, .. Correlations];

    /// <summary>Names the rules in a manifest; see <see cref="RuleFile.HashOf"/>.</summary>
    public string Hash => RuleFile.HashOf(Files);
}

/// <summary>Loads rule files into a detector.</summary>
public static class SigmaRules
{
    /// <summary>
    /// Loads the files and folders, and the shipped pack unless the options say otherwise. A bad rule costs itself, never the others.
    /// </summary>
    /// <exception cref="ConfigurationException">A path does not exist or cannot be read.</exception>
    public static LoadedRules Load(IEnumerable<string> paths, SigmaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Compile([.. options.UseShippedRules ? ShippedRules.Files : [], .. RuleFolder.Read(paths)], options,
            ShippedRules.Files.Where(IndicatorReader.IsIndicatorFile));
    }

    /// <summary>Makes a detector of files that are in memory, and of no others.</summary>
    public static LoadedRules Compile(IReadOnlyList<RuleFile> files, SigmaOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        return Compile(files, options, []);
    }

    /// <param name="indicators">Lists that rules may name though they are not among the files; those of the files come after them.</param>
    private static LoadedRules Compile(IReadOnlyList<RuleFile> files, SigmaOptions options, IEnumerable<RuleFile> indicators)
    {
        var errors = new List<RuleError>();
        options = options with
        {
            Placeholders = PlaceholdersOf(
            indicators.Except(files).Concat(files.Where(f => f.Problem is null && IndicatorReader.IsIndicatorFile(f))), options, errors)
        };
        errors.AddRange(files.Where(f => f.Problem is not null).Select(
            f => new RuleError(RuleErrorKind.Invalid, f.Path, 1, 1, $"The file cannot be read: {f.Problem}.",
                "Mend it, or remove it from the rules folder.")));
        var read = files.Where(f => f.Problem is null
            && !IndicatorReader.IsIndicatorFile(f)).Select(f => RuleReader.Read(f.Path, f.Content.Span)).ToList();
        errors.AddRange(read.SelectMany(r => r.Errors));
        var documents = DropRepeated(read.SelectMany(r => r.Rules.Concat<RuleDocument>(r.Correlations)), errors).ToList();
        var correlations = documents.OfType<CorrelationRule>().OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
        var filters = read.SelectMany(r => r.Filters).ToList();
        var unusable = new Dictionary<RuleDocument, RuleErrorKind>(ReferenceEqualityComparer.Instance);
        var used = RuleFilters.Apply([.. documents.OfType<Rule>()], correlations, filters, options, errors)
            .Select(rule => Compile(rule, options, errors, unusable)).OfType<DetectionRule>()
            .OrderBy(r => r.Rule.Id, StringComparer.Ordinal).ToList();
        var plan = CorrelationCompiler.Compile(
            correlations, [.. used.Select(r => new DetectionInUse(r.Rule, FieldMap.For(r.Summary.Event)))], unusable, options.Correlations,
            errors);
        var sorted = errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column).ToList();
        return new LoadedRules(
            new SigmaDetector(used, plan, new NetworkScope(options.InternalNetworks)), sorted, [.. used.Select(r => r.Rule)], files)
        {
            Correlations = [.. plan.All.Select(c => c.Rule).OrderBy(r => r.Id, StringComparer.Ordinal)],
            Filters = filters,
        };
    }

    /// <summary>Null where the rule cannot run; why goes to <paramref name="errors"/> and <paramref name="unusable"/>.</summary>
    private static DetectionRule? Compile(
        Rule rule, SigmaOptions options, List<RuleError> errors, Dictionary<RuleDocument, RuleErrorKind> unusable)
    {
        var before = errors.Count;
        var compiled = Compile(rule, options, errors);
        if (compiled is null)
            unusable.Add(rule, errors[before].Kind);
        return compiled;
    }

    /// <summary>What the caller gives wins over every file.</summary>
    private static Dictionary<string, IReadOnlyList<string>> PlaceholdersOf(
        IEnumerable<RuleFile> files, SigmaOptions options, List<RuleError> errors)
    {
        var values = IndicatorReader.Merge(files, errors);
        foreach (var (name, given) in options.Placeholders)
            values[name] = given;
        return values;
    }

    private static DetectionRule? Compile(Rule rule, SigmaOptions options, List<RuleError> errors)
    {
        if (LogSources.Map(rule.LogSource) is not { } kind)
        {
            var error = Error(rule, RuleErrorKind.NoSuchLogSource, rule.LogSource.Position,
                $"'{rule.Title}' is for {rule.LogSource}; there is no such log source here.",
                "Nothing, or change the logsource to one that src/FwCorrelate.Sigma/README.md lists.");
            errors.Add(error with { LogSource = rule.LogSource });
            return null;
        }

        if (kind == RuleEvent.ToolCall)
        {
            var (onCalls, problems) = RuleCompiler.Compile<ToolCallEvent>(rule, FieldMap.ToolCall, options);
            errors.AddRange(problems);
            return onCalls is null ? null : new DetectionRule(rule, RuleSummaries.Of(rule, kind, onCalls.UsesAttribution), null, onCalls);
        }

        var (onFlows, flowProblems) = RuleCompiler.Compile<FlowEvent>(rule, FieldMap.Flow, options);
        errors.AddRange(flowProblems);
        return onFlows is null ? null : new DetectionRule(rule, RuleSummaries.Of(rule, kind, onFlows.UsesAttribution), onFlows, null);
    }

    private static IEnumerable<RuleDocument> DropRepeated(IEnumerable<RuleDocument> rules, List<RuleError> errors)
    {
        var seen = new Dictionary<string, RuleDocument>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (seen.TryAdd(rule.Id, rule))
                yield return rule;
            else
                errors.Add(Error(rule, RuleErrorKind.Invalid, rule.Position,
                    $"The id '{rule.Id}' is already used by {seen[rule.Id].File}:{seen[rule.Id].Position.Line}.",
                    "Give the rule an id of its own, or leave the shipped rules out."));
        }
    }

    private static RuleError Error(RuleDocument rule, RuleErrorKind kind, Position at, string what, string todo) =>
        new(kind, rule.File, at.Line, at.Column, what, todo);
}
