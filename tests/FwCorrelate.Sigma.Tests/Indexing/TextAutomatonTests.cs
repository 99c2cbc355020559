// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Sigma.Indexing;

namespace FwCorrelate.Sigma.Tests.Indexing;

[TestClass]
public sealed class TextAutomatonTests
{
    [TestMethod]
    public void Search_OverGeneratedTexts_FindsWhatStandsThereAndNothingElse() =>
        Gen.Select(Gen.String[Gen.Char["abc"], 1, 5].Array[1, 30], Gen.String[Gen.Char["aAbBcCxé"], 0, 40]).Sample(
            (texts, searched) =>
            {
                string[] distinct = [.. texts.Distinct().Order(StringComparer.Ordinal)];
                var expected = distinct.SelectMany((t, n) => Ends(searched, t).Select(e => (n, e))).Order();
                var automaton = new TextAutomaton(distinct);
                CollectionAssert.AreEqual(expected.ToList(), Found<char>(automaton, searched));
            },
            iter: 5_000, threads: 1);

    /// <summary>More states than have finished transitions, so that the deep ones are walked too.</summary>
    [TestMethod]
    public void Search_WithManyTexts_FindsTheDeepOnes()
    {
        var random = new Random(7);
        string[] texts = [.. Enumerable.Range(0, 5_000).Select(_ => string.Concat(Enumerable.Range(0, 6).Select(_ => (char)('a' + random.Next(20))))).Distinct().Order(StringComparer.Ordinal)];
        var automaton = new TextAutomaton(texts);
        var searched = string.Concat(texts.Chunk(50).Select(c => c[0] + c[^1][..4] + "zz" + c[^1]));
        var expected = texts.SelectMany((t, n) => Ends(searched, t).Select(e => (n, e))).Order().ToList();
        CollectionAssert.AreEqual(expected, Found<char>(automaton, searched));
        CollectionAssert.AreEqual(expected, Found<byte>(automaton, Encoding.ASCII.GetBytes(searched.ToUpperInvariant())));
    }

    /// <summary>What the automaton rests on: it looks for ASCII texts, and takes all else as different.</summary>
    [TestMethod]
    public void CharacterOutsideAscii_WithoutCase_EqualsNoneOfAscii()
    {
        for (var c = 128; c <= char.MaxValue; c++)
        {
            for (var ascii = 'A'; ascii <= 'z'; ascii++)
                Assert.IsFalse(((char)c).ToString().Equals(ascii.ToString(), StringComparison.OrdinalIgnoreCase), $"U+{c:X4} {ascii}");
        }
    }

    private static IEnumerable<int> Ends(string searched, string text) => Enumerable.Range(text.Length, Math.Max(searched.Length - text.Length + 1, 0))
        .Where(end => searched.AsSpan(end - text.Length, text.Length).Equals(text, StringComparison.OrdinalIgnoreCase));

    private static List<(int Text, int End)> Found<TUnit>(TextAutomaton automaton, ReadOnlySpan<TUnit> searched)
        where TUnit : unmanaged, System.Numerics.IBinaryInteger<TUnit>
    {
        var found = new Finds([]);
        automaton.Search(searched, ref found);
        return [.. found.All.Order()];
    }

    private readonly record struct Finds(List<(int Text, int End)> All) : ITextVisitor
    {
        public void Found(int text, int end) => All.Add((text, end));
    }
}
