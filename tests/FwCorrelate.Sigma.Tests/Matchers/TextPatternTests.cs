// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using CsCheck;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Tests.Matchers;

[TestClass]
public sealed class TextPatternTests
{
    /// <summary>The same language said in another way: <c>*</c> and <c>?</c> as a regular expression.</summary>
    [TestMethod]
    public void Pattern_OverGeneratedTexts_AgreesWithARegularExpression() =>
        Gen.Select(Gen.String[Gen.Char["ab*?\\"], 0, 8], Gen.String[Gen.Char["aAbB*?\\\n"], 0, 12], Gen.Bool).Sample(
            (pattern, text, cased) =>
            {
                var parsed = SigmaString.Parse(pattern);
                var regex = "^" + string.Concat(parsed.Elements.Select(e => e.Kind switch
                {
                    PatternElementKind.AnyRun => ".*",
                    PatternElementKind.AnyOne => ".",
                    _ => Regex.Escape(e.Literal),
                })) + "\\z";
                var expected = Regex.IsMatch(text, regex, RegexOptions.Singleline | RegexOptions.CultureInvariant | (cased ? 0 : RegexOptions.IgnoreCase));
                Assert.AreEqual(expected, new TextPattern(parsed.Elements, cased).Matches(text), $"{pattern} over {text}");
            },
            iter: 50_000, threads: 1);

    [TestMethod]
    [DataRow("a?b", "a\U0001F600b", true)]
    [DataRow("a??b", "a\U0001F600b", false)]
    [DataRow("*?b", "\U0001F600b", true)]
    [DataRow("?", "\U0001F600", true)]
    public void QuestionMark_OverAnAstralCharacter_TakesItAsOne(string pattern, string text, bool expected) =>
        Assert.AreEqual(expected, new TextPattern(SigmaString.Parse(pattern).Elements, cased: true).Matches(text));
}
