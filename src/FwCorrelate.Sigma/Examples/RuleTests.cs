// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Examples;

/// <summary>An example that a rule does not treat as its author expects.</summary>
/// <param name="Place">file:line:column of the example.</param>
/// <param name="What">What was expected and what happened, in words.</param>
/// <param name="Verdict">Why it happened; null for a sequence.</param>
/// <param name="Sequence">Why it happened; null for a single event.</param>
public sealed record RuleTestFailure(string Place, string What, EventVerdict? Verdict, CorrelationVerdict? Sequence);

/// <summary>What came of one rule's examples.</summary>
/// <param name="File">The file of examples; null where the rule has none.</param>
/// <param name="Positive">Examples that it must match or fire on.</param>
/// <param name="Negative">Examples that it must not.</param>
public sealed record RuleTestResult(RuleSummary Rule, string? File, int Positive, int Negative, IReadOnlyList<RuleTestFailure> Failures)
{
    /// <summary>Whether anything was tried.</summary>
    public bool HasExamples => Positive + Negative > 0;
}

/// <summary>Runs the examples that stand beside rules, through the detector that an investigation would use.</summary>
public sealed class RuleTests
{
    private readonly LoadedRules _loaded;
    private readonly List<RuleError> _errors = [];

    private RuleTests(LoadedRules loaded) =>
        _loaded = loaded with { Detector = loaded.Detector.With(ProxyBypass.AsTold) };

    /// <summary>
    /// One result for each rule in use that reports, in their order, and for those that are only joined by others and have examples of
    /// their own; errors are those of files of examples.
    /// </summary>
    public static (IReadOnlyList<RuleTestResult> Results, IReadOnlyList<RuleError> Errors) Run(LoadedRules loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        var tests = new RuleTests(loaded);
        var byFile = loaded.Documents.Select((r, i) => (r.File, Rule: i)).ToLookup(r => r.File, r => r.Rule);
        var results = loaded.Files.Where(f => byFile.Contains(f.Path)).SelectMany(f => tests.RunFile(f, [.. byFile[f.Path]]))
            .ToDictionary(r => r.Rule.Id);
        return ([.. loaded.Detector.Rules.Select(r => results[r.Id]).Where(r => r.Rule.IsReported || r.HasExamples)], tests._errors);
    }

    private IEnumerable<RuleTestResult> RunFile(RuleFile file, IReadOnlyList<int> rules)
    {
        var beside = ExampleFiles.Beside(file);
        var examples = beside is null ? [] : Read(beside, rules);
        return rules.Select(rule => RunRule(rule, beside?.Path, [.. examples.Where(e => e.Rule == rule).Select(e => e.Examples)]));
    }

    private List<(int Rule, RuleExamples Examples)> Read(RuleFile beside, IReadOnlyList<int> rules)
    {
        var (read, errors) = RuleExamples.Read(beside.Path, beside.Content.Span);
        _errors.AddRange(errors);
        var found = new List<(int, RuleExamples)>();
        foreach (var examples in read)
        {
            var candidates = rules.Where(r => examples.Rule is null ? IsMeant(r, examples) : IsNamed(_loaded.Documents[r], examples.Rule))
                .ToList();
            if (candidates.Count == 1)
                found.Add((candidates[0], examples));
            else
                Report(examples,
                    candidates.Count == 0 ? $"The rule file beside has no rule '{examples.Rule}' that can be used."
                        : "The rule file beside has several rules, and 'rule' does not say which one is meant.");
        }

        return found;
    }

    // Sequences are of correlations, single events of the rules that report: beside a correlation stand those that it joins.
    private bool IsMeant(int rule, RuleExamples examples)
    {
        var summary = _loaded.Detector.Rules[rule];
        return examples.Fires.Count + examples.Quiet.Count > 0 ? summary.Correlation is not null
            && summary.IsReported : summary.Correlation is null && summary.IsReported;
    }

    private static bool IsNamed(RuleDocument rule, string name) => rule.Id == name || rule.Name == name || rule.Title == name;

    private void Report(RuleExamples examples, string what) =>
        _errors.Add(new RuleError(RuleErrorKind.Invalid, examples.File, examples.Position.Line, examples.Position.Column, what,
            "Write 'rule:' with its id, name or title."));

    private RuleTestResult RunRule(int rule, string? file, IReadOnlyList<RuleExamples> examples)
    {
        var failures = new List<RuleTestFailure>();
        foreach (var set in examples)
        {
            failures.AddRange(set.Matches.Select(e => Try(rule, e, expected: true)).OfType<RuleTestFailure>());
            failures.AddRange(set.Misses.Select(e => Try(rule, e, expected: false)).OfType<RuleTestFailure>());
            failures.AddRange(set.Fires.Select(s => Try(rule, s, expected: true)).OfType<RuleTestFailure>());
            failures.AddRange(set.Quiet.Select(s => Try(rule, s, expected: false)).OfType<RuleTestFailure>());
        }

        return new RuleTestResult(
            _loaded.Detector.Rules[rule], file, examples.Sum(e => e.Matches.Count + e.Fires.Count),
            examples.Sum(e => e.Misses.Count + e.Quiet.Count), failures);
    }

    private RuleTestFailure? Try(int rule, ExampleSequence sequence, bool expected)
    {
        if (_loaded.Detector.Rules[rule].Correlation is null)
        {
            _errors.Add(new RuleError(RuleErrorKind.Invalid, sequence.File, sequence.Position.Line, sequence.Position.Column,
                "A sequence needs a correlation rule.", "Put single events under 'matches' and 'misses'."));
            return null;
        }

        var (trial, errors) = sequence.Try(_loaded.Detector);
        _errors.AddRange(errors);
        if (errors.Count > 0)
            return null;
        var groups = trial.Matches.Where(m => m.Rule.Id == _loaded.Detector.Rules[rule].Id).Select(m => m.Group).ToList();
        var problem = expected ? ProblemWith(groups, sequence.Groups)
            : groups.Count > 0 ? $"should not fire, but does on {string.Join(" and ", groups.Select(Text))}" : null;
        return problem is null ? null : new RuleTestFailure(sequence.ToString(), problem, null, trial.Explain(rule));
    }

    private static string? ProblemWith(
        IReadOnlyList<IReadOnlyList<KeyValuePair<string, string?>>> fired, IReadOnlyList<IReadOnlyDictionary<string, string>> expected)
    {
        if (fired.Count == 0)
            return "should fire, but does not";
        var missing = expected.Where(e => !fired.Any(f => Agrees(f, e))).ToList();
        if (missing.Count > 0)
            return $"should fire on {string.Join(" and ", missing.Select(m => Text([.. m.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value))])))}, but fires on {string.Join(" and ", fired.Select(Text))}";
        var more = expected.Count == 0 ? [] : fired.Where(f => !expected.Any(e => Agrees(f, e))).ToList();
        return more.Count > 0 ? $"fires on {string.Join(" and ", more.Select(Text))} too, which 'groups' does not name" : null;
    }

    private static bool Agrees(IReadOnlyList<KeyValuePair<string, string?>> fired, IReadOnlyDictionary<string, string> expected) =>
        expected.All(e => fired.Any(f => f.Key == e.Key && string.Equals(f.Value, e.Value, StringComparison.OrdinalIgnoreCase)));

    private static string Text(IReadOnlyList<KeyValuePair<string, string?>> group) =>
        group.Count == 0 ? "its one group" : $"{{{string.Join(", ", group.Select(g => $"{g.Key}: {g.Value ?? "(none)"}"))}}}";

    private RuleTestFailure? Try(int rule, ExampleEvent example, bool expected)
    {
        if (_loaded.Detector.Rules[rule].Correlation is not null)
        {
            _errors.Add(new RuleError(RuleErrorKind.Invalid, example.File, example.Position.Line, example.Position.Column,
                "A correlation needs a sequence of events.", "Put it under 'fires' or 'quiet'."));
            return null;
        }

        var (matches, explain) = _loaded.Detector.Rules[rule].Event == RuleEvent.ToolCall ? TryCall(rule, example)
            : TryRecord(rule, example);
        if (explain is null || matches == expected)
            return null;
        return new RuleTestFailure(
            example.ToString(), expected ? "should match, but does not" : "should not match, but does", explain(), null);
    }

    // The answer is the detector's own, index and all; the explanation is only asked for where it is wanted.
    private (bool Matches, Func<EventVerdict>? Explain) TryRecord(int rule, ExampleEvent example)
    {
        var (record, errors) = ExampleRecord.Of(example);
        _errors.AddRange(errors);
        if (record is null)
            return (false, null);
        var matches = new List<FlowMatch>();
        _loaded.Detector.Detect(record.Record.Batch, matches);
        var matched = matches.Exists(m => m.Rule == rule) && _loaded.Detector.Confirms(rule, record.Record, record.Attribution);
        return (matched, () => _loaded.Detector.Explain(rule, record.Record, record.Attribution));
    }

    private (bool Matches, Func<EventVerdict>? Explain) TryCall(int rule, ExampleEvent example)
    {
        var (call, errors) = ExampleCall.Of(example);
        _errors.AddRange(errors);
        if (call is null)
            return (false, null);
        var matches = new List<CallMatch>();
        _loaded.Detector.Detect([call], matches);
        return (matches.Exists(m => m.Rule == rule), () => _loaded.Detector.Explain(rule, call));
    }
}
