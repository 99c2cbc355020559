// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service.Reporting;

namespace FwCorrelate.Service.Tests.Reporting;

[TestClass]
public sealed class VisibleTextTests
{
    [TestMethod]
    [DataRow("plain text, naïve 漢字 😀 עברית", "plain text, naïve 漢字 😀 עברית")]
    [DataRow("line\n\tindented", "line\n\tindented")]
    [DataRow("\r\u0007\u007F", "␍␇␡")]
    [DataRow("\u0085\u061C\u2028\uFEFF", "⟨U+0085⟩⟨U+061C⟩⟨U+2028⟩⟨U+FEFF⟩")]
    [DataRow("a\U000E0041b", "a⟨U+E0041⟩b")]
    public void Of_Text_ShowsWhatWouldHide(string text, string expected) => Assert.AreEqual(expected, VisibleText.Of(text));

    [TestMethod]
    public void Of_UnpairedSurrogate_BecomesTheReplacementCharacter()
    {
        Assert.AreEqual("a\uFFFDb", VisibleText.Of("a\uD800b"));
        Assert.AreEqual("\uFFFD", VisibleText.Of("\uDC00"));
        Assert.AreEqual("\uFFFD!", VisibleText.Of("\uFFFD!"));
    }
}
