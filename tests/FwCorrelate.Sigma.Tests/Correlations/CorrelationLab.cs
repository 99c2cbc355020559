// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>Rules over events that are made up by a test.</summary>
internal sealed class CorrelationLab
{
    private readonly List<CompiledRule<TestEvent>> _compiled = [];

    public CorrelationLab(string text, CorrelationSemantics? semantics = null)
    {
        var read = RuleReader.Read("r.yml", Encoding.UTF8.GetBytes(text));
        var errors = read.Errors.ToList();
        Rules = RuleFilters.Apply(read.Rules, read.Correlations, read.Filters, SigmaOptions.Default, errors);
        foreach (var rule in Rules)
        {
            var (compiled, problems) = RuleCompiler.Compile<TestEvent>(rule, FieldMap.AnyName, SigmaOptions.Default);
            errors.AddRange(problems);
            _compiled.Add(compiled!);
        }

        Correlations = read.Correlations;
        Plan = CorrelationCompiler.Compile(
            read.Correlations, [.. Rules.Select(r => new DetectionInUse(r, FieldMap.AnyName))], new Dictionary<RuleDocument, RuleErrorKind>(),
            semantics ?? CorrelationSemantics.Default, errors);
        Errors = errors;
    }

    public IReadOnlyList<Rule> Rules { get; }

    public IReadOnlyList<CorrelationRule> Correlations { get; }

    public CorrelationPlan Plan { get; }

    public IReadOnlyList<RuleError> Errors { get; }

    /// <summary>A rule for events whose field <c>k</c> is the name.</summary>
    public static string Base(string name) =>
        $"title: {name}\nname: {name}\nid: id-{name}\nlogsource: {{category: test}}\ndetection:\n  sel:\n    k: {name}\n  condition: sel\n---\n";

    /// <summary>A correlation whose section is written in one line each.</summary>
    public static string Correlation(string id, params string[] lines) =>
        $"title: {id}\nid: {id}\ncorrelation:\n  {string.Join("\n  ", lines)}\n---\n";

    /// <summary>Indexes of the rules that an event matches.</summary>
    public int[] Matching(TestEvent e) => [.. _compiled.Index().Where(c => c.Item.Full.Matches(in e)).Select(c => c.Index)];

    public void Add(Correlator correlator, TestEvent e) =>
        correlator.Add(e.Id, Instant64.FromUnixTimeMilliseconds(e.Milliseconds), in e, Matching(e));

    /// <summary>All events, in any order.</summary>
    public IReadOnlyList<CorrelationMatch> Run(IEnumerable<TestEvent> events)
    {
        var correlator = Plan.Start(new CorrelationOptions { AllowedLateness = Duration.FromDays(3650) });
        foreach (var e in events)
            Add(correlator, e);
        correlator.Complete();
        return correlator.TakeMatches();
    }

    /// <summary>Matches of events written as by <see cref="TestEvent.Parse"/>, in words; the events of a lab are numbered from 0.</summary>
    public string Run(params string[] events)
    {
        Assert.IsEmpty(Errors, string.Join("\n", Errors));
        return Describe(Run(events.Select((e, i) => TestEvent.Parse(i, e))));
    }

    /// <summary>For each match the rule, the values of its group, when it fired and its events: <c>c(u) at 3: 0 1 2</c>.</summary>
    public static string Describe(IEnumerable<CorrelationMatch> matches) => string.Join("; ", matches.Select(Describe).Order(StringComparer.Ordinal));

    private static string Describe(CorrelationMatch match) =>
        $"{match.Rule.Id}({string.Join(",", match.Group.Select(g => g.Value ?? "null"))}) at {Seconds(match.Fired)}: {string.Join(' ', match.Events.Select(e => e.Id).Distinct())}";

    private static string Seconds(Instant64 time) => ((decimal)time.ToUnixTimeMilliseconds() / 1000).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
