// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Indexing;

/// <summary>Evaluates a rule as it is written: the condition over the detections, without any of the compiler's rewrites.</summary>
internal static class NaiveEvaluation
{
    public static bool Holds(Rule rule, FlowEvent flow) => Holds(rule, rule.Condition, flow);

    private static bool Holds(Rule rule, Condition condition, FlowEvent flow) => condition switch
    {
        AndCondition all => all.Parts.All(p => Holds(rule, p, flow)),
        OrCondition any => any.Parts.Any(p => Holds(rule, p, flow)),
        NotCondition inverse => !Holds(rule, inverse.Part, flow),
        DetectionReference reference => Holds(rule.Detections[reference.Name], flow),
        Selection { All: true } every => every.Names.All(n => Holds(rule.Detections[n], flow)),
        Selection one => one.Names.Any(n => Holds(rule.Detections[n], flow)),
        _ => throw new InvalidOperationException(),
    };

    private static bool Holds(Detection detection, FlowEvent flow) => detection switch
    {
        AllOfDetection all => all.Parts.All(p => Holds(p, flow)),
        AnyOfDetection any => any.Parts.Any(p => Holds(p, flow)),
        DetectionItem item => Holds(new ItemTranslator(FieldMap.Flow, SigmaOptions.Default, new RuleErrors("r")).Translate(item)!, flow),
        _ => throw new InvalidOperationException(),
    };

    private static bool Holds(Predicate predicate, FlowEvent flow) => predicate switch
    {
        And all => all.Parts.All(p => Holds(p, flow)),
        Or any => any.Parts.Any(p => Holds(p, flow)),
        Not inverse => !Holds(inverse.Part, flow),
        FieldTest test => test.Test.Matches(flow.Read(test.Field)),
        FieldPairTest pair => pair.Test.Matches(flow.Read(pair.Left), flow.Read(pair.Right)),
        KeywordTest keyword => flow.AnyValue(keyword.Test),
        _ => throw new InvalidOperationException(),
    };
}
