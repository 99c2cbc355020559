// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// Walks through JSON by its brackets and quotes alone, three times as fast as a reader that checks every token: what it cuts out is
/// checked by whoever reads it. Text that ends too early or has something else where a value should begin is an error.
/// </summary>
internal ref struct JsonSlicer(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",}] \r\n\t"u8);

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Bytes that were passed.</summary>
    public int Position { get; private set; }

    /// <summary>Passes the bracket that opens an object or an array.</summary>
    /// <exception cref="JsonException">There is another byte.</exception>
    public void Open(char bracket)
    {
        if (Next() != bracket)
            throw Unexpected();
        Position++;
    }

    /// <summary>Whether another member or item follows; passes the comma before it, or the closing bracket.</summary>
    public bool More(char closing)
    {
        if (Next() == ',')
            Position++;
        if (Next() != closing)
            return true;
        Position++;
        return false;
    }

    /// <summary>The raw name of a member, without quotes; passes the colon too.</summary>
    public ReadOnlySpan<byte> Name()
    {
        var name = _text[Value()];
        if (name.Length < 2 || name[0] != '"' || Next() != ':')
            throw Unexpected();
        Position++;
        return name[1..^1];
    }

    /// <summary>Where the next value stands, whole.</summary>
    public Range Value()
    {
        var first = Next();
        var start = Position;
        switch (first)
        {
            case '"':
                SkipString();
                break;
            case '{' or '[':
                SkipNested();
                break;
            default:
                var length = _text[Position..].IndexOfAny(ScalarEnds);
                if (length <= 0)
                    throw Unexpected();
                Position += length;
                break;
        }

        return start..Position;
    }

    /// <summary>The next value, a string, decoded.</summary>
    public string Text()
    {
        var raw = _text[Value()];
        if (raw[0] != '"')
            throw Unexpected();
        return raw.Contains((byte)'\\') ? JsonElement.Parse(raw).GetString()! : Encoding.UTF8.GetString(raw[1..^1]);
    }

    private int Next()
    {
        while (Position < _text.Length && _text[Position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            Position++;
        return Position < _text.Length ? _text[Position] : throw Unexpected();
    }

    private void SkipString()
    {
        Position++;
        while (true)
        {
            var at = _text[Position..].IndexOfAny((byte)'"', (byte)'\\');
            if (at < 0)
                throw Unexpected();
            Position += at;
            if (_text[Position] == '"')
                break;
            Position += 2;
            if (Position > _text.Length)
                throw Unexpected();
        }

        Position++;
    }

    private void SkipNested()
    {
        var depth = 0;
        do
        {
            var at = _text[Position..].IndexOfAny(Structure);
            if (at < 0)
                throw Unexpected();
            Position += at;
            switch (_text[Position])
            {
                case (byte)'"':
                    SkipString();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            Position++;
        }
        while (depth > 0);
    }

    private readonly JsonException Unexpected() => new($"Unexpected end or character at byte {Position} of {_text.Length}.");
}
