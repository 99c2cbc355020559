// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Examples;

/// <summary>JSON values one after the other, as the nodes that YAML is read into: YAML 1.2 takes in JSON, but not JSON lines.</summary>
internal static class JsonNodes
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = YamlReader.MaxDepth, AllowMultipleValues = true };

    /// <summary>Null where the text is not written as JSON is; a text that is, but is damaged, is reported.</summary>
    public static IReadOnlyList<YamlNode>? TryRead(string text, RuleErrors errors)
    {
        if (!LooksLikeJson(text))
            return null;
        var bytes = Encoding.UTF8.GetBytes(text);
        var documents = new List<YamlNode>();
        var reader = new Utf8JsonReader(bytes, Options);
        try
        {
            while (reader.Read())
                documents.Add(Node(ref reader, bytes));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair.
            errors.Add(Place(bytes, reader.BytesConsumed), $"This is not valid JSON: {Sentence(e)}",
                "Check quotes, commas and brackets near this place.");
        }

        return documents;
    }

    // A flow mapping of YAML has no quotes around its names.
    private static bool LooksLikeJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty || start[0] is not ('{' or '['))
            return false;
        var inside = start[1..].TrimStart();
        return inside.IsEmpty || inside[0] is '"' or '}' or ']'
            || (start[0] == '[' && inside[0] == '{' && LooksLikeJson(inside.ToString()));
    }

    private static YamlNode Node(ref Utf8JsonReader reader, byte[] bytes)
    {
        var at = Place(bytes, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<YamlEntry>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = new YamlScalar(Place(bytes, reader.TokenStartIndex), reader.GetString()!, IsPlain: false);
                    reader.Read();
                    entries.Add(new YamlEntry(key, Node(ref reader, bytes)));
                }

                return new YamlMapping(at, entries);
            case JsonTokenType.StartArray:
                var items = new List<YamlNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Node(ref reader, bytes));
                return new YamlSequence(at, items);
            case JsonTokenType.String:
                return new YamlScalar(at, reader.GetString()!, IsPlain: false);
            default:
                return new YamlScalar(at, Encoding.UTF8.GetString(reader.ValueSpan), IsPlain: true);
        }
    }

    private static Position Place(byte[] bytes, long offset)
    {
        var before = bytes.AsSpan(0, (int)Math.Min(offset, bytes.Length));
        return new Position(before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    private static string Sentence(Exception e)
    {
        var message = e.Message.Split(" LineNumber:")[0].TrimEnd();
        return message.EndsWith('.') ? message : message + ".";
    }
}
