// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Matchers;

/// <summary>
/// A Sigma value with wildcards, matched without regular expressions: each segment between two <c>*</c> is taken at its
/// leftmost place and never tried again, so the time is at most length of text times length of pattern.
/// </summary>
internal sealed class TextPattern
{
    private readonly PatternSegment[] _segments;
    private readonly bool _anchoredAtStart;
    private readonly bool _anchoredAtEnd;

    public TextPattern(IReadOnlyList<PatternElement> elements, bool cased)
    {
        var comparison = cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var segments = new List<PatternSegment>();
        var current = new List<PatternElement>();
        foreach (var element in elements.Append(PatternElement.AnyRun))
        {
            if (element.Kind != PatternElementKind.AnyRun)
            {
                current.Add(element);
            }
            else if (current.Count > 0)
            {
                segments.Add(new PatternSegment([.. current], comparison));
                current.Clear();
            }
        }

        _segments = [.. segments];
        _anchoredAtStart = elements.Count == 0 || elements[0].Kind != PatternElementKind.AnyRun;
        _anchoredAtEnd = elements.Count == 0 || elements[^1].Kind != PatternElementKind.AnyRun;
        LongestLiteral = elements.Select(e => e.Literal).MaxBy(l => l.Length) ?? "";
        Witness = TextWitness.Of(elements);
        IsSingleSegment = segments.Count <= 1 && elements.All(e => e.Kind != PatternElementKind.AnyRun);
    }

    /// <summary>A text that every match holds; empty where there is none.</summary>
    public string LongestLiteral { get; }

    /// <inheritdoc cref="TextWitness.Of(IReadOnlyList{PatternElement})"/>
    public TextWitness? Witness { get; }

    private bool IsSingleSegment { get; }

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (_segments.Length == 0)
            return !IsSingleSegment || text.IsEmpty;
        if (IsSingleSegment)
            return _segments[0].EndFrom(text, 0) == text.Length;
        var (first, last, position) = (0, _segments.Length, 0);
        if (_anchoredAtStart)
        {
            position = _segments[first++].EndFrom(text, 0);
            if (position < 0)
                return false;
        }

        if (_anchoredAtEnd)
        {
            var start = _segments[--last].StartFromEnd(text);
            if (start < position)
                return false;
            text = text[..start];
        }

        for (; first < last; first++)
        {
            position = _segments[first].FindEnd(text, position);
            if (position < 0)
                return false;
        }

        return true;
    }
}
