// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>
/// The rows of a Parquet file as lines of JSON (<see cref="JsonRow"/>), in their order: so that lines, offsets and hashes mean the same as in
/// any other file, line <c>n</c> is row <c>n</c>, and a format of JSON lines reads its files in Parquet too.
/// </summary>
/// <remarks>
/// Of each column one page is open, so that memory does not grow with the rows of a group; nothing is allocated per row. What the file says
/// of itself is believed as far as its bytes bear it out (decision 0010).
/// </remarks>
internal sealed class ParquetText : ForwardStream
{
    /// <summary>How much of a line may be the names of columns, which the file holds once.</summary>
    public const int MostNames = 8;

    private const int FooterEnd = 8;
    private const int LongestFooter = 16 << 20;
    private const int Buffered = 64 * 1024;

    private readonly FileStream _file;
    private readonly ParquetFooter _footer;
    private readonly ColumnCursor[] _columns;
    private readonly JsonRow _text = new();
    private InvalidDataException? _damage;
    private int _given;
    private int _group = -1;
    private long _row;
    private long _rows;

    private ParquetText(FileStream file, ParquetFooter footer)
    {
        (_file, _footer) = (file, footer);
        var source = new PageSource(file.SafeFileHandle, new PageMemory());
        _columns = [.. footer.Columns.Select(c => new ColumnCursor(c, source))];
    }

    /// <summary>Opens a file; it is closed with the text, and where it cannot be read.</summary>
    /// <param name="length">Bytes of it that are read.</param>
    /// <exception cref="InvalidDataException">It cannot be read, and why.</exception>
    public static ParquetText Open(FileStream file, long length)
    {
        try
        {
            return new ParquetText(file, ReadFooter(file, length));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            file.Dispose();
            throw new InvalidDataException($"it is a Parquet file that cannot be read: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The rest cannot be read, and why.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_given == _text.Length)
            Fill();
        if (_given == _text.Length && _damage is not null)
            throw _damage;
        var read = Math.Min(buffer.Length, _text.Length - _given);
        _text.Written.Slice(_given, read).CopyTo(buffer);
        _given += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var column in _columns)
                column.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static ParquetFooter ReadFooter(FileStream file, long length)
    {
        Span<byte> end = stackalloc byte[FooterEnd];
        if (length < FooterEnd + 4 || RandomAccess.Read(file.SafeFileHandle, end, length - FooterEnd) != FooterEnd
            || !end[4..].SequenceEqual("PAR1"u8))
            throw new InvalidDataException("its end is missing, which tells where everything stands: it is cut off, or still being written");
        var footerLength = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (footerLength > LongestFooter || footerLength > length - FooterEnd - 4)
            throw new InvalidDataException(
                $"its footer has {footerLength} bytes, expected at most {Math.Min(LongestFooter, length - FooterEnd - 4)}");
        var footer = new byte[footerLength];
        return RandomAccess.Read(file.SafeFileHandle, footer, length - FooterEnd - footerLength) == footer.Length
            ? ParquetFooter.Read(footer, length)
            : throw new InvalidDataException("its footer cannot be read");
    }

    private void Fill()
    {
        _text.Clear();
        _given = 0;
        while (_damage is null && _text.Length < Buffered && TryEnterRow())
        {
            var start = _text.Length;
            _damage = WriteRow();
            if (_damage is not null)
                _text.CutAt(start);
        }
    }

    private bool TryEnterRow()
    {
        while (_row == _rows)
        {
            if (++_group >= _footer.RowGroups.Count)
            {
                _group = _footer.RowGroups.Count;
                return false;
            }

            var group = _footer.RowGroups[_group];
            (_row, _rows) = (0, group.Rows);
            for (var i = 0; i < _columns.Length; i++)
                _columns[i].Enter(group.Chunks[i]);
        }

        _row++;
        return true;
    }

    private InvalidDataException? WriteRow()
    {
        var column = 0;
        try
        {
            _text.Raw("{"u8);
            for (; column < _columns.Length; column++)
            {
                if (column > 0)
                    _text.Raw(","u8);
                _columns[column].Write(_text);
            }

            _text.Raw("}\n"u8);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A decoder throws whatever it stumbles over.
            return new InvalidDataException(
                $"row {_row} of {_rows} in row group {_group + 1}, column '{_columns[Math.Min(column, _columns.Length - 1)].Name}': {e.Message}", e);
        }
    }
}
