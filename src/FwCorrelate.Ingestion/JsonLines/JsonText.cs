// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>Values of JSON properties as text: log services write numbers as strings or as numbers, as they please.</summary>
internal static class JsonText
{
    /// <summary>
    /// The value that the reader stands on: the text of a string or number, empty for null, an object or an array (which
    /// is passed over). Escaped text is written to <paramref name="scratch"/>, which shrinks by it.
    /// </summary>
    public static ReadOnlySpan<byte> Take(scoped ref Utf8JsonReader reader, scoped ref Span<byte> scratch)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !reader.ValueIsEscaped:
            case JsonTokenType.Number:
                return reader.ValueSpan;
            case JsonTokenType.String:
                var length = reader.CopyString(scratch);
                var text = scratch[..length];
                scratch = scratch[length..];
                return text;
            default:
                reader.Skip();
                return default;
        }
    }

    /// <summary>Reads to the end of the line, so that anything behind the object is found.</summary>
    /// <exception cref="JsonException">Something is.</exception>
    public static void Finish(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }
}
