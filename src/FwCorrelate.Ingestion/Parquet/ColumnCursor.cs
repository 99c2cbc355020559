// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>The values of one column from row to row. Holds one page and a dictionary, however many rows a group has.</summary>
internal sealed class ColumnCursor : IDisposable
{
    private const long NanosPerDay = 86_400_000_000_000;
    private const long JulianDayOfEpoch = 2_440_588;

    private readonly ParquetColumn _column;
    private readonly PageSource _source;
    private readonly byte[] _member;
    private ColumnChunk _chunk;
    private long _place;
    private byte[] _page = [];
    private PageDictionary? _dictionary;
    private PageValues _values;
    private LevelRuns _levels;
    private int _left;

    public ColumnCursor(ParquetColumn column, PageSource source)
    {
        (_column, _source) = (column, source);
        var name = new JsonRow();
        name.Text(Encoding.UTF8.GetBytes(column.Name));
        _member = [.. name.Written, (byte)':'];
    }

    /// <summary>For messages.</summary>
    public string Name => Excerpt.Of(_column.Name);

    /// <summary>Goes to the first row of a group.</summary>
    public void Enter(in ColumnChunk chunk)
    {
        Release();
        (_chunk, _place, _left) = (chunk, chunk.Offset, 0);
    }

    /// <summary>Writes the value of the next row as a member, null where it has none: so that each line tells all columns.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, and why.</exception>
    public void Write(JsonRow row)
    {
        while (_left == 0)
            NextPage();
        _left--;
        row.Raw(_member);
        if (_column.IsOptional && _levels.Next() == 0)
            row.Raw("null"u8);
        else if (!_values.AreNumbers)
            WriteStored(row, _values.Next());
        else if (_column.Type == PhysicalType.Boolean)
            row.Raw(_values.NextNumber() != 0 ? "true"u8 : "false"u8);
        else
            WriteWhole(row, _values.NextNumber());
    }

    public void Dispose() => Release();

    private void NextPage()
    {
        _source.Memory.Return(_page);
        _page = [];
        var end = _chunk.Offset + _chunk.Length;
        if (_place >= end)
            throw new InvalidDataException("its pages end before its rows do");
        var page = _source.Read(_chunk.Codec, ref _place, end, out var header);
        if (header.IsDictionary && _dictionary is null)
        {
            _dictionary = new PageDictionary(_column, page, header);
            return;
        }

        _page = page;
        if (header.IsDictionary)
            throw new InvalidDataException("it has two dictionaries");
        if (!header.IsIndex)
            Open(header);
    }

    private void Open(in PageHeader header)
    {
        if (header.Type is not (0 or 3))
            throw new InvalidDataException($"it has a page of the unknown type {header.Type}");
        var start = header.LevelBytes;
        if (_column.IsOptional && !header.IsSecond)
        {
            var length = header.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(_page) : -1;
            if (header.LevelEncoding != PageEncoding.Rle || length < 0 || length > header.Length - sizeof(int))
                throw new InvalidDataException("which values of a page are absent cannot be read");
            start = sizeof(int) + length;
            _levels = new LevelRuns(_page, sizeof(int), start, 1);
        }
        else if (_column.IsOptional)
            _levels = new LevelRuns(_page, 0, start, 1);

        (_values, _left) = (new PageValues(_column, header.Encoding, _page, start, header.Length, _dictionary), header.Values);
    }

    private void WriteStored(JsonRow row, ReadOnlySpan<byte> value)
    {
        switch (_column.Type)
        {
            case PhysicalType.Int32:
                WriteWhole(row, BinaryPrimitives.ReadInt32LittleEndian(value));
                break;
            case PhysicalType.Int64:
                WriteWhole(row, BinaryPrimitives.ReadInt64LittleEndian(value));
                break;
            case PhysicalType.Float:
                row.Number(BinaryPrimitives.ReadSingleLittleEndian(value));
                break;
            case PhysicalType.Double:
                row.Number(BinaryPrimitives.ReadDoubleLittleEndian(value));
                break;
            case PhysicalType.Int96:
                WriteOldStamp(row, value);
                break;
            default:
                row.Bytes(value);
                break;
        }
    }

    private void WriteWhole(JsonRow row, long value)
    {
        switch (_column.Meaning)
        {
            case ValueMeaning.Unsigned:
                row.Number(_column.Type == PhysicalType.Int32 ? (uint)value : (ulong)value);
                break;
            case ValueMeaning.Date:
                row.Date(value);
                break;
            case ValueMeaning.TimestampMillis:
                row.Timestamp(value, 1_000);
                break;
            case ValueMeaning.TimestampMicros:
                row.Timestamp(value, 1_000_000);
                break;
            case ValueMeaning.TimestampNanos:
                row.Timestamp(value, 1_000_000_000);
                break;
            default:
                row.Decimal(value, _column.Scale);
                break;
        }
    }

    // Nanoseconds of the day and a Julian day, as Impala and Hive write stamps.
    private static void WriteOldStamp(JsonRow row, ReadOnlySpan<byte> value)
    {
        var nanos = BinaryPrimitives.ReadInt64LittleEndian(value);
        var days = BinaryPrimitives.ReadInt32LittleEndian(value[8..]) - JulianDayOfEpoch;
        if (nanos is < 0 or >= NanosPerDay || Math.Abs(days) > 100_000)
            throw new InvalidDataException($"a stamp of day {days} and {nanos} ns cannot be");
        row.Timestamp(days * NanosPerDay + nanos, 1_000_000_000);
    }

    private void Release()
    {
        _source.Memory.Return(_page);
        _page = [];
        if (_dictionary is not null)
            _source.Memory.Return(_dictionary.Page);
        _dictionary = null;
        _left = 0;
    }
}
