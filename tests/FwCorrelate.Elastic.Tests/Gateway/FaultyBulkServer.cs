// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json;

namespace FwCorrelate.Elastic.Tests.Gateway;

/// <summary>What a server does wrong with one bulk request.</summary>
internal enum BulkFault
{
    None,
    RefuseFirstItem,
    RefuseHalf,
    RefuseAll,
    RejectFirstItem,
    ForbidFirstItem,
    SetFirstItemAside,
    Busy,
    Unavailable,
    CutBeforeCommit,
    CutAfterCommit,
    CutAnswer,
    FewerItems,
    WebPage,
    TooLarge,
}

/// <summary>Keeps what is stored by id, and answers with the faults of a list, one a request; after these it is well.</summary>
internal sealed class FaultyBulkServer(IReadOnlyList<BulkFault> faults, int seed) : HttpMessageHandler
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private int _requests;

    public HashSet<string> Stored { get; } = [];

    public List<int> Sizes { get; } = [];

    public int MostBytes { get; init; } = int.MaxValue;

    public int TooLarge { get; private set; }

    public bool AlwaysCut { get; init; }

    public bool AlwaysBusy { get; init; }

    public string? Poison { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
            return ScriptedHandler.Json(ScriptedHandler.OpenSearchGreeting);
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (_lock)
            return Answer(body);
    }

    private HttpResponseMessage Answer(string body)
    {
        var ids = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where((_, i) => i % 2 == 0).Select(Id).ToList();
        Sizes.Add(ids.Count);
        var fault = _requests < faults.Count ? faults[_requests] : BulkFault.None;
        _requests++;
        if (body.Length > MostBytes || (fault == BulkFault.TooLarge && ids.Count > 1))
        {
            TooLarge++;
            return new HttpResponseMessage(HttpStatusCode.RequestEntityTooLarge);
        }

        if (AlwaysCut)
            throw new HttpRequestException("cut");
        switch (fault)
        {
            case BulkFault.Busy: return ScriptedHandler.Json("{}", HttpStatusCode.TooManyRequests);
            case BulkFault.Unavailable: return ScriptedHandler.Json("{}", HttpStatusCode.ServiceUnavailable);
            case BulkFault.CutBeforeCommit: throw new HttpRequestException("cut");
            case BulkFault.WebPage: return ScriptedHandler.Json("<html>");
        }

        var items = ids.Select((id, i) => Item(id, i, fault)).ToList();
        var answer = $$"""{"errors":true,"items":[{{string.Join(',', fault == BulkFault.FewerItems ? items.Take(items.Count / 2) : items)}}]}""";
        return fault switch
        {
            BulkFault.CutAfterCommit => throw new HttpRequestException("cut"),
            BulkFault.CutAnswer => ScriptedHandler.Json(answer[..(answer.Length / 2)]),
            _ => ScriptedHandler.Json(answer),
        };
    }

    private string Item(string id, int at, BulkFault fault)
    {
        if (AlwaysBusy || fault == BulkFault.RefuseAll || (fault == BulkFault.RefuseFirstItem && at == 0) || (fault == BulkFault.RefuseHalf && _random.Next(2) == 0))
            return Failed(429, "es_rejected_execution_exception");
        if (id == Poison)
            return Failed(500, "null_pointer_exception");
        if (at == 0 && fault == BulkFault.ForbidFirstItem && faults.Count == 1)
            return Failed(403, "security_exception");
        if (at == 0 && fault == BulkFault.RejectFirstItem && !Stored.Contains(id))
            return Failed(400, "strict_dynamic_mapping_exception");
        if (!Stored.Add(id))
            return Failed(409, "version_conflict_engine_exception");
        return at == 0 && fault == BulkFault.SetFirstItemAside
            ? """{"create":{"status":201,"failure_store":"used"}}"""
            : """{"create":{"status":201}}""";
    }

    private static string Failed(int status, string type) => $$"""{"create":{"status":{{status}},"error":{"type":"{{type}}","reason":"as told"} } }""";

    private static string Id(string line) => JsonElement.Parse(line).GetProperty("create").GetProperty("_id").GetString()!;
}
