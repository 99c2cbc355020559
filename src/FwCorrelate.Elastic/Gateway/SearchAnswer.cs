// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>A hit, as slices of the answer.</summary>
/// <param name="Sort">The array of its sort values, raw.</param>
/// <param name="Time">The first of them, raw.</param>
internal readonly record struct SearchHit(ScannedDocument Document, ReadOnlyMemory<byte> Sort, ReadOnlyMemory<byte> Time);

/// <summary>The answer to a search, read in one pass: documents are not parsed, only cut out.</summary>
internal sealed class SearchAnswer
{
    public string? PointInTime { get; private set; }

    public bool TimedOut { get; private set; }

    public int FailedShards { get; private set; }

    public List<SearchHit> Hits { get; } = [];

    /// <exception cref="EngineException">It is no such answer.</exception>
    public static SearchAnswer Read(ReadOnlyMemory<byte> body)
    {
        var answer = new SearchAnswer();
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            reader.Read();
            var hasHits = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isHits = reader.ValueTextEquals("hits"u8);
                answer.ReadProperty(ref reader, body, isHits);
                hasHits |= isHits;
            }

            return hasHits && reader.TokenType == JsonTokenType.EndObject
                ? answer
                : throw new EngineException(EngineFailure.Unreadable, "the answer to a search holds no hits: expected an engine's answer; is there a proxy in between?");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new EngineException(EngineFailure.Unreadable, $"the answer to a search cannot be read ({body.Length} bytes): it may have been cut on the way", exception);
        }
    }

    private void ReadProperty(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, bool isHits)
    {
        if (isHits)
        {
            ReadHits(ref reader, body);
        }
        else if (reader.ValueTextEquals("pit_id"u8))
        {
            reader.Read();
            PointInTime = reader.GetString();
        }
        else if (reader.ValueTextEquals("timed_out"u8))
        {
            reader.Read();
            TimedOut = reader.GetBoolean();
        }
        else if (reader.ValueTextEquals("_shards"u8))
        {
            reader.Read();
            var shards = JsonElement.ParseValue(ref reader);
            FailedShards = shards.TryGetProperty("failed"u8, out var failed) ? failed.GetInt32() : 0;
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void ReadHits(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("hits"u8);
            reader.Read();
            if (!isList)
            {
                reader.Skip();
                continue;
            }

            var index = string.Empty;
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                Hits.Add(ReadHit(ref reader, body, ref index));
        }
    }

    /// <param name="index">The index of the hit before: most hits of a page share it.</param>
    private static SearchHit ReadHit(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, ref string index)
    {
        var id = string.Empty;
        ReadOnlyMemory<byte> source = default, sort = default, time = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("_index"u8))
            {
                reader.Read();
                if (!reader.ValueTextEquals(index))
                    index = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("_id"u8))
            {
                reader.Read();
                id = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("_source"u8))
            {
                source = Value(ref reader, body);
            }
            else if (reader.ValueTextEquals("sort"u8))
            {
                sort = Value(ref reader, body);
                time = First(sort);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new SearchHit(new ScannedDocument(index, id, source), sort, time);
    }

    private static ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body[start..(int)reader.BytesConsumed];
    }

    private static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> array)
    {
        var reader = new Utf8JsonReader(array.Span);
        reader.Read();
        return Value(ref reader, array);
    }
}
