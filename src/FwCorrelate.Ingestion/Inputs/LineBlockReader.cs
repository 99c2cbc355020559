// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>How a format recognises its header lines within a block.</summary>
public interface IHeaderLines
{
    /// <summary>Bytes that every header line contains and records rarely do; empty for formats without headers.</summary>
    ReadOnlySpan<byte> HeaderMark { get; }

    /// <summary>Whether records may stand in one JSON document (see <see cref="LineBlock.IsDocument"/>) instead of one a line.</summary>
    bool ReadsDocuments => false;

    /// <summary>Whether a line, given without its terminator, is a header.</summary>
    bool IsHeader(ReadOnlySpan<byte> line);
}

/// <summary>
/// Cuts the text of a file into blocks of whole lines. Memory is bounded by the longest line allowed, whatever the file
/// holds: a longer line is passed over and reported in <see cref="LineBlock.Skipped"/>.
/// </summary>
public sealed class LineBlockReader
{
    /// <summary>
    /// Usual size of a block in bytes: large enough to pay for handing it to another thread, small enough to stay in the cache.
    /// </summary>
    public const int BlockLength = 256 * 1024;

    /// <summary>Longest line of a flow log in bytes.</summary>
    public const int MaxFlowLine = 1024 * 1024;

    /// <summary>Longest JSON document in bytes: its records are known when all of it is there.</summary>
    public const int MaxDocument = 64 * 1024 * 1024;

    private const int MaxHeaders = 1024;
    private const int LongestHeader = 8 * 1024;
    private readonly OpenedInput _input;
    private readonly IHeaderLines? _headerLines;
    private readonly int _maxLine;
    private readonly bool _readsDocuments;
    private bool _isDocument;
    private List<string> _headers = [];
    private string? _header;
    private byte[] _buffer;
    private int _filled;
    private bool _atEnd;
    private bool _started;
    private long _line = 1;
    private long _offset;

    /// <param name="maxLine">Longest line in bytes without its terminator.</param>
    public LineBlockReader(OpenedInput input, IHeaderLines? headerLines = null, int maxLine = MaxFlowLine)
    {
        _input = input;
        _headerLines = headerLines is { HeaderMark.IsEmpty: false } ? headerLines : null;
        _maxLine = maxLine;
        _readsDocuments = headerLines is { ReadsDocuments: true };
        _buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
    }

    /// <summary>The next block, or null at the end; then <see cref="OpenedInput.Damage"/> tells whether the end was too early.</summary>
    public LineBlock? Read()
    {
        while (!_atEnd || _filled > 0)
        {
            Fill();
            if (_isDocument)
                return TakeDocument();
            var end = _buffer.AsSpan(0, _filled).LastIndexOf((byte)'\n') + 1;
            if (_atEnd && end < _filled && _input.Damage is null)
                end = _filled;
            var longLine = FindLongLine();
            if (longLine == 0)
                return SkipLongLine();
            if (longLine > 0)
                end = longLine;
            if (end > 0)
                return Take(end, skipped: null);
            if (_atEnd && _filled > 0)
                return TakeCutOffLine();
            if (!_atEnd)
                Grow();
        }

        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        return null;
    }

    // Where the first line begins that is too long; -1 without one, as always while the buffer holds no more than one line may have.
    private int FindLongLine()
    {
        for (var start = 0; _filled - start > _maxLine;)
        {
            var rest = _buffer.AsSpan(start, _filled - start);
            var length = rest.IndexOf((byte)'\n') is var found and >= 0 ? found : rest.Length;
            if (length > _maxLine)
                return start;
            start += length + 1;
        }

        return -1;
    }

    private void Fill()
    {
        while (!_atEnd && _filled < _buffer.Length)
        {
            var read = _input.Read(_buffer.AsSpan(_filled));
            _atEnd = read == 0;
            _filled += read;
        }

        if (_started)
            return;
        SkipByteOrderMark();
        _isDocument = _readsDocuments && RecordList.IsIn(_buffer.AsSpan(0, Math.Min(_filled, InputHead.Length)));
        _started = true;
    }

    private LineBlock TakeDocument()
    {
        while (!_atEnd && _filled <= MaxDocument)
        {
            if (_filled == _buffer.Length)
                Grow();
            Fill();
        }

        if (_filled <= MaxDocument)
            return Take(_filled, skipped: null);
        var length = (long)_filled;
        for (_filled = 0; !_atEnd; length += _filled, _filled = 0)
            Fill();
        return Take(0, new SkippedLine(_line, _offset,
            $"the JSON document has {length} bytes, more than the {MaxDocument} that one may have: write one object a line, such as with "
            + "jq -c"));
    }

    private void SkipByteOrderMark()
    {
        if (!_buffer.AsSpan(0, _filled).StartsWith("\uFEFF"u8))
            return;
        _buffer.AsSpan(3, _filled - 3).CopyTo(_buffer);
        _filled -= 3;
        _offset = 3;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_buffer.Length * 2, Array.MaxLength));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    // Hands the buffer over with the block and goes on in a new one, which starts with the part of a line that was left.
    private LineBlock Take(int length, SkippedLine? skipped)
    {
        var rest = _filled - length;
        var next = ArrayPool<byte>.Shared.Rent(Math.Max(BlockLength, rest));
        _buffer.AsSpan(length, rest).CopyTo(next);
        var block = new LineBlock(_buffer, 0, length)
        {
            FirstLine = _line,
            FirstOffset = _offset,
            Headers = _headers,
            Header = _header,
            Skipped = skipped,
            IsDocument = _isDocument,
        };
        (_buffer, _filled) = (next, rest);
        _line += BlockSearch.Count(block.Bytes.Span, (byte)'\n');
        _offset += length;
        RememberHeaders(block.Bytes.Span);
        return block;
    }

    // What damage cut off could read as a shorter number: it is no record.
    private LineBlock TakeCutOffLine()
    {
        var skipped = new SkippedLine(_line, _offset, $"the line is cut off after {_filled} bytes, because the file is damaged");
        _filled = 0;
        return Take(0, skipped);
    }

    private LineBlock SkipLongLine()
    {
        var (line, offset) = (_line, _offset);
        long length = 0;
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf((byte)'\n')) < 0 && !(_atEnd && _filled == 0))
        {
            length += _filled;
            _filled = 0;
            Fill();
        }

        length += Math.Max(end, 0);
        var consumed = end + 1;
        _buffer.AsSpan(consumed, _filled - consumed).CopyTo(_buffer);
        _filled -= consumed;
        var skipped = new SkippedLine(line, offset, $"the line has {length} bytes, more than the {_maxLine} that a line may have");
        var block = Take(0, skipped);
        _line++;
        _offset += length + (end >= 0 ? 1 : 0);
        return block;
    }

    private void RememberHeaders(ReadOnlySpan<byte> text)
    {
        if (_headerLines is null)
            return;
        var mark = _headerLines.HeaderMark;
        for (var from = 0; BlockSearch.IndexOf(text[from..], mark) is var found and >= 0;)
        {
            var start = text[..(from + found)].LastIndexOf((byte)'\n') + 1;
            var length = text[start..].IndexOf((byte)'\n');
            var line = (length < 0 ? text[start..] : text.Slice(start, length)).TrimEnd((byte)'\r');
            if (line.Length <= LongestHeader && _headerLines.IsHeader(line))
                Remember(Encoding.UTF8.GetString(line));
            if (length < 0)
                return;
            from = start + length + 1;
        }
    }

    // Blocks already given out keep the list that they were given.
    private void Remember(string header)
    {
        _header = header;
        if (_headers.Count < MaxHeaders && !_headers.Contains(header))
            _headers = [.. _headers, header];
    }
}
