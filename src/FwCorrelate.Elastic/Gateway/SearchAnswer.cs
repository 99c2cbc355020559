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
            var slicer = new JsonSlicer(body.Span);
            var hasHits = false;
            slicer.Open('{');
            while (slicer.More('}'))
            {
                var name = slicer.Name();
                var isHits = name.SequenceEqual("hits"u8);
                if (isHits)
                    answer.ReadHits(ref slicer, body);
                else
                    answer.ReadProperty(name, body.Span[slicer.Value()]);
                hasHits |= isHits;
            }

            return hasHits
                ? answer
                : throw new EngineException(EngineFailure.Unreadable,
                    "the answer to a search holds no hits: expected an engine's answer; is there a proxy in between?");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new EngineException(EngineFailure.Unreadable,
                $"the answer to a search cannot be read ({body.Length} bytes): it may have been cut on the way", exception);
        }
    }

    private void ReadProperty(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("pit_id"u8))
            PointInTime = JsonElement.Parse(value).GetString();
        else if (name.SequenceEqual("timed_out"u8))
            TimedOut = JsonElement.Parse(value).GetBoolean();
        else if (name.SequenceEqual("_shards"u8))
            FailedShards = JsonElement.Parse(value).TryGetProperty("failed"u8, out var failed) ? failed.GetInt32() : 0;
    }

    private void ReadHits(ref JsonSlicer slicer, ReadOnlyMemory<byte> body)
    {
        slicer.Open('{');
        while (slicer.More('}'))
        {
            if (!slicer.Name().SequenceEqual("hits"u8))
            {
                slicer.Value();
                continue;
            }

            var (index, rawIndex) = (string.Empty, ReadOnlyMemory<byte>.Empty);
            slicer.Open('[');
            while (slicer.More(']'))
                Hits.Add(ReadHit(ref slicer, body, ref index, ref rawIndex));
        }
    }

    /// <param name="index">The index of the hit before, and how it was written: most hits of a page share it.</param>
    private static SearchHit ReadHit(ref JsonSlicer slicer, ReadOnlyMemory<byte> body, ref string index, ref ReadOnlyMemory<byte> rawIndex)
    {
        var id = string.Empty;
        ReadOnlyMemory<byte> source = default, sort = default, time = default;
        slicer.Open('{');
        while (slicer.More('}'))
        {
            var name = slicer.Name();
            if (name.SequenceEqual("_source"u8))
            {
                source = body[slicer.Value()];
            }
            else if (name.SequenceEqual("_id"u8))
            {
                id = slicer.Text();
            }
            else if (name.SequenceEqual("sort"u8))
            {
                sort = body[slicer.Value()];
                time = First(sort);
            }
            else
            {
                var value = body[slicer.Value()];
                if (name.SequenceEqual("_index"u8) && !value.Span.SequenceEqual(rawIndex.Span))
                    (index, rawIndex) = (JsonElement.Parse(value.Span).GetString()!, value);
            }
        }

        return new SearchHit(new ScannedDocument(index, id, source), sort, time);
    }

    private static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> array)
    {
        var slicer = new JsonSlicer(array.Span);
        slicer.Open('[');
        return array[slicer.Value()];
    }
}
