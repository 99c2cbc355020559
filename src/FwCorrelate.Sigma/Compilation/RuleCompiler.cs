// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>
/// From a rule to matchers: condition and detections become one tree of tests, a list of small rewrites makes it simple and
/// cheap, and the tree becomes sealed matchers for one kind of event.
/// </summary>
public static class RuleCompiler
{
    private static readonly Func<Predicate, Predicate>[] Always = [Rewrites.ForgetNames, Rewrites.DecideAbsent, Rewrites.PushNotsDown,
        Rewrites.Simplify, Rewrites.MergeValues, Rewrites.Simplify, Rewrites.CheapFirst];
    private static readonly Func<Predicate, Predicate>[] BeforeAttribution = [Rewrites.ForgetAgent, Rewrites.Simplify, Rewrites.CheapFirst];

    /// <summary>Compiles a rule for events of type <typeparamref name="TEvent"/>; null, with errors, where it cannot be used.</summary>
    /// <param name="placeholders">Values for <c>expand</c>; they may hold Sigma wildcards.</param>
    public static (CompiledRule<TEvent>? Rule, IReadOnlyList<RuleError> Errors) Compile<TEvent>(
        Rule rule, FieldMap fields, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
        where TEvent : struct, IEvent => Compile<TEvent>(rule, fields, SigmaOptions.Default with { Placeholders = placeholders });

    /// <inheritdoc cref="Compile{TEvent}(Rule, FieldMap, IReadOnlyDictionary{string, IReadOnlyList{string}})"/>
    public static (CompiledRule<TEvent>? Rule, IReadOnlyList<RuleError> Errors) Compile<TEvent>(
        Rule rule, FieldMap fields, SigmaOptions options)
        where TEvent : struct, IEvent
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<RuleError>();
        var own = Translate(rule, rule.Detections, rule.Condition, fields, options, errors);
        var filters = rule.Filters.Select(f => (Filter: f, Tree: Translate(f, f.Detections, f.Condition, fields, options, errors)))
            .ToList();
        if (errors.Count > 0)
            return (null, errors);
        var tree = filters.Count == 0 ? own! : new And([own!, .. filters.Select(f => new Named(RulePart.Of(f.Filter), f.Tree!))]);
        var full = Apply(Always, tree);
        var usesAgent = Rewrites.UsesAgent(full);
        var provisional = usesAgent ? Apply(BeforeAttribution, full) : full;
        var timeouts = new TimeoutCount();
        var matcher = Build<TEvent>(full, timeouts);
        return (new CompiledRule<TEvent>(
            matcher, usesAgent ? Build<TEvent>(provisional, timeouts) : matcher, full, provisional, usesAgent, tree, timeouts), errors);
    }

    /// <summary>Whether a filter can be used; what is wrong with it goes to <paramref name="errors"/>.</summary>
    internal static bool IsUsable(FilterRule filter, SigmaOptions options, List<RuleError> errors) =>
        Translate(filter, filter.Detections, filter.Condition, FieldMap.AnyName, options, errors) is not null;

    /// <summary>Null where something is wrong and reported. A filter sees its own detections only.</summary>
    private static Predicate? Translate(
        RuleDocument document, IReadOnlyDictionary<string, Detection> detections, Condition condition, FieldMap fields,
        SigmaOptions options,
        List<RuleError> errors)
    {
        var found = new RuleErrors(document.File);
        var tree = new ConditionTranslator(detections, condition, document.Position, new ItemTranslator(fields, options, found), found)
            .Translate();
        errors.AddRange(found.All);
        return tree;
    }

    private static Matcher<TEvent> Build<TEvent>(Predicate tree, TimeoutCount timeouts)
        where TEvent : struct, IEvent
    {
        var matcher = MatcherBuilder.Build<TEvent>(tree);
        return Rewrites.MayTimeOut(tree) ? new LimitedMatcher<TEvent>(matcher, timeouts) : matcher;
    }

    private static Predicate Apply(Func<Predicate, Predicate>[] rewrites, Predicate tree) =>
        rewrites.Aggregate(tree, (t, rewrite) => rewrite(t));
}

/// <summary>A rule ready to run.</summary>
/// <typeparam name="TEvent">The kind of event it is compiled for.</typeparam>
public sealed class CompiledRule<TEvent>
    where TEvent : struct, IEvent
{
    private readonly TimeoutCount _timeouts;

    internal CompiledRule(
        Matcher<TEvent> full, Matcher<TEvent> provisional, Predicate whole, Predicate necessary, bool usesAttribution, Predicate written,
        TimeoutCount timeouts) =>
        (Full, Provisional, Whole, Necessary, UsesAttribution, Written, _timeouts) =
            (full, provisional, whole, necessary, usesAttribution, written, timeouts);

    /// <summary>The rule as written.</summary>
    public Matcher<TEvent> Full { get; }

    /// <summary>
    /// What can be said before attribution: holds whenever <see cref="Full"/> can come to hold. The same matcher where the rule does not
    /// mention the agent.
    /// </summary>
    public Matcher<TEvent> Provisional { get; }

    public bool UsesAttribution { get; }

    /// <summary>
    /// Events so far on which a regular expression ran out of time (<see cref="SigmaOptions.SlowRegexLimit"/>): they count as not matching.
    /// </summary>
    public long Timeouts => _timeouts.Events;

    /// <summary>The tree of <see cref="Full"/>.</summary>
    internal Predicate Whole { get; }

    /// <summary>The tree of <see cref="Provisional"/>: the index and the reasons for blindness are derived from it.</summary>
    internal Predicate Necessary { get; }

    /// <summary>The tree before any rewrite, with the rule's own words: explanations are made of it.</summary>
    internal Predicate Written { get; }
}
