// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// Walks over the members of JSON text whose values are strings, at any depth, and over several values on one line: Firehose writes
/// envelopes one after the other without a line break, and printed documents have one member per line. Text within strings is never
/// taken for a member.
/// </summary>
/// <param name="quoteIsEscaped">Whether the text is itself the inside of a JSON string, so that its quotes are written <c>\"</c>.</param>
internal ref struct MessageScanner(ReadOnlySpan<byte> text, bool quoteIsEscaped = false)
{
    private static readonly SearchValues<byte> Literal = SearchValues.Create("+-.0123456789eEtrufalsn"u8);
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>Of the member, as written; without its quotes.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Of the member, as written: escapes stand as they are.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Bytes before <see cref="Value"/>.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Why the text is no JSON; null while it may be.</summary>
    public string? Problem { get; private set; }

    /// <summary>Goes to the next member whose value is a string.</summary>
    public bool Read()
    {
        Name = default;
        while (_at < _text.Length && Problem is null)
        {
            var b = _text[_at];
            if (IsQuote(_at))
            {
                if (!ReadString(out var start, out var length))
                    break;
                var followsName = !Name.IsEmpty;
                SkipBlanks();
                if (_at < _text.Length && _text[_at] == (byte)':' && !followsName)
                {
                    Name = _text.Slice(start, length);
                    _at++;
                    SkipBlanks();
                    if (!IsQuote(_at))
                        Name = default;
                }
                else if (followsName)
                {
                    Value = _text.Slice(start, length);
                    ValueStart = start;
                    return true;
                }
            }
            else if (IsPunctuation(b) || SkipLiteral() || SkipInnerBreak())
                _at += IsPunctuation(b) ? 1 : 0;
            else
                Problem = $"it has '{(char)b}' where JSON has none";
        }

        return false;
    }

    private static bool IsPunctuation(byte b) =>
        b is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)':' or (byte)' ' or (byte)'\t';

    private readonly bool IsQuote(int at) => quoteIsEscaped
        ? at + 1 < _text.Length && _text[at] == (byte)'\\' && _text[at + 1] == (byte)'"'
        : at < _text.Length && _text[at] == (byte)'"';

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t')
            _at++;
    }

    // Numbers, true, false and null.
    private bool SkipLiteral()
    {
        var rest = _text[_at..];
        var length = rest.IndexOfAnyExcept(Literal);
        length = length < 0 ? rest.Length : length;
        _at += length;
        return length > 0;
    }

    // A line break that a printed document had before it became a string.
    private bool SkipInnerBreak()
    {
        var isBreak = quoteIsEscaped && _text[_at..] is [(byte)'\\', (byte)'n' or (byte)'r' or (byte)'t', ..];
        _at += isBreak ? 2 : 0;
        return isBreak;
    }

    private bool ReadString(out int start, out int length)
    {
        _at += quoteIsEscaped ? 2 : 1;
        start = _at;
        while (_at < _text.Length)
        {
            var step = _text[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0)
                break;
            _at += step;
            if (IsQuote(_at))
            {
                length = _at - start;
                _at += quoteIsEscaped ? 2 : 1;
                return true;
            }

            _at += EscapeLength();
        }

        _at = _text.Length;
        length = 0;
        Problem = "a string in it has no end";
        return false;
    }

    // Within an escaped string an escape begins with two backslashes, and what it escapes may be escaped again.
    private readonly int EscapeLength()
    {
        if (!quoteIsEscaped || _text[_at..] is not [(byte)'\\', (byte)'\\', ..])
            return 2;
        return _text[(_at + 2)..] is [(byte)'\\', ..] ? 4 : 3;
    }
}
