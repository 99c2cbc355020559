// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>A text value with its escapes read (Sigma rules specification 2.1, "Escape Character") and its wildcards apart.</summary>
internal sealed record SigmaString(IReadOnlyList<PatternElement> Elements)
{
    public bool IsPlain => Elements.All(e => e.Kind == PatternElementKind.Literal);

    /// <summary>The text of a plain value.</summary>
    public string Text => string.Concat(Elements.Select(e => e.Literal));

    /// <summary><c>\*</c> and <c>\?</c> are literal, <c>\\</c> is one backslash, any other backslash stands for itself.</summary>
    public static SigmaString Parse(string text)
    {
        var elements = new List<PatternElement>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ('*' or '?' or '\\'))
            {
                literal.Append(text[++i]);
            }
            else if (text[i] is '*' or '?')
            {
                Flush(literal, elements);
                elements.Add(text[i] == '*' ? PatternElement.AnyRun : PatternElement.AnyOne);
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        Flush(literal, elements);
        return new SigmaString(elements);
    }

    public static SigmaString Literal(string text) => new(text.Length == 0 ? [] : [PatternElement.Of(text)]);

    public SigmaString WithAnyRun(bool before, bool after)
    {
        var elements = new List<PatternElement>(Elements);
        if (before && (elements.Count == 0 || elements[0].Kind != PatternElementKind.AnyRun))
            elements.Insert(0, PatternElement.AnyRun);
        if (after && (elements.Count == 0 || elements[^1].Kind != PatternElementKind.AnyRun))
            elements.Add(PatternElement.AnyRun);
        return new SigmaString(elements);
    }

    /// <summary>
    /// <c>windash</c>: a dash or slash at the start of a word stands for any of them. A dash inside a word does not: of the two
    /// readings of the specification this is pySigma's, which does not turn <c>-param-name</c> into <c>/param/name</c>.
    /// </summary>
    public SigmaString WithAnyDash()
    {
        var elements = new List<PatternElement>();
        var literal = new StringBuilder();
        foreach (var element in Elements)
        {
            if (element.Kind != PatternElementKind.Literal)
            {
                Flush(literal, elements);
                elements.Add(element);
                continue;
            }

            for (var i = 0; i < element.Literal.Length; i++)
            {
                if (!StartsWord(element.Literal, i))
                {
                    literal.Append(element.Literal[i]);
                    continue;
                }

                Flush(literal, elements);
                elements.Add(PatternElement.Dash);
            }
        }

        Flush(literal, elements);
        return new SigmaString(elements);
    }

    private static bool StartsWord(string text, int at) =>
        PatternElement.Dashes.Contains(text[at], StringComparison.Ordinal)
        && (at == 0 || !IsWord(text[at - 1])) && at + 1 < text.Length && IsWord(text[at + 1]);

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static void Flush(StringBuilder literal, List<PatternElement> elements)
    {
        if (literal.Length > 0)
            elements.Add(PatternElement.Of(literal.ToString()));
        literal.Clear();
    }
}
