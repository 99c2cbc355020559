// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service.Results;

/// <summary>The decompressed text of one input, read forward once, in which records are looked up by offset in ascending order.</summary>
internal sealed class ForwardText : IDisposable
{
    // A record longer than this was refused when it was read, so none needs to be found.
    private const int MaxRecordBytes = 64 << 20;

    private const int FirstRead = 1 << 16;

    private readonly OpenedInput _input;
    private byte[] _buffer = new byte[FirstRead];
    private int _length;
    private long _position;
    private byte _before = (byte)'\n';

    private ForwardText(OpenedInput input) => _input = input;

    /// <summary>Opens plain or compressed text; null where the file is in a container that is not unpacked here (xz, a zip of several files).</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ForwardText? Open(string path)
    {
        var input = OpenedInput.Open(new CaseInput(path, path, RegularFile.LengthOf(path)), isHashed: false);
        if (input.Damage is null)
            return new ForwardText(input);
        input.Dispose();
        return null;
    }

    /// <summary>
    /// Whether the record at the offset has the hash: the line that begins there, without its terminator; or, in a document that holds
    /// several records or a record over several lines, the JSON value that begins there; or what such a document tells of the record that
    /// it is a copy of; or, in an envelope, the text that begins there within a JSON string.
    /// </summary>
    /// <param name="offset">Not before that of the call before.</param>
    public bool HasRecord(long offset, string sha256) => Find(offset, sha256) is not null;

    /// <summary>The bytes of the record that <see cref="HasRecord"/> tells of; null where it is not there.</summary>
    /// <param name="offset">Not before that of the call before.</param>
    public byte[]? Find(long offset, string sha256)
    {
        IsWholeLine = false;
        if (!Skip(offset))
            return null;
        var line = Line();
        if (Matches(line, sha256))
        {
            IsWholeLine = _before == (byte)'\n' && (line.Length == _length || _buffer[line.Length] == (byte)'\n');
            return line.ToArray();
        }

        if (line.IndexOfAny((byte)'"', (byte)'\\', (byte)',') is var end and >= 0 && Matches(line[..end], sha256))
            return line[..end].ToArray();
        return _length > 0 && _buffer[0] is (byte)'{' or (byte)'[' ? FindValue(sha256) : null;
    }

    /// <summary>Whether the record that was found last is all of its line.</summary>
    public bool IsWholeLine { get; private set; }

    public void Dispose() => _input.Dispose();

    private static bool Matches(ReadOnlySpan<byte> record, string sha256)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record, hash);
        return string.Equals(Convert.ToHexStringLower(hash), sha256, StringComparison.OrdinalIgnoreCase);
    }

    private bool Skip(long offset)
    {
        while (_position + _length <= offset)
        {
            if (_length > 0)
                _before = _buffer[_length - 1];
            _position += _length;
            _length = 0;
            if (!ReadMore())
                return false;
        }

        if (offset < _position)
            return false;
        var skipped = (int)(offset - _position);
        if (skipped > 0)
            _before = _buffer[skipped - 1];
        _buffer.AsSpan(skipped, _length - skipped).CopyTo(_buffer);
        _length -= skipped;
        _position = offset;
        return true;
    }

    private ReadOnlySpan<byte> Line()
    {
        var searched = 0;
        int end;
        while ((end = _buffer.AsSpan(searched, _length - searched).IndexOf((byte)'\n')) < 0)
        {
            searched = _length;
            if (!ReadMore())
                return _buffer.AsSpan(0, _length);
        }

        var line = _buffer.AsSpan(0, searched + end);
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private byte[]? FindValue(string sha256)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), isFinalBlock: false, default);
            try
            {
                if (reader.Read() && reader.TrySkip())
                {
                    var value = _buffer.AsSpan(0, (int)reader.BytesConsumed);
                    return Matches(value, sha256) || EcsRecordHash.IsOf(value, sha256) ? value.ToArray() : null;
                }
            }
            catch (JsonException)
            {
                return null;
            }

            if (!ReadMore())
                return null;
        }
    }

    private bool ReadMore()
    {
        if (_length == _buffer.Length)
        {
            if (_length >= MaxRecordBytes)
                return false;
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 4, MaxRecordBytes));
        }

        var read = _input.Read(_buffer.AsSpan(_length));
        _length += read;
        return read > 0;
    }
}
