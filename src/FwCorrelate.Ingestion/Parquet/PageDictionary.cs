// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>The values that pages of a chunk name by their numbers.</summary>
internal sealed class PageDictionary
{
    private readonly byte[] _page;
    private readonly int _width;
    private readonly int[] _starts;
    private readonly int _count;

    /// <param name="page">Values one after the other; belongs to the dictionary until it is no more asked.</param>
    /// <exception cref="InvalidDataException">They do not fit in the page.</exception>
    public PageDictionary(ParquetColumn column, byte[] page, in PageHeader header)
    {
        (_page, _width, _count, _starts) = (page, column.Width, header.Values, []);
        if (header.Encoding is not (PageEncoding.Plain or PageEncoding.PlainDictionary) || column.Type == PhysicalType.Boolean)
            throw new InvalidDataException($"a dictionary is encoded as {header.Encoding}, expected plain values");
        if ((long)_count * (_width > 0 ? _width : sizeof(int)) > header.Length)
            throw new InvalidDataException($"a dictionary of {_count} values stands in {header.Length} bytes");
        if (_width > 0)
            return;
        _starts = new int[_count];
        var at = 0;
        for (var i = 0; i < _count; i++)
        {
            _starts[i] = at;
            var length = at <= header.Length - sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(at)) : -1;
            if (length < 0 || length > header.Length - sizeof(int) - at)
                throw new InvalidDataException($"value {i + 1} of a dictionary is longer than its page");
            at += sizeof(int) + length;
        }
    }

    /// <summary>What it is read from.</summary>
    public byte[] Page => _page;

    /// <exception cref="InvalidDataException">There is none of that number.</exception>
    public ReadOnlySpan<byte> this[uint index]
    {
        get
        {
            if (index >= (uint)_count)
                throw new InvalidDataException($"a page names value {index} of a dictionary of {_count}");
            if (_width > 0)
                return _page.AsSpan((int)index * _width, _width);
            var start = _starts[index];
            return _page.AsSpan(start + sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(_page.AsSpan(start)));
        }
    }
}
