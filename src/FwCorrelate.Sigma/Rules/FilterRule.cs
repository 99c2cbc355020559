// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Rules;

/// <summary>A filter (Sigma filters specification 2.1): a condition of its own that is AND-linked to those of other rules.</summary>
public sealed record FilterRule : RuleDocument
{
    internal FilterRule(RuleDocument described)
        : base(described)
    {
    }

    /// <summary>It applies to rules whose log source it covers.</summary>
    public required LogSource LogSource { get; init; }

    /// <summary>The rules it applies to, by id or name; empty for <c>any</c>.</summary>
    public required IReadOnlyList<RuleMention> Rules { get; init; }

    /// <summary>Private to the filter: its condition sees no detection of a rule, and a rule's none of these.</summary>
    public required IReadOnlyDictionary<string, Detection> Detections { get; init; }

    public required Condition Condition { get; init; }
}

/// <summary>A rule named by another document, by id or name.</summary>
public sealed record RuleMention(string Name, Position Position);
