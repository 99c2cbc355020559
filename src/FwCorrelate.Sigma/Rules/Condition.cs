// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Rules;

/// <summary>The condition of a rule as a tree over the names of its detections.</summary>
public abstract record Condition;

public sealed record AndCondition(IReadOnlyList<Condition> Parts) : Condition;

public sealed record OrCondition(IReadOnlyList<Condition> Parts) : Condition;

public sealed record NotCondition(Condition Part) : Condition;

/// <summary>One detection by name.</summary>
public sealed record DetectionReference(string Name) : Condition;

/// <summary><c>1 of</c> or <c>all of</c>.</summary>
/// <param name="All">Whether all must hold; else one.</param>
/// <param name="Names">The detections it stands for, at least one, in the rule's order.</param>
public sealed record Selection(bool All, IReadOnlyList<string> Names) : Condition;
