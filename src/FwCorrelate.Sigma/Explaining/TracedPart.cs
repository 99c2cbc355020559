// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Explaining;

/// <summary>How the parts of a part are linked.</summary>
public enum PartLink
{
    /// <summary>No parts: a test.</summary>
    None,

    /// <summary>All must hold.</summary>
    All,

    /// <summary>One must hold.</summary>
    Any,

    /// <summary>Its one part must not hold.</summary>
    Not,
}

/// <summary>What an event has in a field that was tested.</summary>
/// <param name="Field">As the rule names it.</param>
/// <param name="Value">As rules compare it, hostile until escaped; null where the event has no such field, or it is null.</param>
/// <param name="IsCommand">Whether it is the command or the arguments of a tool call, which may hold secrets.</param>
public sealed record FoundValue(string Field, string? Value, bool IsCommand);

/// <summary>
/// A part of a rule as a tree, and what each part said of one event. <see cref="Matchers.Matcher{TEvent}"/> makes it while it matches, so
/// an explanation cannot tell another story than the engine.
/// </summary>
public sealed record TracedPart
{
    public required PartLink Link { get; init; }

    /// <summary>Null in an outline, which is of no event.</summary>
    public required bool? Holds { get; init; }

    /// <summary>What the rule's author wrote there; null for a mere link (<c>and</c>, <c>or</c>, <c>not</c>).</summary>
    public RulePart? Written { get; init; }

    public IReadOnlyList<TracedPart> Parts { get; init; } = [];

    /// <summary>Of a test: what the event has there. A comparison of two fields has two.</summary>
    public IReadOnlyList<FoundValue> Found { get; init; } = [];

    /// <summary>Whether the verdict rests on it: another outcome of the parts so marked would change it.</summary>
    public bool Decides { get; init; }

    /// <summary>A link of parts; one part alone stands for itself.</summary>
    internal static TracedPart Of(PartLink link, bool? holds, IReadOnlyList<TracedPart> parts) =>
        parts.Count == 1 ? parts[0] : new TracedPart { Link = link, Holds = holds, Parts = parts };

    internal static TracedPart Inverse(TracedPart part) => new() { Link = PartLink.Not, Holds = !part.Holds, Parts = [part] };

    internal static TracedPart Test(bool? holds, params IReadOnlyList<FoundValue> found) =>
        new() { Link = PartLink.None, Holds = holds, Found = found };

    /// <summary>
    /// The part under what its author wrote; a link or test that has no words yet takes them, and an item takes in its only value.
    /// </summary>
    internal TracedPart Under(RulePart written) =>
        (Written is null && (Link != PartLink.Not || written.Kind == RulePartKind.Item))
            || (Written?.Kind == RulePartKind.Value && written.Kind == RulePartKind.Item)
            ? this with { Written = written }
            : new TracedPart { Link = PartLink.All, Holds = Holds, Written = written, Parts = [this] };

    /// <summary>The tree with <see cref="Decides"/> set, from the root down to the tests.</summary>
    internal TracedPart Decided() => this with
    {
        Decides = true,
        Parts = [.. Parts.Select(p => IsDecisive(p) ? p.Decided() : p)],
    };

    // Of an 'and' that fails the failing parts decide, of an 'or' that holds those that hold; otherwise all of them together.
    private bool IsDecisive(TracedPart part) => Link switch
    {
        PartLink.All when Holds == false => part.Holds == false,
        PartLink.Any when Holds == true => part.Holds == true,
        _ => true,
    };
}
