// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using CsCheck;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Tests.Matchers;

[TestClass]
public sealed class RegexLiteralsTests
{
    private static readonly Gen<string> Atom = Gen.OneOf(
        "a", "bc", "cab", ".", "\\.", "\\d", "[ab]", "[^a]", "(a|b)", "(?:bc)?", "(ab(c)a)", "^", "$", "\\(", "[\\]a]", "a{2}", "b{0,1}", "c{1,}", "\\bcab", "k", "S");

    [TestMethod]
    public void Literal_OfGeneratedExpressions_IsInEveryTextThatMatches() =>
        Gen.Select(Gen.Select(Atom, Gen.OneOf("", "", "", "?", "*", "+", "+?")).Select((a, q) => a[^1] is '}' or '?' or '^' or '$' ? a : a + q).Array[1, 6],
            Gen.OneOf("", "", "|a"), Gen.Bool, Gen.String[Gen.Char["abcABCkK\u212As\u017F.(1]"], 0, 14].Array[10]).Sample(
            (atoms, more, ignoreCase, texts) =>
            {
                var regex = new Regex(string.Concat(atoms) + more, RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0));
                if (RegexLiterals.Of(regex) is not { } literal)
                    return;
                foreach (var text in texts.Where(t => regex.IsMatch(t)))
                    Assert.Contains(literal, text, StringComparison.OrdinalIgnoreCase, $"{regex} in {text}");
            },
            iter: 30_000, threads: 1);

    [TestMethod]
    [DataRow(@"^cmd\.exe\s+/c", "cmd.exe")]
    [DataRow(@"(?i)invoke-\w+", "nvo")]
    [DataRow(@"abcd*e", "abc")]
    [DataRow(@"[0-9]{3}x", "x")]
    [DataRow(@"(ab|cd)?mining\.pool$", "mining.pool")]
    [DataRow(@"a|b", null)]
    [DataRow(@"(?x) a b", null)]
    [DataRow(@"\x41bc", null)]
    [DataRow(@"[a-z-[aeiou]]b", null)]
    [DataRow(@"\d+", null)]
    public void Literal_OfAnExpression_IsTheLongestThatIsSure(string pattern, string? literal) => Assert.AreEqual(literal, RegexLiterals.Of(new Regex(pattern)));
}
