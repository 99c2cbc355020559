// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using CsCheck;
using FwCorrelate.Ingestion.Inputs;
using Parquet;

namespace FwCorrelate.Ingestion.Tests.Parquet;

[TestClass]
public sealed class ParquetTextTests
{
    private static readonly string?[] Names = ["a", null, "quote\" and \\", "", "line\nend", "ü"];
    private static readonly long?[] Numbers = [1, -2, null, long.MaxValue, long.MinValue, 0];
    private static readonly double[] Ratios = [0.25, 443, -1e300, double.NaN, 0, 1];
    private static readonly bool[] Truths = [true, false, false, true, true, false];

    [TestMethod]
    [DataRow(CompressionMethod.None)]
    [DataRow(CompressionMethod.Snappy)]
    [DataRow(CompressionMethod.Gzip)]
    [DataRow(CompressionMethod.Brotli)]
    [DataRow(CompressionMethod.Zstd)]
    public void Read_EachCompression_GivesRowsAsLinesOfJson(CompressionMethod method)
    {
        var (text, damage) = Read(ParquetFixture.Of(method, 4, ("name", Names), ("number", Numbers), ("ratio", Ratios), ("is", Truths)));
        Assert.IsNull(damage);
        Assert.AreEqual(
            """
            {"name":"a","number":1,"ratio":0.25,"is":true}
            {"name":null,"number":-2,"ratio":443,"is":false}
            {"name":"quote\" and \\","number":null,"ratio":-1E+300,"is":false}
            {"name":"","number":9223372036854775807,"ratio":"NaN","is":true}
            {"name":"line\u000aend","number":-9223372036854775808,"ratio":0,"is":true}
            {"name":"ü","number":0,"ratio":1,"is":false}

            """.Replace("\r\n", "\n"), text);
    }

    [TestMethod]
    public void Read_UnknownCompression_IsSaid()
    {
        var (text, damage) = Read(ParquetFixture.Of(CompressionMethod.Lz4Raw, 4, ("name", Names)));
        Assert.AreEqual("", text);
        Assert.Contains("column 'name': its pages are compressed with codec 7 (LZO or LZ4)", damage!);
    }

    [TestMethod]
    public void Read_Stamps_AreIso8601()
    {
        DateTime[] times = [new(2026, 2, 10, 9, 0, 0, DateTimeKind.Utc), new(1969, 12, 31, 23, 59, 59, 500, DateTimeKind.Utc)];
        Assert.AreEqual("{\"t\":\"2026-02-10T09:00:00Z\"}\n{\"t\":\"1969-12-31T23:59:59.5Z\"}\n",
            Read(ParquetFixture.Of(CompressionMethod.Snappy, 2, ("t", times))).Text);
    }

    [TestMethod]
    public void Read_PagesOfTheSecondVersion_GivesWhatWasWritten()
    {
        var lines = Read(ParquetFixture.SecondVersion()).Text.TrimEnd('\n').Split('\n');
        Assert.HasCount(12, lines);
        Assert.AreEqual(
            """
            {"version":7,"account_id":"123456789012","interface_id":"eni-1","srcaddr":"10.0.0.5","dstaddr":"198.51.100.2","srcport":40005,"dstport":443,"protocol":6,"packets":15,"bytes":5000,"start":1770714005,"end":1770714065,"action":"ACCEPT","log_status":"OK","flow_direction":"egress","odd":false,"seen":"2026-02-10T09:00:00.625Z","ratio":1.25,"tag":"tag-5"}
            """, lines[5]);
        Assert.Contains("\"srcaddr\":null,", lines[3]);
    }

    [TestMethod]
    public void Read_ManyRows_AllocatesPerPageAndNotPerRow()
    {
        var (few, many) = (Rows(20_000), Rows(200_000));
        Allocated(few);
        var perRow = (Allocated(many) - Allocated(few)) / 180_000.0;
        Assert.IsLessThan(1.0, perRow);

        static byte[] Rows(int count) => ParquetFixture.Of(CompressionMethod.Snappy, 20_000,
            ("text", Enumerable.Range(0, count).Select(i => "v" + i % 50).ToArray()), ("number", Enumerable.Range(0, count).ToArray()));
    }

    [TestMethod]
    public void Read_CutOffFile_IsToldToBeOne()
    {
        var stored = ParquetFixture.Of(CompressionMethod.Gzip, 2, ("name", Names));
        var (text, damage) = Read(stored[..(stored.Length / 2)]);
        Assert.AreEqual("", text);
        Assert.AreEqual("it is a Parquet file that cannot be read: its end is missing, which tells where everything stands: it is cut off, "
            + "or still being written", damage);
    }

    // What a library ends at only when its process is ended: a number of the footer that the end of the file cuts off.
    [TestMethod]
    public void Read_FooterThatEndsWithinANumber_EndsToo()
    {
        var (_, damage) = Read([.. "PAR1"u8, .. new byte[8], 0x15, 1, 0, 0, 0, .. "PAR1"u8]);
        Assert.Contains("it ends within a value", damage!);
    }

    [TestMethod]
    public void Read_PageDamagedInTheSecondGroup_GivesTheRowsBefore()
    {
        var columns = ("name", (Array)Enumerable.Range(0, 40).Select(i => "value " + i * 7919 % 101).ToArray());
        var stored = ParquetFixture.Of(CompressionMethod.Gzip, 20, columns);
        var second = stored.AsSpan().LastIndexOf((byte[])[0x1F, 0x8B]);
        stored.AsSpan(second + 12, 8).Fill(0xFF);
        var (text, damage) = Read(stored);
        Assert.AreEqual(20, text.Count(c => c == '\n'));
        Assert.Contains("row 1 of 20 in row group 2, column 'name'", damage!);
    }

    [TestMethod]
    public void Read_RowsDeclaredBeyondTheirPages_EndWithWhatIsThere()
    {
        var stored = ParquetFixture.Of(CompressionMethod.None, 100, ("n", new int[3]));

        // The number of rows of the file and of its one group: 3 as zigzag, made 10^9.
        var footer = stored.Length - 8 - BitConverter.ToInt32(stored, stored.Length - 8);
        byte[] many = [0x80, 0xA8, 0xD6, 0xB9, 0x07];
        var changed = Replace(stored, footer, [0x16, 0x06], [0x16, .. many]);
        var (text, damage) = Read(changed);
        Assert.AreEqual(3, text.Count(c => c == '\n'));
        Assert.Contains("row 4 of 1000000000 in row group 1, column 'n': its pages end before its rows do", damage!);
    }

    // One value of 6 kB, which every row names.
    [TestMethod]
    public void Read_DictionaryThatGrowsWithoutEnd_IsStopped()
    {
        var texts = new string[60_000];
        Array.Fill(texts, new string('x', 6000));
        var stored = ParquetFixture.OfDictionary(texts);
        Assert.IsLessThan(80_000, stored.Length);
        using var file = new TempFile(stored);
        using var opened = OpenedInput.Open(Reading.Input(file.Path), isHashed: false);
        var buffer = new byte[1 << 20];
        while (opened.Read(buffer) > 0)
        {
        }

        Assert.EndsWith("a decompression bomb", opened.Damage!);
        Assert.IsLessThan(260L << 20, opened.TextBytesRead);
    }

    [TestMethod]
    public void Read_AnyChangedBytes_NeverThrowsNorHangs()
    {
        byte[][] seeds =
        [
            ParquetFixture.SecondVersion(),
            ParquetFixture.Of(CompressionMethod.None, 3, ("name", Names), ("number", Numbers), ("ratio", Ratios), ("is", Truths)),
        ];
        Gen.Select(Gen.Int[0, 1], Gen.Select(Gen.Int[0, 1 << 16], Gen.Byte).Array[1, 8]).Sample((of, changes) =>
        {
            var bytes = seeds[of].ToArray();
            foreach (var (at, value) in changes)
                bytes[4 + at % (bytes.Length - 8)] = value;
            var (text, damage) = Read(bytes);

            // Whole rows or none, and a name for what is not there.
            return (text.Length == 0 || text[^1] == '\n') && (damage is null || damage.Length > 10);
        });
    }

    [TestMethod]
    public void Read_AnyRows_AreThoseOfTheWriter() =>
        Gen.Select(Gen.String.Null().Array[1, 60], Gen.Int[1, 40], Gen.Enum<CompressionMethod>()).Where(t =>
            t.Item3 is CompressionMethod.None or CompressionMethod.Snappy or CompressionMethod.Gzip or CompressionMethod.Zstd).Sample(t =>
        {
            // Halves of surrogate pairs are no text.
            var texts = t.Item1.Select(s => s is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(s))).ToArray();
            var (text, damage) = Read(ParquetFixture.Of(t.Item3, t.Item2, ("s", texts)));
            var read = text.Split('\n')[..^1].Select(l => JsonDocument.Parse(l).RootElement)
                .Select(e => e.GetProperty("s").GetString());
            return damage is null && read.SequenceEqual(texts);
        }, iter: 50);

    private static byte[] Replace(byte[] bytes, int from, byte[] old, byte[] with)
    {
        var changed = bytes.ToList();
        for (var at = bytes.AsSpan(from).IndexOf(old); at >= 0; at = changed.ToArray().AsSpan(from).IndexOf(old))
        {
            changed.RemoveRange(from + at, old.Length);
            changed.InsertRange(from + at, with);
        }

        BitConverter.GetBytes(changed.Count - 8 - from).CopyTo(changed.ToArray(), 0);
        var made = changed.ToArray();
        BitConverter.GetBytes(made.Length - 8 - from).CopyTo(made, made.Length - 8);
        return made;
    }

    private static long Allocated(byte[] stored)
    {
        using var file = new TempFile(stored);
        var input = Reading.Input(file.Path);
        var buffer = new byte[1 << 16];
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var opened = OpenedInput.Open(input, isHashed: false);
        while (opened.Read(buffer) > 0)
        {
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static (string Text, string? Damage) Read(byte[] stored)
    {
        using var file = new TempFile(stored);
        using var opened = OpenedInput.Open(Reading.Input(file.Path), new DecompressionLimits(MaxBytes: 1 << 26), isHashed: false);
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (opened.Read(buffer) is var read and > 0)
            text.Write(buffer, 0, read);
        return (Encoding.UTF8.GetString(text.ToArray()), opened.Damage);
    }
}
