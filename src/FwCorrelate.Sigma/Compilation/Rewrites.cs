// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>
/// The steps of <see cref="RuleCompiler"/>: each takes a tree and returns an equal one, save <see cref="ForgetAgent"/>, which weakens it.
/// </summary>
internal static class Rewrites
{
    /// <summary>Takes the rule's own words off the tree, so that the other steps see tests and links alone.</summary>
    public static Predicate ForgetNames(Predicate predicate) => predicate switch
    {
        Named named => ForgetNames(named.Part),
        And all => new And([.. all.Parts.Select(ForgetNames)]),
        Or any => new Or([.. any.Parts.Select(ForgetNames)]),
        Not inverse => new Not(ForgetNames(inverse.Part)),
        _ => predicate,
    };

    /// <summary>Moves every <c>not</c> down to a single test (De Morgan), so that the tree above the tests only grows with them.</summary>
    public static Predicate PushNotsDown(Predicate predicate) => PushNotsDown(predicate, negated: false);

    /// <summary>
    /// Three-valued weakening: what only an attribution can tell becomes "could be". Sound on a tree whose nots stand at the
    /// tests: replacing a test by true can only make <c>and</c> and <c>or</c> hold more often.
    /// </summary>
    public static Predicate ForgetAgent(Predicate predicate) => predicate switch
    {
        And all => new And([.. all.Parts.Select(ForgetAgent)]),
        Or any => new Or([.. any.Parts.Select(ForgetAgent)]),
        Not inverse when IsAboutAgent(inverse.Part) => Predicate.True,
        _ => IsAboutAgent(predicate) ? Predicate.True : predicate,
    };

    /// <summary>A test of a field that this kind of event never has is decided here.</summary>
    public static Predicate DecideAbsent(Predicate predicate) => predicate switch
    {
        And all => new And([.. all.Parts.Select(DecideAbsent)]),
        Or any => new Or([.. any.Parts.Select(DecideAbsent)]),
        Not inverse => new Not(DecideAbsent(inverse.Part)),
        FieldTest { Field.Scope: FieldScope.Absent } test => new Constant(test.Test.Matches(FieldValue.Missing)),
        FieldPairTest pair when pair.Left.Scope == FieldScope.Absent || pair.Right.Scope == FieldScope.Absent => Predicate.False,
        _ => predicate,
    };

    /// <summary>Whole values of one field that are OR-linked become one look-up.</summary>
    public static Predicate MergeValues(Predicate predicate)
    {
        switch (predicate)
        {
            case And all:
                return new And([.. all.Parts.Select(MergeValues)]);
            case Not inverse:
                return new Not(MergeValues(inverse.Part));
            case Or any:
                var parts = any.Parts.Select(MergeValues).ToList();
                var merged = parts.Where(p => !IsWholeValue(p)).ToList();
                foreach (var group in parts.Where(IsWholeValue).Cast<FieldTest>().GroupBy(t => t.Field))
                    merged.Add(group.Count() == 1 ? group.First() : new FieldTest(
                        group.Key, new ExactSetTest(group.Select(t => (ExactTest)t.Test))));
                return new Or(merged);
            default:
                return predicate;
        }
    }

    /// <summary>Folds constants, flattens nested <c>and</c> and <c>or</c>, drops repeated parts.</summary>
    public static Predicate Simplify(Predicate predicate) => predicate switch
    {
        And all => Combine(all.Parts, neutral: true, static p => p is And inner ? inner.Parts : [p], static p => new And(p)),
        Or any => Combine(any.Parts, neutral: false, static p => p is Or inner ? inner.Parts : [p], static p => new Or(p)),
        Not inverse => Simplify(inverse.Part) switch
        {
            Constant constant => new Constant(!constant.Value),
            Not inner => inner.Part,
            var part => new Not(part),
        },
        _ => predicate,
    };

    /// <summary>Orders the parts of <c>and</c> and <c>or</c> by price, keeping the rule's order among equals.</summary>
    public static Predicate CheapFirst(Predicate predicate) => predicate switch
    {
        And all => new And([.. all.Parts.Select(CheapFirst).OrderBy(Cost)]),
        Or any => new Or([.. any.Parts.Select(CheapFirst).OrderBy(Cost)]),
        _ => predicate,
    };

    public static bool UsesAgent(Predicate predicate) => predicate switch
    {
        And all => all.Parts.Any(UsesAgent),
        Or any => any.Parts.Any(UsesAgent),
        Not inverse => UsesAgent(inverse.Part),
        _ => IsAboutAgent(predicate),
    };

    /// <summary>Whether a test may end without an answer.</summary>
    public static bool MayTimeOut(Predicate predicate) => predicate switch
    {
        And all => all.Parts.Any(MayTimeOut),
        Or any => any.Parts.Any(MayTimeOut),
        Not inverse => MayTimeOut(inverse.Part),
        FieldTest { Test: RegexTest { IsLimited: true } } or KeywordTest { Test: RegexTest { IsLimited: true } } => true,
        _ => false,
    };

    private static Predicate PushNotsDown(Predicate predicate, bool negated) => predicate switch
    {
        Not inverse => PushNotsDown(inverse.Part, !negated),
        And all when !negated => new And([.. all.Parts.Select(p => PushNotsDown(p, false))]),
        And all => new Or([.. all.Parts.Select(p => PushNotsDown(p, true))]),
        Or any when !negated => new Or([.. any.Parts.Select(p => PushNotsDown(p, false))]),
        Or any => new And([.. any.Parts.Select(p => PushNotsDown(p, true))]),
        _ => negated ? new Not(predicate) : predicate,
    };

    private static Predicate Combine(
        IReadOnlyList<Predicate> parts, bool neutral, Func<Predicate, IReadOnlyList<Predicate>> flatten,
        Func<IReadOnlyList<Predicate>, Predicate> combine)
    {
        var all = new List<Predicate>();
        foreach (var part in parts.Select(Simplify).SelectMany(flatten))
        {
            if (part is not Constant constant)
                all.Add(part);
            else if (constant.Value != neutral)
                return constant;
        }

        var distinct = all.Distinct().ToList();
        return distinct.Count switch { 0 => new Constant(neutral), 1 => distinct[0], _ => combine(distinct) };
    }

    private static bool IsAboutAgent(Predicate predicate) => predicate switch
    {
        FieldTest test => test.Field.Scope == FieldScope.Agent,
        FieldPairTest pair => pair.Left.Scope == FieldScope.Agent || pair.Right.Scope == FieldScope.Agent,
        _ => false,
    };

    private static bool IsWholeValue(Predicate predicate) => predicate is FieldTest { Test: ExactTest { IsCased: false } };

    private static int Cost(Predicate predicate) => predicate switch
    {
        And all => all.Parts.Sum(Cost),
        Or any => any.Parts.Sum(Cost),
        Not inverse => Cost(inverse.Part),
        FieldTest test => test.Test.Cost + (test.Field.Scope == FieldScope.Record ? 0 : 20),
        FieldPairTest => 3,
        KeywordTest => 100,
        _ => 0,
    };
}
