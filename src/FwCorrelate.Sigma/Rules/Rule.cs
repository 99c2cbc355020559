// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Rules;

/// <summary>A Sigma detection rule as written (Sigma rules specification 2.1).</summary>
public sealed record Rule : RuleDocument
{
    public Rule()
    {
    }

    internal Rule(RuleDocument described)
        : base(described)
    {
    }

    public required LogSource LogSource { get; init; }

    /// <summary>Detections by name, in the rule's order.</summary>
    public required IReadOnlyDictionary<string, Detection> Detections { get; init; }

    /// <summary>A list of conditions is OR-linked into one.</summary>
    public required Condition Condition { get; init; }

    /// <summary>Filters that apply to the rule: it holds where its own condition and those of all of them hold.</summary>
    public IReadOnlyList<FilterRule> Filters { get; init; } = [];
}

/// <summary>Which logs a rule is for; empty where the rule does not say. Lower case.</summary>
public sealed record LogSource(string Category, string Product, string Service, Position Position)
{
    /// <summary>
    /// Whether all that this says is said by the other too: a filter for <c>product: windows</c> covers rules for its process creation.
    /// </summary>
    public bool Covers(LogSource other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Agrees(Category, other.Category) && Agrees(Product, other.Product) && Agrees(Service, other.Service);
    }

    public override string ToString() =>
        string.Join(' ', new[] { Part("category", Category), Part("product", Product), Part("service", Service) }.Where(p => p != ""));

    private static bool Agrees(string said, string other) => said == "" || said == other;

    private static string Part(string name, string value) => value == "" ? "" : $"{name} {value}";
}
