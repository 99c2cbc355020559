// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// One slice of a scan, page by page. Remembers the last time it gave out and the documents of that time, so that it can go on in a new
/// point in time when the engine loses the old one.
/// </summary>
internal sealed class SliceScan
{
    // After every id in the order of UTF-8.
    private const string LastId = "\U0010FFFF";

    // Within what engines take in one query; more than these are skipped here.
    private const int MostExcluded = 20_000;

    private readonly ISearchEngine _engine;
    private readonly ScanRequest _request;
    private readonly ScanOrder _order;
    private readonly int _slice;
    private readonly PointInTime _view;
    private HashSet<(string Index, string Id)> _ofLastTime = [];
    private ReadOnlyMemory<byte> _lastTime;
    private JsonElement? _resumedFrom;
    private ILookup<string, string>? _given;
    private JsonArray? _after;
    private bool _byId;
    private int _pageSize;

    public SliceScan(ISearchEngine engine, ScanRequest request, ScanOrder order, int slice)
    {
        (_engine, _request, _order, _slice) = (engine, request, order, slice);
        _pageSize = Math.Clamp(request.PageSize, 1, ScanRequest.MostInPage);
        _view = new PointInTime(engine, request.Indices, request.KeepAlive);
    }

    public bool IsDone { get; private set; }

    /// <summary>The next documents; none when all were given out.</summary>
    /// <exception cref="EngineException">The page cannot be had now; nothing of it was given out.</exception>
    public async Task<ScannedPage> NextAsync(CancellationToken cancellationToken)
    {
        if (!_view.IsOpen)
            await _view.OpenAsync(cancellationToken).ConfigureAwait(false);
        var path = "_search?allow_partial_search_results=false";
        var reply = await _engine.SendAsync(HttpMethod.Post, path, EngineBody.Json(Body()), cancellationToken).ConfigureAwait(false);
        reply.Required($"read {_request.Indices}");
        var answer = SearchAnswer.Read(reply.Body);
        if (answer.TimedOut || answer.FailedShards > 0)
        {
            throw new EngineException(EngineFailure.Incomplete, $"{_engine.Address} gave only a part of {_request.Indices} "
                + $"({(answer.TimedOut ? "the search timed out" : $"{answer.FailedShards} shards failed")}): a part is not used; check the "
                + "cluster's health (GET _cluster/health)");
        }

        if (answer.PointInTime is { } id)
            _view.Id = id;
        return Take(answer.Hits);
    }

    /// <summary>Goes on in a new point in time, at the time of the last document that was given out.</summary>
    public async Task RenewAsync()
    {
        await _view.CloseAsync().ConfigureAwait(false);
        _resumedFrom = _lastTime.IsEmpty ? null : JsonElement.Parse(_lastTime.Span);
        _given = _ofLastTime.Take(MostExcluded).ToLookup(d => d.Index, d => d.Id);
        _after = null;
    }

    public void HalvePage() => _pageSize = Math.Max(1, _pageSize / 2);

    public bool CanHalvePage => _pageSize > 1;

    public Task CloseAsync() => _view.CloseAsync();

    private JsonObject Body()
    {
        var query = _request.Query is { } text ? JsonNode.Parse(text)! : new JsonObject { ["match_all"] = new JsonObject() };
        if (_resumedFrom is { } time)
        {
            query = new JsonObject
            {
                ["bool"] = new JsonObject { ["filter"] = new JsonArray { query, _order.From(_request, time) }, ["must_not"] = Given() },
            };
        }

        var body = new JsonObject
        {
            ["size"] = _pageSize,
            ["query"] = query,
            ["pit"] = new JsonObject { ["id"] = _view.Id, ["keep_alive"] = _view.KeepAlive },
            ["sort"] = _order.Sort(_request, _byId),
            ["track_total_hits"] = false,
        };
        if (_after is not null)
            body["search_after"] = _after.DeepClone();
        if (_request.SourceFields.Count > 0)
            body["_source"] = new JsonArray([.. _request.SourceFields.Select(f => JsonValue.Create(f))]);

        // By time, not by the engine's own number of a document: the share of a slice must be the same in a new point in time.
        if (_request.Slices > 1)
            body["slice"] = new JsonObject { ["field"] = _request.TimeField, ["id"] = _slice, ["max"] = _request.Slices };
        return body;
    }

    // Left out by the engine too: where many share the last time, reading all of them again might take longer than a point in time lives.
    private JsonArray Given() => new([.. _given!.Select(g => new JsonObject
    {
        ["bool"] = new JsonObject
        {
            ["filter"] = new JsonArray
            {
                new JsonObject { ["term"] = new JsonObject { ["_index"] = g.Key } },
                new JsonObject { ["ids"] = new JsonObject { ["values"] = new JsonArray([.. g.Select(id => JsonValue.Create(id))]) } },
            },
        },
    })]);

    private ScannedPage Take(List<SearchHit> hits)
    {
        var isFull = hits.Count >= _pageSize;
        var count = hits.Count;
        if (isFull && !_engine.Dialect.BreaksTies && !_byId)
            count = WholeGroups(hits);
        IsDone = !isFull;
        if (count == 0)
        {
            if (isFull)
                BreakTiesById();
            return new ScannedPage([]);
        }

        _after = _order.After(hits[count - 1].Sort.Span);
        var given = hits.Take(count);
        var documents = new List<ScannedDocument>(count);
        documents.AddRange((_resumedFrom is null ? given : given.Where(IsNew)).Select(h => h.Document));
        Remember(CollectionsMarshal.AsSpan(hits)[..count]);
        return new ScannedPage(documents);
    }

    // After a point in time was lost, the documents of the last time come again, and with them perhaps some that had not come yet.
    private bool IsNew(SearchHit hit) =>
        !hit.Time.Span.SequenceEqual(_lastTime.Span) || !_ofLastTime.Contains((hit.Document.Index, hit.Document.Id));

    private void Remember(ReadOnlySpan<SearchHit> hits)
    {
        var last = hits[^1].Time;
        if (!last.Span.SequenceEqual(_lastTime.Span))
        {
            _lastTime = last.ToArray();
            _ofLastTime = [];
        }

        for (var i = hits.Length - 1; i >= 0 && hits[i].Time.Span.SequenceEqual(last.Span); i--)
            _ofLastTime.Add((hits[i].Document.Index, hits[i].Document.Id));
    }

    // Where the engine does not break ties, documents of equal sort values may be cut apart by the end of a page, and search_after would
    // skip the rest of them: the last group is left to the next page.
    private static int WholeGroups(List<SearchHit> hits)
    {
        var count = hits.Count - 1;
        while (count > 0 && hits[count - 1].Sort.Span.SequenceEqual(hits[^1].Sort.Span))
            count--;
        return count;
    }

    // A group as large as a page never ends within one.
    private void BreakTiesById()
    {
        _byId = true;
        _after?.Add(LastId);
    }
}
