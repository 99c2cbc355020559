// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Installation;

/// <summary>A data stream or an index of ours that exists.</summary>
/// <param name="Generations">Backing indices of a data stream; 1 for an index.</param>
public sealed record StoredData(string Name, bool IsDataStream, int Generations)
{
    /// <summary>Path that deletes it with <c>DELETE</c>.</summary>
    internal string Path => IsDataStream ? $"_data_stream/{Name}" : Name;

    /// <summary>By name. Asked for in a way that needs no more than <c>view_index_metadata</c>.</summary>
    public static async Task<IReadOnlyList<StoredData>> FindAsync(ISearchEngine engine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var patterns = string.Join(',', StoreName.Streams.Select(StoreName.StreamPattern).Append(StoreName.IncidentPattern));
        var reply = await engine.SendAsync(HttpMethod.Get, "_resolve/index/" + patterns, EngineBody.None, cancellationToken)
            .ConfigureAwait(false);
        if (reply.Status == 404)
            return [];
        var answer = reply.Required("list our data streams and indices").Json;
        return [.. answer.GetProperty("data_streams").EnumerateArray()
            .Select(d => new StoredData(d.GetProperty("name").GetString()!, true, Length(d.GetProperty("backing_indices"))))
            .Concat(answer.GetProperty("indices").EnumerateArray()
                .Select(i => new StoredData(i.GetProperty("name").GetString()!, false, 1)))
            .OrderBy(d => d.Name, StringComparer.Ordinal)];
    }

    private static int Length(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 1;
}
