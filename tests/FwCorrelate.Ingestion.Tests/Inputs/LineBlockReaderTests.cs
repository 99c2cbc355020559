// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.Tests.Inputs;

[TestClass]
public sealed class LineBlockReaderTests
{
    [TestMethod]
    public void Read_AnyText_GivesItBackInWholeLinesWithTheirNumbersAndOffsets() =>
        Gen.Select(Gen.OneOf("a", "\n", "\r\n", "xyz ", "é"), Gen.Int[1, 400_000]).Array[0, 8].Sample(
            parts =>
            {
                var text = string.Concat(parts.Select(p => string.Concat(Enumerable.Repeat(p.Item1, p.Item1.Contains('\n') ? p.Item2 % 50 : p.Item2))));
                var bytes = Encoding.UTF8.GetBytes(text);
                var expected = Lines(bytes);
                var found = new List<(long Line, long Offset, string? Text)>();
                foreach (var (block, line, offset, skipped) in Blocks(bytes))
                {
                    var at = line;
                    foreach (var (_, o, t) in Lines(block))
                        found.Add((at++, offset + o, t));
                    if (skipped is { } s)
                        found.Add((s.Line, s.Offset, null));
                }

                CollectionAssert.AreEqual(expected.Select(l => l.Text?.Length > LineBlockReader.MaxFlowLine ? (l.Line, l.Offset, null) : l).ToList(), found);
            },
            iter: 60);

    [TestMethod]
    public void Read_ByteOrderMark_IsSkippedAndCounted()
    {
        var block = Blocks([0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n']).Single();
        Assert.AreEqual("a\n", Encoding.UTF8.GetString(block.Text));
        Assert.AreEqual(3, block.Offset);
    }

    [TestMethod]
    public void Read_LineOfFiftyMegabytes_IsOneSkippedLineInLittleMemory()
    {
        var bytes = new byte[50_000_000];
        Array.Fill(bytes, (byte)'x');
        "first\n"u8.CopyTo(bytes);
        "\nlast"u8.CopyTo(bytes.AsSpan(bytes.Length - 5));
        using var file = new TempFile(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var blocks = Blocks(file.Path).ToList();
        Assert.IsLessThan(12_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
        var skipped = blocks.Single(b => b.Skipped is not null).Skipped!.Value;
        Assert.AreEqual((2, 6), (skipped.Line, skipped.Offset));
        StringAssert.Contains(skipped.Reason, "49999989 bytes");
        Assert.AreEqual((3, bytes.Length - 4), (blocks[^1].Line, blocks[^1].Offset));
        Assert.AreEqual("last", Encoding.UTF8.GetString(blocks[^1].Text));
    }

    [TestMethod]
    public void Read_GzipOfTwoMembers_GivesBoth()
    {
        Assert.AreEqual("one\ntwo\n", Text([.. Gzip("one\n"), .. Gzip("two\n")], out var damage));
        Assert.IsNull(damage);
    }

    [TestMethod]
    public void Read_TruncatedGzip_GivesTheGoodLinesAndReportsDamage()
    {
        var lines = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i * 7919 % 104729} line\n"));
        var gzip = Gzip(lines);
        using var file = new TempFile(gzip[..(gzip.Length / 2)]);
        using var opened = OpenedInput.Open(Reading.Input(file.Path));
        var reader = new LineBlockReader(opened);
        var text = new StringBuilder();
        SkippedLine? cutOff = null;
        while (reader.Read() is { } block)
        {
            text.Append(Encoding.UTF8.GetString(block.Bytes.Span));
            cutOff = block.Skipped ?? cutOff;
            block.Dispose();
        }

        Assert.IsNotNull(opened.Damage);
        Assert.IsGreaterThan(1000, text.Length);
        StringAssert.StartsWith(lines, text.ToString());
        StringAssert.EndsWith(text.ToString(), "\n");
        StringAssert.Contains(cutOff!.Value.Reason, "cut off");
    }

    [TestMethod]
    public void Read_GzipCutAnywhere_IsReportedAndGivesNothingThatIsNotInIt()
    {
        var lines = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * 7919 % 104729} line\n"));
        var gzip = Gzip(lines);
        for (var length = 2; length < gzip.Length; length++)
        {
            var text = Text(gzip[..length], out var damage);
            Assert.IsNotNull(damage, $"cut to {length} bytes");
            StringAssert.StartsWith(lines, text);
        }
    }

    [TestMethod]
    public void Read_GzipFollowedByOtherBytes_IsReported()
    {
        Assert.AreEqual("one\n", Text([.. Gzip("one\n"), .. "not gzip"u8], out var damage));
        StringAssert.Contains(damage, "followed by something else");
    }

    [TestMethod]
    public void Read_DecompressionBomb_IsStopped()
    {
        using var file = new TempFile(Gzip(new string('a', 2_000_000) + "\n"));
        using var opened = OpenedInput.Open(Reading.Input(file.Path), new DecompressionLimits(MaxBytes: 1_000_000));
        var reader = new LineBlockReader(opened);
        while (reader.Read() is { } block)
            block.Dispose();
        StringAssert.Contains(opened.Damage, "1000000 bytes");
    }

    [TestMethod]
    public void Read_Ratio_IsLookedAtBeyondTheGrace()
    {
        Assert.IsNull(new DecompressionLimits(MaxRatio: 400).Exceeded(1000, 10_000_000));
        StringAssert.Contains(new DecompressionLimits(MaxRatio: 400).Exceeded(100_000, 100_000_000), "decompression bomb");
    }

    [TestMethod]
    [DataRow(new byte[] { (byte)'B', (byte)'Z', (byte)'h', (byte)'9', 1, 2 }, "bzip2")]
    [DataRow(new byte[] { 4, 0x22, 0x4D, 0x18, 1, 2 }, "LZ4")]
    public void Recognise_OtherCompression_SaysThatItCannotBeRead(byte[] stored, string name)
    {
        using var file = new TempFile(stored);
        var recognition = ContentRecogniser.Recognise(Reading.Input(file.Path));
        StringAssert.Contains(((Recognition.Unrecognised)recognition).Reason, name);
    }

    [TestMethod]
    public void FinishSha256_IsThatOfTheFileAsStored()
    {
        var gzip = Gzip("a line\n");
        using var file = new TempFile(gzip);
        using var opened = OpenedInput.Open(Reading.Input(file.Path));
        opened.Read(new byte[3]);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(gzip)), opened.FinishSha256());
        Assert.AreEqual(gzip.Length, opened.StoredBytesRead);
    }

    internal static byte[] Gzip(string text)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return stream.ToArray();
    }

    private static string Text(byte[] stored, out string? damage)
    {
        using var file = new TempFile(stored);
        using var opened = OpenedInput.Open(Reading.Input(file.Path));
        var reader = new LineBlockReader(opened);
        var text = "";
        while (reader.Read() is { } block)
        {
            text += Encoding.UTF8.GetString(block.Bytes.Span);
            block.Dispose();
        }

        damage = opened.Damage;
        return text;
    }

    private static List<(byte[] Text, long Line, long Offset, SkippedLine? Skipped)> Blocks(byte[] stored)
    {
        using var file = new TempFile(stored);
        return [.. Blocks(file.Path)];
    }

    private static IEnumerable<(byte[] Text, long Line, long Offset, SkippedLine? Skipped)> Blocks(string path)
    {
        using var opened = OpenedInput.Open(Reading.Input(path));
        var reader = new LineBlockReader(opened);
        while (reader.Read() is { } block)
        {
            yield return (block.Bytes.ToArray(), block.FirstLine, block.FirstOffset, block.Skipped);
            block.Dispose();
        }
    }

    private static List<(long Line, long Offset, string? Text)> Lines(byte[] bytes)
    {
        var lines = new List<(long, long, string?)>();
        for (var start = 0; start < bytes.Length;)
        {
            var end = bytes.AsSpan(start).IndexOf((byte)'\n') is var found and >= 0 ? start + found : bytes.Length;
            lines.Add((lines.Count + 1, start, Encoding.Latin1.GetString(bytes.AsSpan(start, end - start))));
            start = end + 1;
        }

        return lines;
    }
}
