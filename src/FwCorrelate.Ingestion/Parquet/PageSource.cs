// SPDX-License-Identifier: Apache-2.0
using Microsoft.Win32.SafeHandles;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>Reads pages of a file, wherever they stand, one at a time.</summary>
internal sealed class PageSource(SafeFileHandle file, PageMemory memory)
{
    // Most pages of a log are short, so that a header is mostly read with what follows it.
    private readonly byte[] _head = new byte[PageHeader.MostBytes];
    private byte[] _stored = [];

    public PageMemory Memory => memory;

    /// <summary>
    /// Reads the page at a place and moves the place behind it. The page is to be given back to <see cref="Memory"/>; behind its header's
    /// length it holds whatever was there.
    /// </summary>
    /// <param name="end">Where the chunk ends.</param>
    /// <exception cref="InvalidDataException">It cannot be read, and why.</exception>
    public byte[] Read(int codec, ref long place, long end, out PageHeader header)
    {
        var filled = Fill(_head.AsSpan(0, (int)Math.Min(_head.Length, end - place)), place);
        header = PageHeader.Read(_head.AsSpan(0, filled), out var headerLength);
        if (header.StoredLength > end - place - headerLength)
            throw new InvalidDataException($"a page of {header.StoredLength} bytes is longer than what is left of its column");
        var (stored, start) = (_head, headerLength);
        if (header.StoredLength > filled - headerLength)
            (stored, start) = (Stored(place + headerLength, header.StoredLength), 0);
        place += headerLength + header.StoredLength;
        var page = memory.Rent(header.Length);
        try
        {
            Unpack(codec, header, stored, start, page.AsSpan(0, header.Length));
        }
        catch
        {
            memory.Return(page);
            throw;
        }

        return page;
    }

    // Of a page of the second version the levels, which come first, are not compressed.
    private static void Unpack(int codec, in PageHeader header, byte[] stored, int start, Span<byte> page)
    {
        var levels = header.IsSecond ? header.LevelBytes : 0;
        if (levels < 0 || levels > Math.Min(header.StoredLength, page.Length))
            throw new InvalidDataException($"a page of {header.StoredLength} bytes has {levels} bytes of levels");
        stored.AsSpan(start, levels).CopyTo(page);
        if (levels == page.Length)
            return;
        PageCodec.Decompress(header.IsCompressed ? codec : 0, stored, start + levels, header.StoredLength - levels, page[levels..]);
    }

    private byte[] Stored(long place, int length)
    {
        if (_stored.Length < length)
        {
            memory.Return(_stored);
            _stored = [];
            _stored = memory.Rent(length);
        }

        return Fill(_stored.AsSpan(0, length), place) == length ? _stored
            : throw new InvalidDataException($"the file ends within a page at {place}");
    }

    private int Fill(Span<byte> buffer, long place)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(file, buffer[filled..], place + filled) is var read and > 0)
            filled += read;
        return filled;
    }
}
