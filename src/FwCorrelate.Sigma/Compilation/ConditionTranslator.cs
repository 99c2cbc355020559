// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>Puts the detections into the condition that names them. Each detection is translated once, however often it is named.</summary>
/// <param name="at">Where the rule or the filter stands that they are of.</param>
internal sealed class ConditionTranslator(
    IReadOnlyDictionary<string, Detection> detections, Condition condition, Position at, ItemTranslator items, RuleErrors errors)
{
    /// <summary>Tests in one rule, counting a detection each time it is named.</summary>
    private const int MaxTests = 100_000;

    private readonly Dictionary<string, (Predicate Predicate, int Tests)> _detections = new(StringComparer.Ordinal);
    private long _tests;

    /// <summary>
    /// Null where something is wrong; all items are looked at, so that all errors are reported, those of unused detections too.
    /// </summary>
    public Predicate? Translate()
    {
        foreach (var (name, detection) in detections)
            _detections[name] = (new Named(RulePart.Of(name, detection), Translate(detection)), Count(detection));
        if (errors.Count > 0)
            return null;
        var tree = Translate(condition);
        if (_tests <= MaxTests)
            return tree;
        errors.Add(at, $"The condition makes more than {MaxTests} tests.", "Name each detection once.");
        return null;
    }

    private Predicate Translate(Condition condition) => condition switch
    {
        AndCondition all => new And([.. all.Parts.Select(Translate)]),
        OrCondition any => new Or([.. any.Parts.Select(Translate)]),
        NotCondition inverse => new Not(Translate(inverse.Part)),
        DetectionReference reference => Reference(reference.Name),
        Selection { All: true } every => Of(every, new And([.. every.Names.Select(Reference)])),
        Selection one => Of(one, new Or([.. one.Names.Select(Reference)])),
        _ => throw new UnreachableException(),
    };

    private Named Of(Selection selection, Predicate linked) => new(RulePart.Of(selection, detections[selection.Names[0]].Position), linked);

    private Predicate Reference(string name)
    {
        var (predicate, tests) = _detections[name];
        _tests += tests;

        // Beyond the limit the tree is thrown away, so it may stop growing.
        return _tests > MaxTests ? Predicate.True : predicate;
    }

    private Predicate Translate(Detection detection) => detection switch
    {
        AllOfDetection all => new And([.. all.Parts.Select(Translate)]),
        AnyOfDetection any => new Or([.. any.Parts.Select(Translate)]),
        DetectionItem item => items.Translate(item) ?? Predicate.False,
        _ => throw new UnreachableException(),
    };

    private static int Count(Detection detection) => detection switch
    {
        AllOfDetection all => all.Parts.Sum(Count),
        AnyOfDetection any => any.Parts.Sum(Count),
        DetectionItem item => item.Values.Count,
        _ => 0,
    };
}
