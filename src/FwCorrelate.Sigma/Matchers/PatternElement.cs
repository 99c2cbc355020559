// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Matchers;

internal enum PatternElementKind
{
    Literal,

    /// <summary><c>?</c>: exactly one character (Unicode scalar value).</summary>
    AnyOne,

    /// <summary><c>*</c>: any number of characters, line breaks included.</summary>
    AnyRun,

    /// <summary>Any of the dashes that <c>windash</c> names: one element instead of all permutations.</summary>
    Dash,
}

/// <param name="Literal">Text of a literal; empty for the others.</param>
internal readonly record struct PatternElement(PatternElementKind Kind, string Literal)
{
    public const string Dashes = "-/\u2013\u2014\u2015";

    public static PatternElement AnyOne { get; } = new(PatternElementKind.AnyOne, "");

    public static PatternElement AnyRun { get; } = new(PatternElementKind.AnyRun, "");

    public static PatternElement Dash { get; } = new(PatternElementKind.Dash, "");

    public static PatternElement Of(string literal) => new(PatternElementKind.Literal, literal);
}
