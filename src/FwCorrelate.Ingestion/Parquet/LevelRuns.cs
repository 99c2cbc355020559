// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>
/// Numbers of few bits, as runs of one number and as packed ones in turns (Parquet format, "Run Length Encoding / Bit-Packing Hybrid"): what
/// says which values are absent, and which of a dictionary they are.
/// </summary>
/// <param name="bytes">What they are read from; stands until the last was.</param>
/// <param name="start">Where they start.</param>
/// <param name="end">Where they end.</param>
/// <param name="width">Bits of a number, 0 to 32.</param>
internal struct LevelRuns(byte[] bytes, int start, int end, int width)
{
    /// <summary>Of a number of 32 bits.</summary>
    private const int MostHeaderBytes = 5;

    private readonly byte[] _bytes = bytes;
    private readonly int _end = end;
    private readonly int _width = width;
    private int _at = start;
    private long _left;
    private bool _isRun;
    private uint _number;
    private ulong _held;
    private int _heldBits;

    /// <exception cref="InvalidDataException">There is none more, or it cannot be read.</exception>
    public uint Next()
    {
        if (_width == 0)
            return 0;
        while (_left == 0)
            StartRun();
        _left--;
        return _isRun ? _number : NextPacked();
    }

    private void StartRun()
    {
        var header = Header();
        _isRun = (header & 1) == 0;
        _left = _isRun ? header >> 1 : (long)(header >> 1) * 8;
        (_held, _heldBits) = (0, 0);
        if (!_isRun)
            return;
        _number = 0;
        for (var shift = 0; shift < _width; shift += 8)
            _number |= (uint)Byte() << shift;
    }

    private uint NextPacked()
    {
        while (_heldBits < _width)
        {

            _held |= (ulong)(_at < _end ? _bytes[_at] : throw CutOff()) << _heldBits;
            _at++;
            _heldBits += 8;
        }

        var number = (uint)(_held & ((1UL << _width) - 1));
        _held >>= _width;
        _heldBits -= _width;
        return number;
    }

    private uint Header()
    {
        var start = _at;
        var header = Leb128.Unsigned(_bytes.AsSpan(0, _end), ref _at) ?? throw CutOff();
        return _at - start <= MostHeaderBytes ? (uint)header : throw new InvalidDataException("a run of a page has no end");
    }

    private byte Byte() => _at < _end ? _bytes[_at++] : throw CutOff();

    private static InvalidDataException CutOff() => new("a page ends before its values do");
}
