// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>What became of one document of a bulk request.</summary>
internal enum BulkFate
{
    Stored,
    AlreadyThere,
    SetAside,

    /// <summary>Not now: to be sent again.</summary>
    Again,

    /// <summary>The engine failed at it (500): to be sent again, but it may never succeed.</summary>
    Failed,

    Rejected,

    /// <summary>No document of this run will be taken: no rights, or no such index.</summary>
    Hopeless,
}

/// <summary>The answer to <c>_bulk</c>. Its status is 200 even where every item failed; items stand in the order of the request.</summary>
internal static class BulkAnswer
{
    /// <summary>Only what is looked at is sent back.</summary>
    public const string Path = "_bulk?filter_path=errors,items.*.status,items.*.error,items.*.failure_store";

    private const int Ok = 200;

    /// <param name="see">Told for each item: its place, fate, status and error.</param>
    /// <returns>How many items are answered; those after them are unknown.</returns>
    /// <exception cref="EngineException">It is not such an answer.</exception>
    public static int Read(EngineReply reply, int documents, Action<int, BulkFate, int, EngineError?> see)
    {
        if (reply.Json is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("items", out var items)
            || items.ValueKind != JsonValueKind.Array)
            throw new EngineException(EngineFailure.Unreadable,
                "the answer to a bulk request holds no items: expected an engine's answer; is there a proxy in between?");
        var at = 0;
        foreach (var item in items.EnumerateArray())
        {
            if (at == documents)
                break;
            var result = item.ValueKind == JsonValueKind.Object ? item.EnumerateObject().FirstOrDefault().Value : default;
            var status = result.ValueKind == JsonValueKind.Object && result.TryGetProperty("status", out var number)
                && number.TryGetInt32(out var code) ? code : 0;
            var isSetAside = status is >= Ok and < 300 && result.TryGetProperty("failure_store", out var store)
                && store.ValueEquals("used"u8);
            var error = status is >= Ok and < 300 || !result.TryGetProperty("error", out var told) ? null : EngineError.Of(told);
            see(at++, isSetAside ? BulkFate.SetAside : Fate(status, error), status, error);
        }

        return at;
    }

    private static BulkFate Fate(int status, EngineError? error) => status switch
    {
        >= Ok and < 300 => BulkFate.Stored,
        409 => BulkFate.AlreadyThere,
        429 or 502 or 503 or 504 or 0 => BulkFate.Again,
        >= 500 => BulkFate.Failed,
        401 or 403 => BulkFate.Hopeless,
        404 when error?.Types.Contains("index_not_found_exception") == true => BulkFate.Hopeless,
        _ => BulkFate.Rejected,
    };
}
