// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Service.Results;

/// <summary>One ECS document of a result file, as it stands there. Its text is hostile until escaped.</summary>
public sealed class StoredDocument
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };
    private readonly JsonElement _element;

    private StoredDocument(JsonElement element, string line) => (_element, Line) = (element, line);

    /// <summary>The document as written; empty for a part of one.</summary>
    public string Line { get; }

    /// <exception cref="InvalidDataException">The line is no JSON object.</exception>
    public static StoredDocument Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new StoredDocument(document.RootElement.Clone(), line)
                : throw new InvalidDataException("an object was expected");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"it is no JSON: {failure.Message}", failure);
        }
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
            .Select(e => new StoredDocument(e, ""))],
        { ValueKind: JsonValueKind.Object } one => [new StoredDocument(one, "")],
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
        foreach (var name in field.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || Member(element, name) is not { } member)
                return null;
            element = member;
        }

        return element;
    }

    // Names are compared with all names there, and half of a surrogate pair, which JSON may hold, is no name and no text.
    private static JsonElement? Member(JsonElement element, string name)
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
