// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Service.Results;

/// <summary>One ECS document of a result file, as it stands there. Its text is hostile until escaped.</summary>
public sealed class StoredDocument
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };
    private readonly JsonElement _element;
    private readonly ReadOnlyMemory<byte> _utf8;

    private StoredDocument(JsonElement element, ReadOnlyMemory<byte> utf8) => (_element, _utf8) = (element, utf8);

    /// <summary>The document as written; empty for a part of one.</summary>
    public string Line => Encoding.UTF8.GetString(_utf8.Span);

    /// <summary>The same as it stands in its file.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <exception cref="InvalidDataException">The line is no JSON object.</exception>
    public static StoredDocument Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Parse(Encoding.UTF8.GetBytes(line));
    }

    /// <param name="line">Must stay as it is while the document is used.</param>
    /// <param name="isBrief">Whether <c>fwcorrelate.why</c> is left out of what can be asked for.</param>
    /// <exception cref="InvalidDataException">The line is no JSON object.</exception>
    internal static StoredDocument Parse(ReadOnlyMemory<byte> line, bool isBrief = false)
    {
        try
        {
            // Not given back to a pool: the document is used as long as what is made of it.
            return Of(JsonDocument.Parse(isBrief && Review(line.Span) is { } review ? Without(line.Span, review) : line, Options), line);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"it is no JSON: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a document for the time that it is looked at, in memory that is used again.</summary>
    /// <exception cref="InvalidDataException">The line is no JSON object.</exception>
    internal static void Use(ReadOnlyMemory<byte> line, bool isBrief, Action<StoredDocument> use)
    {
        byte[]? rented = null;
        try
        {
            var text = line;
            if (isBrief && Review(line.Span) is { } review)
            {
                rented = ArrayPool<byte>.Shared.Rent(line.Length);
                text = Without(line.Span, review, rented);
            }

            using var document = JsonDocument.Parse(text, Options);
            use(Of(document, line));
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"it is no JSON: {failure.Message}", failure);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static StoredDocument Of(JsonDocument document, ReadOnlyMemory<byte> line) =>
        document.RootElement.ValueKind == JsonValueKind.Object ? new StoredDocument(document.RootElement, line)
            : throw new InvalidDataException("an object was expected");

    // Within a string a quote is written with a backslash, so that these bytes are a member's name wherever they stand.
    private static (int Start, int End)? Review(ReadOnlySpan<byte> line)
    {
        var name = ",\"why\":{"u8;
        var start = line.IndexOf(name);
        return start >= 0 && EndOfObject(line, start + name.Length) is { } end ? (start, end) : null;
    }

    private static Memory<byte> Without(ReadOnlySpan<byte> line, (int Start, int End) part, byte[]? room = null)
    {
        room ??= new byte[line.Length];
        line[..part.Start].CopyTo(room);
        line[part.End..].CopyTo(room.AsSpan(part.Start));
        return room.AsMemory(0, line.Length - (part.End - part.Start));
    }

    // Behind the brace that closes the object whose content begins at a place; null where none does.
    private static int? EndOfObject(ReadOnlySpan<byte> text, int at)
    {
        for (var depth = 1; depth > 0;)
        {
            var next = text[at..].IndexOfAny((byte)'{', (byte)'}', (byte)'"');
            if (next < 0)
                return null;
            at += next + 1;
            switch (text[at - 1])
            {
                case (byte)'{':
                    depth++;
                    break;
                case (byte)'}':
                    depth--;
                    break;
                default:
                    while (text[at..].IndexOfAny((byte)'"', (byte)'\\') is var quote and >= 0 && text[at + quote] == (byte)'\\')
                        at = Math.Min(text.Length, at + quote + 2);
                    if (text[at..].IndexOf((byte)'"') is not (var last and >= 0))
                        return null;
                    at += last + 1;
                    break;
            }
        }

        return at;
    }

    /// <summary>The text at a dotted name; null where there is none. A number is its text.</summary>
    public string? Text(string field) => Find(_element, field) is { } element ? TextOf(element) : null;

    /// <summary>The number at a dotted name; null where there is none.</summary>
    public decimal? Number(string field) =>
        Find(_element, field) is { ValueKind: JsonValueKind.Number } element && element.TryGetDecimal(out var number) ? number : null;

    /// <summary>Whether the field is there, whatever it holds.</summary>
    public bool Has(string field) => Find(_element, field) is not null;

    /// <summary>Whether the field is there and true.</summary>
    public bool IsTrue(string field) => Find(_element, field) is { ValueKind: JsonValueKind.True };

    /// <summary>The objects of a list, in order; none where there is none.</summary>
    public IReadOnlyList<StoredDocument> Parts(string field) => Find(_element, field) switch
    {
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            .Select(e => new StoredDocument(e, default))],
        { ValueKind: JsonValueKind.Object } one => [new StoredDocument(one, default)],
        _ => [],
    };

    /// <summary>Every value at a dotted name, through lists on the way.</summary>
    public IEnumerable<string> Values(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Values(_element, field);
    }

    /// <summary>Dotted names of all values.</summary>
    public IEnumerable<string> Fields() => Fields(_element, "");

    private static IEnumerable<string> Values(JsonElement element, string field)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany(e => Values(e, field));
        if (field.Length == 0)
            return TextOf(element) is { } text ? [text] : [];
        if (element.ValueKind != JsonValueKind.Object)
            return [];
        var (name, rest) = field.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? (field[..dot], field[(dot + 1)..])
            : (field, "");
        return Member(element, name) is { } member ? Values(member, rest) : [];
    }

    private static IEnumerable<string> Fields(JsonElement element, string prefix) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(p => Fields(p.Value, prefix.Length == 0 ? p.Name : $"{prefix}.{p.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Fields(e, prefix)),
        _ => [prefix],
    };

    private static JsonElement? Find(JsonElement element, string field)
    {
        for (var at = 0; at <= field.Length;)
        {
            var end = field.IndexOf('.', at) is var dot and >= 0 ? dot : field.Length;
            if (element.ValueKind != JsonValueKind.Object || Member(element, field.AsSpan(at, end - at)) is not { } member)
                return null;
            element = member;
            at = end + 1;
        }

        return element;
    }

    // Names are compared with all names there, and half of a surrogate pair, which JSON may hold, is no name and no text.
    private static JsonElement? Member(JsonElement element, ReadOnlySpan<char> name)
    {
        try
        {
            return element.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText();
        }
    }
}
