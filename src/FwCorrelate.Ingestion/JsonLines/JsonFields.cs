// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>The members of one JSON object as text; objects and arrays within it as their raw JSON.</summary>
internal static class JsonFields
{
    private const int MostFields = 1024;

    /// <summary>Members in their order; those before the damage where the text is not JSON.</summary>
    public static List<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> record)
    {
        var fields = new List<KeyValuePair<string, string>>();
        try
        {
            var reader = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = 64 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return fields;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && fields.Count < MostFields)
            {
                var name = reader.GetString() ?? "";
                reader.Read();
                fields.Add(new(name, Value(ref reader, record)));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return fields;
        }

        return fields;
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
