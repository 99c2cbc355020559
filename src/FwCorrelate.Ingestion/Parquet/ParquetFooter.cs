// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>
/// The end of a Parquet file, which tells its columns and where everything stands (<c>parquet.thrift</c>, <c>FileMetaData</c>). Tables of
/// flat columns only: logs of records have no others.
/// </summary>
internal sealed record ParquetFooter(IReadOnlyList<ParquetColumn> Columns, IReadOnlyList<RowGroup> RowGroups)
{
    /// <summary>Columns beyond which a table is refused.</summary>
    public const int MostColumns = 1024;

    /// <summary>Reads the structure.</summary>
    /// <param name="bytes">The structure, without its length and the mark behind it.</param>
    /// <param name="fileLength">Bytes of the file: no chunk lies beyond, and all of them together are no longer.</param>
    /// <exception cref="InvalidDataException">It cannot be read, and why.</exception>
    /// <exception cref="EndOfStreamException">It ends within a value.</exception>
    public static ParquetFooter Read(ReadOnlySpan<byte> bytes, long fileLength)
    {
        var reader = new CompactReader(bytes);
        IReadOnlyList<ParquetColumn> columns = [];
        var groups = new List<RowGroup>();
        var outer = reader.Begin();
        while (reader.TryNext(out var field, out var type))
        {
            if (field == 2 && type == CompactType.List)
                columns = ParquetSchema.Read(ref reader);
            else if (field == 4 && type == CompactType.List)
                groups = ReadGroups(ref reader, columns, fileLength);
            else
                reader.Skip(type);
        }

        reader.End(outer);
        return columns.Count > 0 ? new ParquetFooter(columns, groups) : throw new InvalidDataException("it names no columns");
    }

    private static List<RowGroup> ReadGroups(ref CompactReader reader, IReadOnlyList<ParquetColumn> columns, long fileLength)
    {
        var groups = new List<RowGroup>();
        var stored = 0L;
        for (var left = reader.List(out _); left > 0; left--)
        {
            var group = ReadGroup(ref reader, fileLength);
            if (group.Chunks.Count != columns.Count)
                throw new InvalidDataException(
                    $"row group {groups.Count + 1} has {group.Chunks.Count} columns, expected {columns.Count}");
            stored += group.Chunks.Sum(c => c.Length);

            // Else one page could be told as the content of many.
            if (stored > fileLength)
                throw new InvalidDataException($"its row groups are longer than the file, which has {fileLength} bytes");
            groups.Add(group);
        }

        return groups;
    }

    private static RowGroup ReadGroup(ref CompactReader reader, long fileLength)
    {
        var chunks = new List<ColumnChunk>();
        var rows = 0L;
        var outer = reader.Begin();
        while (reader.TryNext(out var field, out var type))
        {
            if (field == 1 && type == CompactType.List)
            {
                for (var left = reader.List(out _); left > 0; left--)
                    chunks.Add(ReadChunk(ref reader, fileLength));
            }
            else if (field == 3 && type == CompactType.I64)
                rows = reader.Count(long.MaxValue);
            else
                reader.Skip(type);
        }

        reader.End(outer);
        return new RowGroup(rows, chunks);
    }

    private static ColumnChunk ReadChunk(ref CompactReader reader, long fileLength)
    {
        ColumnChunk? chunk = null;
        var outer = reader.Begin();
        while (reader.TryNext(out var field, out var type))
        {
            if (field == 3 && type == CompactType.Struct)
                chunk = ReadPlace(ref reader, fileLength);
            else if (field == 1)
                throw new InvalidDataException("the pages of a column stand in another file");
            else
                reader.Skip(type);
        }

        reader.End(outer);
        return chunk ?? throw new InvalidDataException("where the pages of a column stand is not told, or encrypted");
    }

    private static ColumnChunk ReadPlace(ref CompactReader reader, long fileLength)
    {
        var (codec, length, data, dictionary) = (0, 0L, 0L, 0L);
        var outer = reader.Begin();
        while (reader.TryNext(out var field, out var type))
        {
            if (type is not (CompactType.I32 or CompactType.I64))
            {
                reader.Skip(type);
                continue;
            }

            var number = reader.Signed();
            (codec, length, data, dictionary) = field switch
            {
                4 => ((int)number, length, data, dictionary),
                7 => (codec, number, data, dictionary),
                9 => (codec, length, number, dictionary),
                11 => (codec, length, data, number),
                _ => (codec, length, data, dictionary),
            };
        }

        reader.End(outer);

        // Some writers say 0 where there is no dictionary.
        var offset = dictionary > 0 && dictionary < data ? dictionary : data;
        return offset >= 4 && length >= 0 && length <= fileLength - offset ? new ColumnChunk(codec, offset, length)
            : throw new InvalidDataException($"{length} bytes of pages at {offset} do not lie within the file, which has {fileLength} bytes");
    }
}
