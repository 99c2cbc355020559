// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>A rule's condition and detections as one tree of tests: what the rewrites work on.</summary>
internal abstract record Predicate
{
    public static Predicate True { get; } = new Constant(true);

    public static Predicate False { get; } = new Constant(false);
}

internal sealed record And(IReadOnlyList<Predicate> Parts) : Predicate;

internal sealed record Or(IReadOnlyList<Predicate> Parts) : Predicate;

internal sealed record Not(Predicate Part) : Predicate;

internal sealed record Constant(bool Value) : Predicate;

internal sealed record FieldTest(Field Field, ValueTest Test) : Predicate;

internal sealed record FieldPairTest(Field Left, Field Right, PairTest Test) : Predicate;

internal sealed record KeywordTest(ValueTest Test) : Predicate;

/// <summary>A part with what the rule's author wrote there. Only explanations keep it: the first rewrite takes it off.</summary>
internal sealed record Named(RulePart Written, Predicate Part) : Predicate;
