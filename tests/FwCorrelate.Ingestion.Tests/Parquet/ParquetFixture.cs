// SPDX-License-Identifier: Apache-2.0
using Parquet;
using Parquet.Schema;

namespace FwCorrelate.Ingestion.Tests.Parquet;

/// <summary>Parquet files, written by a library that is not ours.</summary>
internal static class ParquetFixture
{
    /// <summary>A file of columns of <c>string?[]</c>, <c>long?[]</c>, <c>int[]</c>, <c>double[]</c>, <c>bool[]</c> or
    /// <c>DateTime[]</c>, all of one length.</summary>
    public static byte[] Of(CompressionMethod method, int rowsPerGroup, params (string Name, Array Values)[] columns)
    {
        using var stored = new MemoryStream();
        WriteAsync(stored, new ParquetOptions { CompressionMethod = method }, rowsPerGroup, columns).GetAwaiter().GetResult();
        return stored.ToArray();
    }

    /// <summary>One column, whose values stand once each.</summary>
    public static byte[] OfDictionary(string[] texts)
    {
        using var stored = new MemoryStream();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Gzip };
        options.ColumnEncodingHints["text"] = EncodingHint.Dictionary;
        WriteAsync(stored, options, texts.Length, [("text", texts)]).GetAwaiter().GetResult();
        return stored.ToArray();
    }

    /// <summary>The same of rows of text, of which <c>-</c> is absent: as AWS writes a flow log with columns of text.</summary>
    public static byte[] OfCells(string header, IReadOnlyList<string> rows, int rowsPerGroup = 1000)
    {
        var cells = rows.Select(r => r.Split(' ')).ToList();
        return Of(CompressionMethod.Gzip, rowsPerGroup, [.. header.Split(' ').Select((name, i) =>
            (name.Replace('-', '_'), (Array)cells.Select(c => c[i] == "-" ? null : c[i]).ToArray()))]);
    }

    /// <summary>A file that DuckDB wrote: pages of the second version, differences, lengths and streams of bytes.</summary>
    public static byte[] SecondVersion()
    {
        using var resource = typeof(ParquetFixture).Assembly.GetManifestResourceStream("second-version.parquet")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }

    private static async Task WriteAsync(Stream stored, ParquetOptions options, int rowsPerGroup, (string Name, Array Values)[] columns)
    {
        var fields = columns.Select(c => new DataField(c.Name, TypeOf(c.Values))).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stored, options);
        for (var start = 0; start < columns[0].Values.Length; start += rowsPerGroup)
        {
            using var group = writer.CreateRowGroup();
            var rows = start..Math.Min(start + rowsPerGroup, columns[0].Values.Length);
            for (var i = 0; i < columns.Length; i++)
                await WriteAsync(group, fields[i], columns[i].Values, rows);
        }
    }

    private static Type TypeOf(Array values) => values.GetType().GetElementType()!;

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, Array values, Range rows) => values switch
    {
        string?[] texts => group.WriteAsync(field, texts[rows]),
        long?[] numbers => group.WriteAsync<long>(field, numbers[rows].AsMemory()),
        int[] numbers => group.WriteAsync<int>(field, numbers[rows].AsMemory()),
        double[] numbers => group.WriteAsync<double>(field, numbers[rows].AsMemory()),
        bool[] truths => group.WriteAsync<bool>(field, truths[rows].AsMemory()),
        DateTime[] times => group.WriteAsync<DateTime>(field, times[rows].AsMemory()),
        _ => throw new NotSupportedException(values.GetType().Name),
    };
}
