// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>Turns one detection item into tests: fields resolved, modifiers applied, values linked.</summary>
internal sealed class ItemTranslator(FieldMap fields, SigmaOptions options, RuleErrors errors)
{
    /// <summary>Tests in one rule, each form of a value counted: placeholders and encodings multiply.</summary>
    public const int MaxTests = 100_000;

    /// <summary>Regular expressions in one rule: each is an automaton of its own.</summary>
    private const int MaxRegexes = 1_000;

    private int _tests;
    private int _regexes;
    private bool _isOverLimit;

    /// <summary>Null where the item is wrong and reported.</summary>
    public Predicate? Translate(DetectionItem item)
    {
        if (ModifierChain.Problem(item) is { } problem)
        {
            errors.Add(item.Position, problem, "Change the modifiers of the field.");
            return null;
        }

        if (item.Values.Count > MaxTests - _tests)
        {
            TellLimit(item.Values[0], $"The rule makes more than {MaxTests} tests.");
            return null;
        }

        var before = errors.Count;
        var values = item.Values.Select(v => TranslateValue(item, v)).ToList();
        if (errors.Count > before)
            return null;
        Predicate linked = item.Has(Modifier.All) ? new And(values!) : new Or(values!);
        return new Named(RulePart.Of(item), item.Has(Modifier.NotEqual) ? Inverse(item, linked) : linked);
    }

    // Two fields differ only where both are there; a field differs from a value also where it is missing, as pySigma has it.
    private Predicate Inverse(DetectionItem item, Predicate linked) =>
        item.Has(Modifier.FieldReference) ? new And([.. BothExist(item), new Not(linked)]) : new Not(linked);

    private Predicate? TranslateValue(DetectionItem item, RuleValue value) =>
        Test(item, value) is { } test ? new Named(RulePart.Of(value), test) : null;

    private Predicate? Test(DetectionItem item, RuleValue value)
    {
        if (item.Has(Modifier.FieldReference))
        {
            if (value.Kind == RuleValueKind.Text && value.Text.Length > 0)
                return new FieldPairTest(
                    fields.Resolve(item.Field!), fields.Resolve(value.Text), new PairTest(Relation(item), item.Has(Modifier.Cased)));
            errors.Add(value.Position, $"'fieldref' needs the name of a field, not '{value.Text}'.", "Write a field name.");
            return null;
        }

        if (_isOverLimit)
            return null;
        var tests = new ValueTranslator(item, options, errors).Translate(value);
        if (tests.Length == 0 || !IsWithinLimits(item, value, tests.Length))
            return null;
        if (item.Field is null)
            return new Or([.. tests.Select(t => new KeywordTest(t))]);
        return new Or([.. tests.SelectMany(t => OnField(item.Field, t))]);
    }

    private bool IsWithinLimits(DetectionItem item, RuleValue value, int tests)
    {
        _tests += tests;
        _regexes += item.Has(Modifier.Regex) ? tests : 0;
        if (_tests <= MaxTests && _regexes <= MaxRegexes)
            return true;

        TellLimit(value,
            _tests > MaxTests ? $"The rule makes more than {MaxTests} tests."
                : $"The rule has more than {MaxRegexes} regular expressions.");
        return false;
    }

    /// <summary>Once is enough: a rule of a million values would be told a million times.</summary>
    private void TellLimit(RuleValue value, string what)
    {
        if (!_isOverLimit)
            errors.Add(value.Position, what, "Split it.");
        _isOverLimit = true;
    }

    /// <summary>A field with other places for the same thing (the vendor's own word for an action) matches by any of them.</summary>
    private IEnumerable<Predicate> OnField(string name, ValueTest test)
    {
        yield return new FieldTest(fields.Resolve(name), test);
        if (test is NullTest or ExistsTest)
            yield break;
        foreach (var other in fields.Alternatives(name))
            yield return new FieldTest(other, test);
        if (fields.Equivalent(name, test) is { } equivalent)
            yield return equivalent;
    }

    private IEnumerable<Predicate> BothExist(DetectionItem item) =>
        item.Values.Select(v => v.Text).Prepend(item.Field!).Select(n => new Not(new FieldTest(fields.Resolve(n), new NullTest())));

    private static PairRelation Relation(DetectionItem item) =>
        item.Has(Modifier.Contains) ? PairRelation.Contains
        : item.Has(Modifier.StartsWith) ? PairRelation.StartsWith
        : item.Has(Modifier.EndsWith) ? PairRelation.EndsWith
        : PairRelation.Equal;
}
