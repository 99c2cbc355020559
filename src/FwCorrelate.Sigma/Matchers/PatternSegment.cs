// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Matchers;

/// <summary>The part of a pattern between two <c>*</c>: its extent in a text is fixed once its start or its end is.</summary>
internal sealed class PatternSegment(PatternElement[] elements, StringComparison comparison)
{
    private readonly string? _literal = elements is [{ Kind: PatternElementKind.Literal } only] ? only.Literal : null;

    /// <summary>Where the segment ends when it starts at <paramref name="start"/>; -1 where it does not match.</summary>
    public int EndFrom(ReadOnlySpan<char> text, int start)
    {
        foreach (ref readonly var element in elements.AsSpan())
        {
            var rest = text[start..];
            var length = element.Kind switch
            {
                PatternElementKind.Literal => rest.StartsWith(element.Literal, comparison) ? element.Literal.Length : -1,
                PatternElementKind.Dash => !rest.IsEmpty && PatternElement.Dashes.Contains(rest[0], StringComparison.Ordinal) ? 1 : -1,
                _ => rest.IsEmpty ? -1 : rest.Length > 1 && char.IsSurrogatePair(rest[0], rest[1]) ? 2 : 1,
            };
            if (length < 0)
                return -1;
            start += length;
        }

        return start;
    }

    /// <summary>Where the segment starts when it ends with the text; -1 where it does not match.</summary>
    public int StartFromEnd(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        for (var i = elements.Length - 1; i >= 0; i--)
        {
            var head = text[..end];
            var length = elements[i].Kind switch
            {
                PatternElementKind.Literal => head.EndsWith(elements[i].Literal, comparison) ? elements[i].Literal.Length : -1,
                PatternElementKind.Dash => !head.IsEmpty && PatternElement.Dashes.Contains(head[^1], StringComparison.Ordinal) ? 1 : -1,
                _ => head.IsEmpty ? -1 : head.Length > 1 && char.IsSurrogatePair(head[^2], head[^1]) ? 2 : 1,
            };
            if (length < 0)
                return -1;
            end -= length;
        }

        return end;
    }

    /// <summary>End of the leftmost match at or after <paramref name="from"/>; -1 where there is none.</summary>
    public int FindEnd(ReadOnlySpan<char> text, int from)
    {
        if (_literal is not null)
        {
            var at = text[from..].IndexOf(_literal, comparison);
            return at < 0 ? -1 : from + at + _literal.Length;
        }

        for (var start = from; start <= text.Length; start++)
        {
            var end = EndFrom(text, start);
            if (end >= 0)
                return end;
        }

        return -1;
    }
}
