// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;

namespace FwCorrelate.Sigma.Rules;

/// <summary>A Sigma detection rule as written (Sigma rules specification 2.1). Custom top-level fields are kept in <see cref="Custom"/>.</summary>
public sealed record Rule
{
    /// <summary>The rule's <c>id</c>, else its <c>name</c>, else its title.</summary>
    public required string Id { get; init; }

    /// <summary><c>name</c>, by which correlations refer to a rule.</summary>
    public string? Name { get; init; }

    public required string Title { get; init; }

    public string Status { get; init; } = "";

    public string Description { get; init; } = "";

    public string Author { get; init; } = "";

    public IReadOnlyList<string> References { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary><see cref="Matching.Level.Medium"/> where the rule names none: the specification sets no default.</summary>
    public Level Level { get; init; } = Level.Medium;

    /// <summary>Whether the rule names its level itself.</summary>
    public bool HasLevel { get; init; }

    public required LogSource LogSource { get; init; }

    /// <summary>Detections by name, in the rule's order.</summary>
    public required IReadOnlyDictionary<string, Detection> Detections { get; init; }

    /// <summary>A list of conditions is OR-linked into one.</summary>
    public required Condition Condition { get; init; }

    /// <summary>Top-level fields outside the specification whose value is one text or number.</summary>
    public IReadOnlyDictionary<string, string> Custom { get; init; } = new Dictionary<string, string>();

    public required string File { get; init; }

    public required Position Position { get; init; }
}

/// <summary>Which logs a rule is for; empty where the rule does not say. Lower case.</summary>
public sealed record LogSource(string Category, string Product, string Service, Position Position)
{
    public override string ToString() => string.Join(' ', new[] { Part("category", Category), Part("product", Product), Part("service", Service) }.Where(p => p != ""));

    private static string Part(string name, string value) => value == "" ? "" : $"{name} {value}";
}
