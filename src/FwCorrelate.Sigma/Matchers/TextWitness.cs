// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Matchers;

/// <summary>
/// A text that every value which passes holds, without case: what an index looks for before the test is tried. ASCII only,
/// because only there is a letter without case the same in UTF-8, in UTF-16 and for <see cref="StringComparison.OrdinalIgnoreCase"/>:
/// no character outside ASCII equals one inside.
/// </summary>
/// <param name="Text">Lower case, at least one character, at most <see cref="MaxLength"/>.</param>
/// <param name="AtStart">Whether the value begins with it.</param>
/// <param name="AtEnd">Whether the value ends with it.</param>
internal sealed record TextWitness(string Text, bool AtStart, bool AtEnd)
{
    /// <summary>More characters would tell no more; fewer keep the automaton small, whatever the rules hold.</summary>
    public const int MaxLength = 24;

    /// <summary>The most telling part of a pattern; null where it has no ASCII character that stands for itself.</summary>
    public static TextWitness? Of(IReadOnlyList<PatternElement> elements)
    {
        TextWitness? best = null;
        for (var i = 0; i < elements.Count; i++)
        {
            foreach (var run in Runs(elements[i].Literal, i == 0, i == elements.Count - 1))
            {
                if (best is null || Worth(run) > Worth(best))
                    best = run;
            }
        }

        return best;
    }

    /// <summary>A text that stands anywhere in the value; null where it has no ASCII character.</summary>
    public static TextWitness? Of(string literal) => Runs(literal, false, false).MaxBy(Worth);

    private static int Worth(TextWitness witness) => (2 * witness.Text.Length) + (witness.AtStart ? 1 : 0) + (witness.AtEnd ? 1 : 0);

    private static IEnumerable<TextWitness> Runs(string literal, bool first, bool last)
    {
        var start = 0;
        for (var i = 0; i <= literal.Length; i++)
        {
            if (i < literal.Length && literal[i] is > (char)0 and < (char)128)
                continue;
            if (i > start)
                yield return Cut(literal[start..i], first && start == 0, last && i == literal.Length);
            start = i + 1;
        }
    }

    private static TextWitness Cut(string run, bool atStart, bool atEnd)
    {
        var text = run.ToLowerInvariant();
        return text.Length <= MaxLength ? new TextWitness(text, atStart, atEnd)
            : atEnd && !atStart ? new TextWitness(text[^MaxLength..], false, true)
            : new TextWitness(text[..MaxLength], atStart, false);
    }
}
