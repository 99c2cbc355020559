// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma;

/// <summary>
/// Sigma rules over events of any kind, thousands at once. Every rule is tried on every event, whatever its log source says.
/// Immutable; each thread has a <see cref="RuleMatcher{TEvent}"/> of its own.
/// </summary>
/// <typeparam name="TEvent">What the rules run over. Values that it has as numbers and addresses cost no text.</typeparam>
public sealed class RuleSet<TEvent>
    where TEvent : struct, IEvent
{
    private readonly CompiledRule<TEvent>[] _compiled;
    private readonly RuleIndex _index;

    internal RuleSet(IReadOnlyList<(Rule Rule, CompiledRule<TEvent> Compiled)> rules)
    {
        Rules = [.. rules.Select(r => r.Rule)];
        _compiled = [.. rules.Select(r => r.Compiled)];
        _index = new RuleIndex([.. rules.Select(r => r.Compiled.Whole)]);
    }

    /// <summary>Rules in use; matches are numbers of this list.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>For the use of one thread at a time.</summary>
    public RuleMatcher<TEvent> CreateMatcher() => new(_compiled, _index);
}

/// <summary>Makes a <see cref="RuleSet{TEvent}"/>.</summary>
public static class RuleSet
{
    /// <summary>Makes a set of the rules that can be used; the others are told with the reason.</summary>
    /// <param name="fields">What the event has under which name.</param>
    public static (RuleSet<TEvent> Rules, IReadOnlyList<RuleError> Errors) Compile<TEvent>(
        IEnumerable<Rule> rules, FieldMap fields, SigmaOptions options)
        where TEvent : struct, IEvent
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<RuleError>();
        var compiled = new List<(Rule, CompiledRule<TEvent>)>();
        foreach (var rule in rules)
        {
            var (result, problems) = RuleCompiler.Compile<TEvent>(rule, fields, options);
            errors.AddRange(problems);
            if (result is not null)
                compiled.Add((rule, result));
        }

        return (new RuleSet<TEvent>(compiled), errors);
    }
}

/// <summary>Runs a <see cref="RuleSet{TEvent}"/> over one event after the other. Belongs to one thread at a time.</summary>
public sealed class RuleMatcher<TEvent>
    where TEvent : struct, IEvent
{
    private readonly CompiledRule<TEvent>[] _rules;
    private readonly RuleIndex _index;
    private readonly CandidateSet _candidates;

    internal RuleMatcher(CompiledRule<TEvent>[] rules, RuleIndex index) =>
        (_rules, _index, _candidates) = (rules, index, index.CreateSet());

    /// <summary>Adds the numbers of the rules that hold, ascending.</summary>
    public void Match(in TEvent e, List<int> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        _index.Find(in e, _candidates);
        while (_candidates.TryTake(out var rule))
        {
            if (_rules[rule].Full.Matches(in e))
                matches.Add(rule);
        }
    }
}
