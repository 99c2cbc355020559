// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results.Comparing;

/// <summary>What an answer is made of.</summary>
public enum ChangedPart
{
    Rule,
    Settings,
    Input,
    Arguments,
    Program,
}

/// <summary>Something that two results were not made of alike.</summary>
/// <param name="Name">The file, or the argument.</param>
/// <param name="Text">In words: added, removed, changed.</param>
public sealed record ResultChange(ChangedPart Part, string Name, string Text)
{
    /// <summary>Ids of the rules in the file, where it is here to be read.</summary>
    public IReadOnlyList<string> RuleIds { get; init; } = [];
}
