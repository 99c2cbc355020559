// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace FwCorrelate.Service.Results;

/// <summary>The decompressed text of one input, read forward once, in which records are looked up by offset in ascending order.</summary>
internal sealed class ForwardText : IDisposable
{
    // A record longer than this was refused when it was read, so none needs to be found.
    private const int MaxRecordBytes = 64 << 20;

    private const int FirstRead = 1 << 16;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[FirstRead];
    private int _length;
    private long _position;

    private ForwardText(Stream stream) => _stream = stream;

    /// <summary>Opens plain text or gzip; null where the file is in a container that is not unpacked here (Zstandard, zip, Parquet).</summary>
    public static ForwardText? Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FirstRead, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[4];
        var head = magic[..file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        switch (head)
        {
            case [0x1F, 0x8B, ..]:
                return new ForwardText(new GZipStream(file, CompressionMode.Decompress));
            case [0x28, 0xB5, 0x2F, 0xFD]:
            case [(byte)'P', (byte)'K', 3, 4]:
            case [(byte)'P', (byte)'A', (byte)'R', (byte)'1']:
                file.Dispose();
                return null;
            default:
                return new ForwardText(file);
        }
    }

    /// <summary>
    /// Whether the record at the offset has the hash: the line that begins there, without its terminator; or, in a document that holds
    /// several records or a record over several lines, the JSON value that begins there; or, in an envelope, the text that begins there within
    /// a JSON string.
    /// </summary>
    /// <param name="offset">Not before that of the call before.</param>
    public bool HasRecord(long offset, string sha256)
    {
        if (!Skip(offset))
            return false;
        var line = Line();
        return Matches(line, sha256)
            || (line.IndexOfAny((byte)'"', (byte)'\\') is var end and >= 0 && Matches(line[..end], sha256))
            || (_length > 0 && _buffer[0] is (byte)'{' or (byte)'[' && MatchesValue(sha256));
    }

    public void Dispose() => _stream.Dispose();

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
            _position += _length;
            _length = 0;
            if (!ReadMore())
                return false;
        }

        if (offset < _position)
            return false;
        var skipped = (int)(offset - _position);
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

    private bool MatchesValue(string sha256)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), isFinalBlock: false, default);
            try
            {
                if (reader.Read() && reader.TrySkip())
                    return Matches(_buffer.AsSpan(0, (int)reader.BytesConsumed), sha256);
            }
            catch (JsonException)
            {
                return false;
            }

            if (!ReadMore())
                return false;
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

        var read = _stream.Read(_buffer, _length, _buffer.Length - _length);
        _length += read;
        return read > 0;
    }
}
