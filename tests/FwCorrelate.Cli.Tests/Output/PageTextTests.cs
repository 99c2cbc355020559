// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.Output;
using NodaTime;

namespace FwCorrelate.Cli.Tests.Output;

[TestClass]
public sealed class PageTextTests
{
    [TestMethod]
    [DataRow(0, "0 ms")]
    [DataRow(310, "310 ms")]
    [DataRow(4_200, "4.2 s")]
    [DataRow(59_990, "1 min")]
    [DataRow(112_000, "1 min 52 s")]
    [DataRow(3_599_700, "1 h")]
    [DataRow(11_100_000, "3 h 5 min")]
    [DataRow(187_200_000, "2 d 4 h")]
    [DataRow(-1_500, "-1.5 s")]
    public void Span_Milliseconds_ReadsInTwoUnits(int milliseconds, string expected) =>
        Assert.AreEqual(expected, PageText.Span(Duration.FromMilliseconds(milliseconds)));

    [TestMethod]
    [DataRow(0L, "0 bytes")]
    [DataRow(999L, "999 bytes")]
    [DataRow(1_000L, "1.0 kB")]
    [DataRow(999_960L, "1.0 MB")]
    [DataRow(2_412_000_000L, "2.4 GB")]
    [DataRow(5_000_000_000_000_000L, "5000 TB")]
    public void Bytes_Number_ReadsInDecimalUnits(long bytes, string expected) => Assert.AreEqual(expected, PageText.Bytes(bytes));

    [TestMethod]
    public void Range_SameDay_LeavesTheSecondDateOut()
    {
        var start = Instant.FromUtc(2026, 1, 15, 23, 0);
        var zone = DateTimeZone.Utc;

        Assert.AreEqual("2026-01-15 23:00:00 to 23:30:00", PageText.Range(start, start + Duration.FromMinutes(30), zone));
        Assert.AreEqual("2026-01-15 23:00:00 to 2026-01-16 01:00:00", PageText.Range(start, start + Duration.FromHours(2), zone));
        Assert.AreEqual("2026-01-15 23:00:00", PageText.Range(start, start, zone));
    }

    [TestMethod]
    public void Wrap_WideCharacters_CountAsTwoCells() =>
        Assert.AreSequenceEqual(new[] { "北京北京北", "京北京" }, PageWriter.Wrap("北京北京北京北京", 10, 10).ToArray());

    [TestMethod]
    [DataRow("one two three four", "one two|three four")]
    [DataRow("abcdefghijklmnop", "abcdefghij|klmnop")]
    [DataRow("", "")]
    public void Wrap_Text_CutsAtBlanksElseAnywhere(string text, string expected) =>
        Assert.AreEqual(expected, string.Join('|', PageWriter.Wrap(text, 10, 10)));

    [TestMethod]
    [DataRow("out/result-1.d", "out/result-1.d")]
    [DataRow("out 1", "'out 1'")]
    [DataRow("it's", @"'it'\''s'")]
    [DataRow("$(reboot)", "'$(reboot)'")]
    [DataRow("", "''")]
    public void Quote_Word_IsTakenLiterallyByAShell(string word, string expected) => Assert.AreEqual(expected, NextCommands.Quote(word));
}
