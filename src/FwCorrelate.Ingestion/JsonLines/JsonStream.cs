// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>
/// Walks through the JSON documents of a file token by token, so that of a document of any length only the value at hand is held. Documents
/// follow each other without separators. <c>NaN</c> and <c>Infinity</c>, which Python writes, are read as 0.
/// </summary>
internal sealed class JsonStream(OpenedInput input, int longestValue) : IDisposable
{
    private const int FirstLength = 64 * 1024;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue, AllowMultipleValues = true };
    private static readonly SearchValues<byte> BetweenTokens = SearchValues.Create(" \t\r\n:,"u8);
    private static readonly byte[][] NoNumbers = ["NaN"u8.ToArray(), "Infinity"u8.ToArray(), "-Infinity"u8.ToArray()];
    private readonly List<(long Offset, byte[] Text)> _patched = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private JsonReaderState _state = new(Options);

    // Buffer positions: what is read, what is there, where the last token starts, and from where bytes are kept (-1: nowhere).
    private int _at;
    private int _filled;
    private int _token;
    private int _kept = -1;
    private long _discarded;
    private long _line = 1;
    private bool _isWhole;

    /// <summary>Kind of the current token.</summary>
    public JsonTokenType Token { get; private set; }

    /// <summary>Name of the member at hand, without its escapes resolved.</summary>
    public string Name { get; private set; } = "";

    /// <summary>1-based line of the current token.</summary>
    public long Line => _line;

    /// <summary>Decompressed bytes before the current token.</summary>
    public long Offset => _discarded + _token;

    /// <summary>Goes to the next token; false at the end of the file.</summary>
    /// <exception cref="JsonException">What follows is no JSON, or a text longer than what may be held.</exception>
    public bool Read()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_at, _filled - _at), _isWhole, _state);
            try
            {
                if (reader.Read())
                {
                    Take(ref reader);
                    return true;
                }

                if (_isWhole)
                    return false;
            }
            catch (JsonException) when (PatchNoNumber((int)reader.BytesConsumed))
            {
                continue;
            }

            Fill();
        }
    }

    /// <summary>Within an object: goes to the value of its next member; false, at its end, where there is none.</summary>
    /// <exception cref="JsonException">As for <see cref="Read"/>; also where the file ends within the object.</exception>
    public bool NextMember()
    {
        MustRead();
        if (Token == JsonTokenType.EndObject)
            return false;
        MustRead();
        return true;
    }

    /// <summary>Within an array: goes to its next item; false, at its end, where there is none.</summary>
    /// <exception cref="JsonException">As for <see cref="NextMember"/>.</exception>
    public bool NextItem()
    {
        MustRead();
        return Token != JsonTokenType.EndArray;
    }

    /// <summary>Passes over the value at hand.</summary>
    /// <exception cref="JsonException">As for <see cref="NextMember"/>.</exception>
    public void Skip()
    {
        var depth = 0;
        while (true)
        {
            if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                depth++;
            else if (Token is JsonTokenType.EndObject or JsonTokenType.EndArray)
                depth--;
            if (depth <= 0)
                return;
            MustRead();
        }
    }

    /// <summary>Reads the value at hand whole.</summary>
    /// <param name="raw">Its bytes as they stand in the file, valid until the next token.</param>
    /// <exception cref="JsonException">As for <see cref="NextMember"/>; also where the value is longer than what may be held.</exception>
    public JsonDocument TakeValue(out ReadOnlyMemory<byte> raw)
    {
        _kept = _token;
        var line = _line;
        try
        {
            Skip();
            var value = _buffer.AsMemory(_kept, _at - _kept);
            raw = AsStored(value, _discarded + _kept);
            (_token, _line) = (_kept, line);
            return LenientJson.Parse(value);
        }
        finally
        {
            _kept = -1;
        }
    }

    /// <summary>After an error: goes on before the next line that starts an object; false where none does.</summary>
    public bool TryRecover()
    {
        _state = new JsonReaderState(Options);
        _kept = -1;
        while (true)
        {
            var next = _buffer.AsSpan(_at, _filled - _at).IndexOf("\n{"u8);
            if (next >= 0)
            {
                Pass(_at + next + 1);
                return true;
            }

            if (_isWhole)
                return false;
            Pass(Math.Max(_at, _filled - 1));
            Fill();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void MustRead()
    {
        if (!Read())
            throw new JsonException("the file ends within a document");
    }

    private void Take(ref Utf8JsonReader reader)
    {
        var token = _at + (int)reader.TokenStartIndex;
        _line += _buffer.AsSpan(_token, token - _token).Count((byte)'\n');
        _token = token;
        _at += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        Token = reader.TokenType;
        if (Token == JsonTokenType.PropertyName)
            Name = Encoding.UTF8.GetString(reader.ValueSpan);
    }

    private void Pass(int to)
    {
        _line += _buffer.AsSpan(_token, to - _token).Count((byte)'\n');
        (_token, _at) = (to, to);
    }

    private void Fill()
    {
        // The last token stays until the next is found: lines are counted from it.
        var first = _kept >= 0 ? _kept : Math.Min(_token, _at);
        if (_kept < 0)
        {
            _line += _buffer.AsSpan(_token, _at - _token).Count((byte)'\n');
            first = _token = _at;
        }

        if (first > 0)
        {
            _buffer.AsSpan(first, _filled - first).CopyTo(_buffer);
            _discarded += first;
            (_at, _filled, _token) = (_at - first, _filled - first, _token - first);
            if (_kept >= 0)
                _kept = 0;
        }

        if (_filled == _buffer.Length)
            Grow();
        var read = input.Read(_buffer.AsSpan(_filled));
        _filled += read;
        _isWhole = read == 0;
    }

    private void Grow()
    {
        if (_buffer.Length >= longestValue)
            throw new JsonException($"a value of a document may have {longestValue} bytes, this one has more");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    // Python's json writes numbers that JSON does not have. They become zeros and blanks of the same length.
    private bool PatchNoNumber(int consumed)
    {
        while (!_isWhole && _filled - _at - consumed < 64)
        {
            if (_filled == _buffer.Length)
                break;
            var read = input.Read(_buffer.AsSpan(_filled));
            _filled += read;
            _isWhole = read == 0;
        }

        var rest = _buffer.AsSpan(_at + consumed, _filled - _at - consumed);
        var blank = rest.IndexOfAnyExcept(BetweenTokens);
        if (blank < 0)
            return false;
        var found = NoNumbers.FirstOrDefault(n => _buffer.AsSpan(_at + consumed + blank, _filled - _at - consumed - blank).StartsWith(n));
        if (found is null)
            return false;
        var at = _at + consumed + blank;
        _patched.Add((_discarded + at, found));
        _buffer.AsSpan(at, found.Length).Fill((byte)' ');
        _buffer[at] = (byte)'0';
        return true;
    }

    private ReadOnlyMemory<byte> AsStored(ReadOnlyMemory<byte> value, long offset)
    {
        byte[]? stored = null;
        foreach (var (at, text) in _patched.Where(p => p.Offset >= offset && p.Offset < offset + value.Length))
            text.CopyTo((stored ??= value.ToArray()).AsSpan((int)(at - offset)));
        _patched.RemoveAll(p => p.Offset < offset + value.Length);
        return stored ?? value;
    }
}
