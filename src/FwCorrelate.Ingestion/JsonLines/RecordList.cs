// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>
/// Records that stand in one JSON document instead of one a line: an array (Alibaba's <c>aliyunlog log get_log</c>, <c>jq -s</c>), what a
/// search answers (Elasticsearch, <c>hits.hits</c>), an object that names its list (<c>Records</c>, <c>data</c>, …), and documents printed
/// over several lines.
/// </summary>
internal static class RecordList
{
    /// <summary>Lists stand no deeper: <c>responses</c> of several searches hold <c>hits</c> that hold <c>hits</c>.</summary>
    private const int DeepestList = 6;

    private const int MostBroken = 64;

    /// <summary>Members by which an object is known to hold a list of records and to be none itself.</summary>
    private static readonly byte[][] ListNames =
        [.. new[] { "Records", "records", "data", "logs", "value", "results", "items", "documents", "docs", "responses",
            "rows" }.Select(Encoding.UTF8.GetBytes)];

    private static readonly SearchValues<byte> BetweenValues = SearchValues.Create(" \t\r\n,]}"u8);

    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue, AllowMultipleValues = true };

    /// <summary>
    /// Where a piece stands in the text, and whether it is a record; else it is what is broken, empty where the list has no end.
    /// </summary>
    internal readonly record struct Piece(int Start, int Length, bool IsWhole);

    /// <summary>Whether a text, by its start, is one document (or several, one after the other) rather than an object a line.</summary>
    public static bool IsIn(ReadOnlySpan<byte> head)
    {
        var text = TextHead.FirstText(head);
        if (text.IsEmpty || text[0] is not ((byte)'[' or (byte)'{'))
            return false;
        if (text[0] == (byte)'[')
            return text[1..].TrimStart(" \t\r\n"u8) is [] or [(byte)'{' or (byte)'[', ..];
        if (FindList(text, isOutermost: true) is not null)
            return true;

        // An object over several lines, as printers write it. What breaks before its end is a broken line, not a document.
        var line = text.IndexOf((byte)'\n');
        if (line < 0 || !text[1..line].Trim(" \t\r"u8).IsEmpty)
            return false;
        try
        {
            var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(Options));
            reader.Read();
            return !reader.TrySkip() || reader.BytesConsumed > line;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The same records one a line, as formats are shown them; the argument itself where it is no document.</summary>
    public static ReadOnlyMemory<byte> AsLines(ReadOnlyMemory<byte> head)
    {
        if (!IsIn(head.Span))
            return head;
        using var lines = new MemoryStream(head.Length);
        var text = TextHead.WithoutByteOrderMark(head.Span);
        foreach (var piece in Of(text))
        {
            foreach (var b in text.Slice(piece.Start, piece.Length))
                lines.WriteByte(b is (byte)'\n' or (byte)'\r' ? (byte)' ' : b);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    /// <summary>
    /// The records of a document, in their order; behind what is broken, those from the next line on that begins an object.
    /// </summary>
    public static IReadOnlyList<Piece> Of(ReadOnlySpan<byte> text)
    {
        var pieces = new List<Piece>();
        var broken = 0;
        for (var at = 0; NextValue(text, at) is var start and >= 0;)
        {
            at = Read(text, start, 0, pieces);
            if (at >= 0)
                continue;

            // Looking for the end of what is broken may take all of the text, so it is done a number of times only.
            var piece = pieces[^1];
            var next = ++broken < MostBroken ? NextObjectLine(text, piece.Start) : text.Length;
            pieces[^1] = piece with { Length = next - piece.Start };
            at = next;
        }

        return pieces;
    }

    private static int NextValue(ReadOnlySpan<byte> text, int from)
    {
        var found = text[from..].IndexOfAnyExcept(BetweenValues);
        return found < 0 ? -1 : from + found;
    }

    private static int NextObjectLine(ReadOnlySpan<byte> text, int from)
    {
        for (int at = from, end; at < text.Length && (end = text[at..].IndexOf((byte)'\n')) >= 0;)
        {
            at += end + 1;
            var rest = text[at..].TrimStart(" \t"u8);
            if (rest is [(byte)'{', ..])
                return text.Length - rest.Length;
        }

        return text.Length;
    }

    /// <summary>Adds the records of the value that begins at a place; returns where it ends, -1 where the last piece is broken.</summary>
    private static int Read(ReadOnlySpan<byte> text, int at, int depth, List<Piece> pieces)
    {
        if (depth == DeepestList || FindList(text[at..], isOutermost: depth == 0) is not { } list)
        {
            var length = LengthOf(text[at..]);
            pieces.Add(new Piece(at, length > 0 ? length : text.Length - at, length > 0));
            return length > 0 ? at + length : -1;
        }

        var end = at + list + 1;
        while (NextElement(text, end) is var element and >= 0)
        {
            if (text[element] == (byte)']')
                return text[at] == (byte)'{' && LengthOf(text[at..]) is var whole and > 0 ? at + whole : element + 1;
            end = Read(text, element, depth + 1, pieces);
            if (end < 0)
                return -1;
        }

        pieces.Add(new Piece(text.Length, 0, IsWhole: false));
        return text.Length;
    }

    private static int NextElement(ReadOnlySpan<byte> text, int from)
    {
        var found = text[from..].IndexOfAnyExcept(" \t\r\n,"u8);
        return found < 0 ? -1 : from + found;
    }

    /// <summary>Where the list of a value begins; null where the value is a record, or no list is seen in it.</summary>
    /// <param name="isOutermost">Whether it stands in no list: within one, only what a search answers is a list again.</param>
    private static int? FindList(ReadOnlySpan<byte> value, bool isOutermost)
    {
        if (value is [(byte)'[', ..])
            return 0;
        if (value is not [(byte)'{', ..])
            return null;
        try
        {
            var reader = new Utf8JsonReader(value, isFinalBlock: false, new JsonReaderState(Options));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isHits = reader.CurrentDepth <= 2 && IsNamed(ref reader, "hits"u8);
                var isList = isHits || (isOutermost && reader.CurrentDepth == 1 && IsListName(ref reader));
                if (!reader.Read())
                    return null;
                if (isList && reader.TokenType == JsonTokenType.StartArray)
                    return IsOfObjects(reader) ? (int)reader.TokenStartIndex : null;
                if (isHits && reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 1)
                    continue;
                if (!reader.TrySkip())
                    return null;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    private static bool IsListName(ref Utf8JsonReader reader)
    {
        foreach (var name in ListNames)
        {
            if (IsNamed(ref reader, name))
                return true;
        }

        return false;
    }

    // Nobody escapes these names, and an escape may be no text: half a surrogate pair throws when it is compared.
    private static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(name);

    // An empty list is one too: a search that found nothing.
    private static bool IsOfObjects(Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray;

    /// <summary>Length of the value that a text begins with; 0 where it is broken or cut off.</summary>
    private static int LengthOf(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, isFinalBlock: true, new JsonReaderState(Options));
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
