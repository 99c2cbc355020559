// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>The members of one JSON object as text; objects and arrays within it as their raw JSON.</summary>
internal static class JsonFields
{
    private const int MostFields = 1024;

    /// <summary>Members in their order; those before the damage where the text is not JSON.</summary>
    /// <param name="isNested">Whether inner objects are taken apart: their members are named by their path, with points.</param>
    public static List<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> record, bool isNested = false)
    {
        var fields = new List<KeyValuePair<string, string>>();
        try
        {
            var reader = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = 64 });
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                Read(ref reader, record, isNested, fields);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return fields;
        }

        return fields;
    }

    private static void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, bool isNested, List<KeyValuePair<string, string>> fields)
    {
        var parents = new Stack<string>();
        var parent = "";
        while (reader.Read() && fields.Count < MostFields)
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                if (!parents.TryPop(out var outer))
                    return;
                parent = outer;
                continue;
            }

            var name = parent + reader.GetString();
            reader.Read();
            if (isNested && reader.TokenType == JsonTokenType.StartObject)
            {
                parents.Push(parent);
                parent = name + ".";
                continue;
            }

            fields.Add(new(name, Value(ref reader, record)));
        }
    }

    private static string Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> record)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString() ?? "";
            case JsonTokenType.Null:
                return "";
            default:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(record[start..(int)reader.BytesConsumed]);
        }
    }
}
