// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Rules;

/// <summary>A named part of a rule's <c>detection</c>, or a part of such a part.</summary>
public abstract record Detection(Position Position);

/// <summary>A map: all parts must hold.</summary>
public sealed record AllOfDetection(Position Position, IReadOnlyList<Detection> Parts) : Detection(Position);

/// <summary>A list: one part must hold.</summary>
public sealed record AnyOfDetection(Position Position, IReadOnlyList<Detection> Parts) : Detection(Position);

/// <summary>A field with modifiers and values; without a field a keyword search over the whole event.</summary>
/// <param name="Field">Null for keywords.</param>
/// <param name="Modifiers">In order.</param>
/// <param name="Values">At least one.</param>
public sealed record DetectionItem(
    Position Position, string? Field, IReadOnlyList<Modifier> Modifiers, IReadOnlyList<RuleValue> Values) : Detection(Position)
{
    public bool Has(Modifier modifier) => Modifiers.Contains(modifier);
}

/// <summary>Type of a value as YAML resolves it (YAML 1.2 core schema, section 10.3).</summary>
public enum RuleValueKind
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>A value of a detection item.</summary>
/// <param name="Text">Text as written; a number in canonical form, <c>true</c> or <c>false</c>, empty for null.</param>
public readonly record struct RuleValue(Position Position, RuleValueKind Kind, string Text);
