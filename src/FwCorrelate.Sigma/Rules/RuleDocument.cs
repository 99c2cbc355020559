// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;

namespace FwCorrelate.Sigma.Rules;

/// <summary>
/// What detections, correlations and filters say of themselves. Custom top-level fields are kept in <see cref="Custom"/>.
/// </summary>
public abstract record RuleDocument
{
    /// <summary>The rule's <c>id</c>, else its <c>name</c>, else its title.</summary>
    public string Id { get; init; } = "";

    /// <summary><c>name</c>, by which correlations and filters refer to a rule.</summary>
    public string? Name { get; init; }

    public string Title { get; init; } = "";

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

    /// <summary>Top-level fields outside the specification whose value is one text or number.</summary>
    public IReadOnlyDictionary<string, string> Custom { get; init; } = new Dictionary<string, string>();

    public string File { get; init; } = "";

    public Position Position { get; init; } = Position.Start;
}
