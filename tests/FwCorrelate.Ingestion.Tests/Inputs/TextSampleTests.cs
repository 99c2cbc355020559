// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.Tests.Inputs;

[TestClass]
public sealed class TextSampleTests
{
    [TestMethod]
    [DataRow(10, true)]
    [DataRow(100_000, false)]
    public void Sample_OfLines_IsWholeLinesFromHeadToEnd(int lines, bool isWhole)
    {
        var text = string.Concat(Enumerable.Range(0, lines).Select(i => $"line {i:000000}\n"));
        using var file = new TempFile(Encoding.UTF8.GetBytes(text));
        var sample = TextSample.Of(Reading.Input(file.Path), 64 * 1024, 4 * 1024);
        var read = sample.Pieces.SelectMany(p => Encoding.UTF8.GetString(p).TrimEnd('\n').Split('\n')).ToList();

        Assert.AreEqual(isWhole, sample.IsWhole);
        Assert.IsLessThanOrEqualTo(64 * 1024, (int)sample.Length);
        Assert.AreEqual("line 000000", read[0]);
        Assert.AreEqual($"line {lines - 1:000000}", read[^1]);
        Assert.IsTrue(read.TrueForAll(l => l.Length == 11), read.Find(l => l.Length != 11));
        Assert.AreEqual(read.Count, read.Distinct().Count());
    }

    [TestMethod]
    public void Sample_OfOneLongLine_HoldsNoPartOfIt()
    {
        using var file = new TempFile(new byte[1_000_000]);

        Assert.IsEmpty(TextSample.Of(Reading.Input(file.Path), 64 * 1024, 4 * 1024).Pieces);
    }

    [TestMethod]
    public void Sample_OfACompressedFile_IsItsHead()
    {
        using var stored = new MemoryStream();
        var random = new Random(1);
        using (var gzip = new System.IO.Compression.GZipStream(stored, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < 20_000; i++)
                gzip.Write(Encoding.UTF8.GetBytes($"{random.NextInt64():x16}{random.NextInt64():x16}\n"));
        }

        using var file = new TempFile(stored.ToArray());
        var sample = TextSample.Of(Reading.Input(file.Path), 64 * 1024, 4 * 1024);

        Assert.IsTrue(sample.IsHeadOnly);
        Assert.HasCount(1, sample.Pieces);
        Assert.AreEqual((byte)'\n', sample.Pieces[0][^1]);
    }
}
