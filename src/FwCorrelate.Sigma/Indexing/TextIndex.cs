// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>Which rules want a text that stands in a value of a field: one automaton for the texts of all fields.</summary>
internal sealed class TextIndex
{
    /// <summary>Number of the field that stands for any value of an event.</summary>
    public const int AnyField = -1;

    private readonly TextAutomaton _automaton;
    private readonly int[] _lengths;
    private readonly Want[][] _wants;

    public TextIndex(IEnumerable<(int Field, TextKey Key, int Rule)> wanted)
    {
        var byText = wanted.GroupBy(w => w.Key.Text.Text, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        _automaton = new TextAutomaton([.. byText.Select(g => g.Key)]);
        _lengths = [.. byText.Select(g => g.Key.Length)];
        _wants = [.. byText.Select(g => g.GroupBy(w => (w.Field, w.Key.Text.AtStart, w.Key.Text.AtEnd))
            .Select(w => new Want(Wants++, w.Key.Field, w.Key.AtStart, w.Key.AtEnd, [.. w.Select(x =>
                x.Rule).Distinct().Order()])).ToArray())];
    }

    /// <summary>For <see cref="CandidateSet.AddOnce"/>.</summary>
    public int Wants { get; private set; }

    /// <summary>Adds the rules that want a text of this value.</summary>
    /// <param name="field">Number of the field.</param>
    public void Find<TUnit>(int field, ReadOnlySpan<TUnit> value, CandidateSet candidates)
        where TUnit : unmanaged, IBinaryInteger<TUnit>
    {
        var visitor = new Visitor(this, field, value.Length, candidates);
        _automaton.Search(value, ref visitor);
    }

    /// <summary>Rules that want a text in a field, at the start or the end of its value or anywhere.</summary>
    private sealed record Want(int Number, int Field, bool AtStart, bool AtEnd, int[] Rules);

    private readonly struct Visitor(TextIndex index, int field, int length, CandidateSet candidates) : ITextVisitor
    {
        public void Found(int text, int end)
        {
            foreach (var want in index._wants[text])
            {
                if ((want.Field == field || want.Field == AnyField) && (!want.AtEnd || end == length)
                    && (!want.AtStart || end == index._lengths[text]))
                    candidates.AddOnce(want.Number, want.Rules);
            }
        }
    }
}
