// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Tests.Text;

[TestClass]
public sealed class SeparatedLinesTests
{
    [TestMethod]
    public void Scan_AnyText_FindsWhatSplittingFinds() => Gen.String[Gen.Char["ab  \n\r"], 0, 400].Sample(text =>
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var lines = new SeparatedLines((byte)' ');
        lines.Scan(bytes);
        var expected = text.Split('\n').SkipLast(text.EndsWith('\n') || text.Length == 0 ? 1 : 0).Select(FieldsOf).ToList();
        Assert.AreEqual(expected.Count, lines.Count, text);
        for (var i = 0; i < expected.Count; i++)
        {
            var row = lines.Row(bytes, i);
            var found = new List<string>();
            for (var field = 0; field < row.FieldCount; field++)
                found.Add(Encoding.ASCII.GetString(row[field]));
            CollectionAssert.AreEqual(expected[i], found, text);
        }
    });

    // More ends than the arrays first have room for, and steps of nothing but ends.
    [TestMethod]
    public void Scan_NothingButSeparators_FindsThemAll()
    {
        var bytes = Encoding.ASCII.GetBytes(new string(' ', 20_000) + "\n" + new string('\n', 5_000));
        var lines = new SeparatedLines((byte)' ');
        lines.Scan(bytes);
        Assert.AreEqual(5_001, lines.Count);
        Assert.AreEqual(20_001, lines.Row(bytes, 0).FieldCount);
        Assert.AreEqual(1, lines.Row(bytes, 5_000).FieldCount);
    }

    private static List<string> FieldsOf(string line)
    {
        // A carriage return before the line feed belongs to the end of the line, unless it is all there is.
        var text = line.EndsWith('\r') && line.Length > 0 && line != "\r" ? line[..^1] : line;
        return line == "\r" ? [""] : [.. text.Split(' ', '\r')];
    }
}
