// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Store;

/// <summary>
/// Which ids are there, in any index behind a name. An engine keeps ids apart within one index only: in a data stream that rolled over, and
/// among the indices of several months, this has to be asked.
/// </summary>
internal static class ExistingDocuments
{
    /// <param name="name">Data stream or alias; nothing is found where it does not exist.</param>
    /// <param name="withSource">Whether to fetch the documents too.</param>
    public static async Task<IReadOnlyDictionary<string, (string Index, JsonElement Source)>> FindAsync(
        ISearchEngine engine, string name, IReadOnlyCollection<string> ids, bool withSource, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (string, JsonElement)>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(ScanRequest.MostInPage / 10))
        {
            var body = new JsonObject
            {
                ["size"] = ScanRequest.MostInPage,
                ["_source"] = withSource,
                ["query"] = new JsonObject
                {
                    ["ids"] = new JsonObject
                    {
                        ["values"] = new JsonArray([.. some.Select(id =>
                    JsonValue.Create(id))])
                    }
                },
            };
            var path = $"{IndexPath.Of(name)}/_search?allow_partial_search_results=false";
            var reply = await engine.SendAsync(HttpMethod.Post, path, EngineBody.Json(body), cancellationToken).ConfigureAwait(false);
            if (reply.Status == 404)
                return found;
            var answer = reply.Required($"look which documents are in {name}").Json;
            foreach (var hit in answer.GetProperty("hits").GetProperty("hits").EnumerateArray())
                found[hit.GetProperty("_id").GetString()!] = (hit.GetProperty("_index")
                    .GetString()!, withSource ? hit.GetProperty("_source") : default);
        }

        return found;
    }
}
