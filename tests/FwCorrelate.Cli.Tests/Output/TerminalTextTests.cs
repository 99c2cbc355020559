// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using CsCheck;
using FwCorrelate.Cli.Output;

namespace FwCorrelate.Cli.Tests.Output;

[TestClass]
public sealed class TerminalTextTests
{
    [TestMethod]
    [DataRow("plain text 123 ~", "plain text 123 ~")]
    [DataRow("Größe 北京 🚀 → …", "Größe 北京 🚀 → …")]
    [DataRow("a\u001b[2Jb", "a<U+001B>[2Jb")]
    [DataRow("\u001b]8;;http://evil\u0007x", "<U+001B>]8;;http://evil<U+0007>x")]
    [DataRow("a\r\nb\tc", "a<U+000D><U+000A>b<U+0009>c")]
    [DataRow("\u009b31m", "<U+009B>31m")]
    [DataRow("\u007f\b\0", "<U+007F><U+0008><U+0000>")]
    [DataRow("exe\u202egpj", "exe<U+202E>gpj")]
    [DataRow("\u2066a\u2069\u200e\u061c", "<U+2066>a<U+2069><U+200E><U+061C>")]
    [DataRow("a\u200bb\u200dc\ufeffd\u00ad", "a<U+200B>b<U+200D>c<U+FEFF>d<U+00AD>")]
    [DataRow("a\u2028b\u2029c\u0085d", "a<U+2028>b<U+2029>c<U+0085>d")]
    [DataRow("a\u00a0b\u3000c\u2800", "a<U+00A0>b<U+3000>c<U+2800>")]
    [DataRow("\ue000", "<U+E000>")]
    public void Escape_Text_ShowsWhatWouldHide(string text, string expected) => Assert.AreEqual(expected, TerminalText.Escape(text));

    [TestMethod]
    public void Escape_TagCharacters_AreSpeltOut() => Assert.AreEqual("a<U+E0041>", TerminalText.Escape("a\U000E0041"));

    [TestMethod]
    public void Escape_HalfASurrogatePair_IsSpeltOut() => Assert.AreEqual("a<U+D800>b", TerminalText.Escape("a\ud800b"));

    [TestMethod]
    public void Escape_AnyText_HoldsNoControlCharacter() => Gen.String.Sample(text =>
    {
        var escaped = TerminalText.Escape(text);
        return !escaped.Any(char.IsControl) && TerminalText.Escape(escaped) == escaped;
    });

    [TestMethod]
    public void Escape_LongerThanAllowed_EndsWithAnEllipsisAndNoHalfCharacter()
    {
        Assert.AreEqual("abc…", TerminalText.Escape("abcdef", 4));
        Assert.AreEqual("ab…", TerminalText.Escape("ab🚀🚀", 4));
        Assert.AreEqual("abcd", TerminalText.Escape("abcd", 4));
    }

    [TestMethod]
    public void EscapeJson_HiddenCharacters_StayTheSameDocument()
    {
        const string Line = "{\"a\":\"x\u202ey\u200b\U000E0041z\"}\n";
        var escaped = TerminalText.EscapeJson(Line);

        Assert.AreEqual("{\"a\":\"x\\u202Ey\\u200B\\uDB40\\uDC41z\"}\n", escaped);
        Assert.AreEqual("x\u202ey\u200b\U000E0041z", JsonDocument.Parse(escaped).RootElement.GetProperty("a").GetString());
    }
}
