// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>
/// JSON whose texts agents wrote: half a surrogate pair (what Python's json makes of a cut emoji) and bytes that are no UTF-8 are read as
/// U+FFFD, and what is nested deeper than anybody nests is left out, since one value must not cost all others of its document. Who descends
/// counts for himself.
/// </summary>
internal static class LenientJson
{
    private const int EscapeLength = 6;
    private const int UsualDepth = 64;

    // A document of n values nested d deep takes d times n steps to take in, so that depth must be limited though text is not.
    private const int DeepestValue = 1024;
    private static readonly JsonDocumentOptions GreatDepth = new() { MaxDepth = DeepestValue + 1 };
    private static readonly JsonDocumentOptions LimitedDepth = new() { MaxDepth = UsualDepth };

    /// <summary>For readers that only find the end of a value.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = int.MaxValue };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        var readable = Readable(json);
        try
        {
            return JsonDocument.Parse(readable, GreatDepth);
        }
        catch (JsonException)
        {
            return JsonDocument.Parse(Shallow(readable), GreatDepth);
        }
    }

    /// <summary>For documents that stand alone, so that nesting deeper than 64 costs nothing but the document.</summary>
    /// <exception cref="JsonException">It is no JSON, or nested deeper.</exception>
    public static JsonDocument ParseLimited(ReadOnlyMemory<byte> json) => JsonDocument.Parse(Readable(json), LimitedDepth);

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The same JSON with texts that can be read; the argument itself where all can be.</summary>
    public static ReadOnlyMemory<byte> Readable(ReadOnlyMemory<byte> json)
    {
        var text = Utf8.IsValid(json.Span) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        byte[]? repaired = null;
        for (var at = NextEscape(text.Span, 0); at >= 0; at = NextEscape(text.Span, at))
        {
            var length = SurrogateEscapes(text.Span[at..]);
            if (length == EscapeLength)
            {
                repaired ??= text.ToArray();
                "\\ufffd"u8.CopyTo(repaired.AsSpan(at));
            }

            at += Math.Max(2, length);
        }

        return repaired ?? text;
    }

    // Each value that lies too deep becomes a zero and blanks.
    private static byte[] Shallow(ReadOnlyMemory<byte> json)
    {
        var shallow = json.ToArray();
        var reader = new Utf8JsonReader(json.Span, ReaderOptions);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray) || reader.CurrentDepth < DeepestValue)
                continue;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = shallow.AsSpan(start, (int)reader.BytesConsumed - start);
            value.Fill((byte)' ');
            value[0] = (byte)'0';
        }

        return shallow;
    }

    private static int NextEscape(ReadOnlySpan<byte> text, int from)
    {
        var at = from >= text.Length ? -1 : text[from..].IndexOf((byte)'\\');
        return at < 0 ? -1 : from + at;
    }

    /// <summary>Length of the surrogate escape that the text starts with: 12 for a pair, 6 for half of one, 0 for anything else.</summary>
    private static int SurrogateEscapes(ReadOnlySpan<byte> text) => UnitOf(text) switch
    {
        >= 0xD800 and < 0xDC00 => UnitOf(text[EscapeLength..]) is >= 0xDC00 and < 0xE000 ? 2 * EscapeLength : EscapeLength,
        >= 0xDC00 and < 0xE000 => EscapeLength,
        _ => 0,
    };

    private static int UnitOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[0] != (byte)'\\' || text[1] != (byte)'u')
            return -1;
        Span<byte> bytes = stackalloc byte[2];
        return Convert.FromHexString(text[2..EscapeLength], bytes, out _, out _) == OperationStatus.Done ? (bytes[0] << 8) | bytes[1] : -1;
    }
}
