// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>Whole numbers as differences in blocks (Parquet format, "Delta Encoding", DELTA_BINARY_PACKED).</summary>
internal struct DeltaNumbers
{
    private const int MostMiniblocks = 512;
    private readonly byte[] _bytes;
    private readonly int _end;
    private readonly int _perMiniblock;
    private readonly int _miniblocks;
    private readonly byte[] _widths;
    private int _at;
    private long _left;
    private long _value;
    private bool _isFirst = true;
    private long _least;
    private int _miniblock;
    private int _inMiniblock;
    private UInt128 _held;
    private int _heldBits;

    /// <param name="bytes">What they are read from; stands until the last was.</param>
    /// <exception cref="InvalidDataException">What stands before the numbers cannot be read.</exception>
    public DeltaNumbers(byte[] bytes, int start, int end)
    {
        (_bytes, _at, _end) = (bytes, start, end);
        var (block, miniblocks, count) = (Unsigned(), Unsigned(), Unsigned());
        if (block is 0 or > 1 << 20 || miniblocks is 0 or > MostMiniblocks || block % miniblocks != 0 || block / miniblocks % 8 != 0)
            throw new InvalidDataException($"a block of {block} numbers in {miniblocks} parts cannot be");
        (_perMiniblock, _miniblocks, _left) = ((int)(block / miniblocks), (int)miniblocks, (long)Math.Min(count, int.MaxValue));
        _miniblock = _miniblocks;
        _widths = new byte[_miniblocks];
        _value = Signed();
    }

    /// <summary>Numbers that are left.</summary>
    public readonly long Left => _left;

    /// <summary>Where the numbers end; known once all were read.</summary>
    public readonly int End => Math.Min(_end, _at + (_inMiniblock * (_miniblock < _miniblocks ? _widths[_miniblock] : 0) - _heldBits) / 8);

    /// <exception cref="InvalidDataException">There is none more, or it cannot be read.</exception>
    public long Next()
    {
        if (_left-- <= 0)
            throw CutOff();
        if (_isFirst)
        {
            _isFirst = false;
            return _value;
        }

        if (_inMiniblock == 0)
            NextMiniblock();
        _inMiniblock--;
        return _value = unchecked(_value + _least + (long)Packed(_widths[_miniblock]));
    }

    private void NextMiniblock()
    {
        if (++_miniblock >= _miniblocks)
        {
            _least = Signed();
            for (var i = 0; i < _miniblocks; i++)
            {
                _widths[i] = Byte();
                if (_widths[i] > 64)
                    throw new InvalidDataException($"a number of {_widths[i]} bits cannot be");
            }

            _miniblock = 0;
        }

        _inMiniblock = _perMiniblock;
        (_held, _heldBits) = (0, 0);
    }

    private ulong Packed(int width)
    {
        while (_heldBits < width)
        {
            _held |= (UInt128)Byte() << _heldBits;
            _heldBits += 8;
        }

        var number = (ulong)(_held & ((UInt128.One << width) - 1));
        _held >>= width;
        _heldBits -= width;
        return number;
    }

    private long Signed()
    {
        var number = Unsigned();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private ulong Unsigned() => Leb128.Unsigned(_bytes.AsSpan(0, _end), ref _at) ?? throw CutOff();

    private byte Byte() => _at < _end ? _bytes[_at++] : throw CutOff();

    private static InvalidDataException CutOff() => new("a page ends before its values do");
}
