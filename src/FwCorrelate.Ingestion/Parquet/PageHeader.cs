// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>What stands before a page (<c>parquet.thrift</c>, <c>PageHeader</c>).</summary>
internal struct PageHeader()
{
    /// <summary>Bytes that a header may take: statistics in it hold two values of the column.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Bytes of a page as it is decompressed: writers make pages of 1 MiB, few of up to 100.</summary>
    public const int MostPageBytes = 128 << 20;

    /// <summary>Values of a page.</summary>
    public const int MostValues = 64 << 20;

    private const int IndexPage = 1;

    public int Type { get; private set; } = -1;

    /// <summary>Whether the page says what the values of the pages behind it are.</summary>
    public readonly bool IsDictionary => Type == 2;

    /// <summary>Whether the page is of the second version, whose levels are not compressed.</summary>
    public readonly bool IsSecond => Type == 3;

    public readonly bool IsIndex => Type == IndexPage;

    /// <summary>Bytes of the page, decompressed.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the page as stored.</summary>
    public int StoredLength { get; private set; }

    /// <summary>Values of the page, those that are absent too.</summary>
    public int Values { get; private set; }

    public PageEncoding Encoding { get; private set; }

    public PageEncoding LevelEncoding { get; private set; } = PageEncoding.Rle;

    /// <summary>Bytes of the levels of a page of the second version.</summary>
    public int LevelBytes { get; private set; }

    public bool IsCompressed { get; private set; } = true;

    /// <summary>Reads a header and says how long it is.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, and why.</exception>
    /// <exception cref="EndOfStreamException">It ends within a value.</exception>
    public static PageHeader Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new CompactReader(bytes);
        var header = new PageHeader();
        var outer = reader.Begin();
        while (reader.TryNext(out var field, out var type))
        {
            switch (field)
            {
                case 1 when type == CompactType.I32:
                    header.Type = (int)reader.Count(byte.MaxValue);
                    break;
                case 2 when type == CompactType.I32:
                    header.Length = (int)reader.Count(MostPageBytes);
                    break;
                case 3 when type == CompactType.I32:
                    header.StoredLength = (int)reader.Count(MostPageBytes);
                    break;
                case 5 or 7 or 8 when type == CompactType.Struct:
                    header.ReadInner(ref reader, field);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.End(outer);
        length = reader.Position;
        return header;
    }

    // Of a page of the first version, of a dictionary, or of a page of the second version.
    private void ReadInner(ref CompactReader reader, int kind)
    {
        var outer = reader.Begin();
        while (reader.TryNext(out var field, out var type))
        {
            if (kind == 8 && field == 7)
                IsCompressed = type == CompactType.True;
            switch (kind, field)
            {
                case (_, 1):
                    Values = (int)reader.Count(MostValues);
                    break;
                case (5 or 7, 2) or (8, 4):
                    Encoding = (PageEncoding)reader.Count(byte.MaxValue);
                    break;
                case (5, 3):
                    LevelEncoding = (PageEncoding)reader.Count(byte.MaxValue);
                    break;
                case (8, 5 or 6):
                    LevelBytes += (int)reader.Count(MostPageBytes);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        reader.End(outer);
    }
}
