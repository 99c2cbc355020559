// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>The values of one page that are there, one after the other, in whatever way they are encoded.</summary>
internal struct PageValues
{
    private readonly byte[] _page;
    private readonly int _width;
    private readonly bool _isBits;
    private readonly PageEncoding _encoding;
    private readonly PageDictionary? _dictionary;
    private readonly int _end;
    private LevelRuns _indexes;
    private DeltaNumbers _numbers;
    private DeltaNumbers _prefixes;
    private byte[] _last = [];

    // Of values that share what they begin with, the length of the last; of values in streams, how many were read.
    private int _lastLength;
    private int _at;
    private int _bit;

    /// <param name="page">What they are read from; stands until the last was.</param>
    /// <param name="start">Where they start.</param>
    /// <exception cref="InvalidDataException">They are encoded in a way that is not read here, or what stands before them is damaged.</exception>
    public PageValues(ParquetColumn column, PageEncoding encoding, byte[] page, int start, int end, PageDictionary? dictionary)
    {
        (_page, _encoding, _at, _end, _dictionary) = (page, encoding, start, end, dictionary);
        (_width, _isBits) = (column.Width, column.Type == PhysicalType.Boolean);
        switch (encoding)
        {
            case PageEncoding.Plain:
                break;
            case PageEncoding.PlainDictionary or PageEncoding.RleDictionary when dictionary is not null:
                var bits = start < end ? page[start] : 0;
                if (bits > 32)
                    throw new InvalidDataException($"places in a dictionary have {bits} bits, expected at most 32");
                _indexes = new LevelRuns(page, start + 1, end, bits);
                break;
            case PageEncoding.Rle when _isBits:
                _indexes = new LevelRuns(page, start + sizeof(int), end, 1);
                break;
            case PageEncoding.DeltaBinaryPacked when column.Type is PhysicalType.Int32 or PhysicalType.Int64:
                _numbers = new DeltaNumbers(page, start, end);
                break;
            case PageEncoding.DeltaLengthByteArray when column.Type == PhysicalType.ByteArray:
                _numbers = new DeltaNumbers(page, start, end);
                _at = EndOf(_numbers);
                break;
            case PageEncoding.DeltaByteArray when column.Type == PhysicalType.ByteArray:
                _prefixes = new DeltaNumbers(page, start, end);
                _numbers = new DeltaNumbers(page, EndOf(_prefixes), end);
                _at = EndOf(_numbers);
                break;
            case PageEncoding.ByteStreamSplit when _width > 0:
                _last = new byte[_width];
                break;
            default:
                throw new InvalidDataException($"a page is encoded as {encoding}, which this version cannot read for {column.Type}");
        }
    }

    /// <summary>Whether values are told as numbers by <see cref="NextNumber"/>, not as bytes.</summary>
    public readonly bool AreNumbers => _isBits || _encoding == PageEncoding.DeltaBinaryPacked;

    /// <exception cref="InvalidDataException">There is none more, or it cannot be read.</exception>
    public long NextNumber()
    {
        if (_encoding == PageEncoding.DeltaBinaryPacked)
            return _numbers.Next();
        if (_encoding == PageEncoding.Rle)
            return _indexes.Next();
        var at = _at + (_bit >> 3);
        return at < _end ? (_page[at] >> (_bit++ & 7)) & 1 : throw CutOff();
    }

    /// <summary>The value as it is stored; stands until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">There is none more, or it cannot be read.</exception>
    public ReadOnlySpan<byte> Next()
    {
        switch (_encoding)
        {
            case PageEncoding.Plain when _width > 0:
                return Take(_width);
            case PageEncoding.Plain:
                return Take(BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))));
            case PageEncoding.DeltaLengthByteArray:
                return Take(_numbers.Next());
            case PageEncoding.DeltaByteArray:
                return NextOfPrefixes();
            case PageEncoding.ByteStreamSplit:
                return NextOfStreams();
            default:
                return _dictionary![_indexes.Next()];
        }
    }

    private ReadOnlySpan<byte> NextOfPrefixes()
    {
        var shared = _prefixes.Next();
        var rest = Take(_numbers.Next());
        if (shared < 0 || shared > _lastLength)
            throw new InvalidDataException($"a value begins with {shared} bytes of one that has {_lastLength}");
        if (_last.Length < shared + rest.Length)
            Array.Resize(ref _last, (int)shared + rest.Length);
        rest.CopyTo(_last.AsSpan((int)shared));
        _lastLength = (int)shared + rest.Length;
        return _last.AsSpan(0, _lastLength);
    }

    // The first bytes of all values, then the second ones.
    private ReadOnlySpan<byte> NextOfStreams()
    {
        var count = (_end - _at) / _width;
        if (_lastLength >= count)
            throw CutOff();
        for (var i = 0; i < _width; i++)
            _last[i] = _page[_at + i * count + _lastLength];
        _lastLength++;
        return _last;
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > _end - _at)
            throw CutOff();
        _at += (int)length;
        return _page.AsSpan(_at - (int)length, (int)length);
    }

    // The bytes stand behind all of the lengths.
    private static int EndOf(DeltaNumbers lengths)
    {
        if (lengths.Left > PageHeader.MostValues)
            throw new InvalidDataException($"a page has {lengths.Left} lengths, expected at most {PageHeader.MostValues}");
        while (lengths.Left > 0)
            lengths.Next();
        return lengths.End;
    }

    private static InvalidDataException CutOff() => new("a page ends before its values do");
}
