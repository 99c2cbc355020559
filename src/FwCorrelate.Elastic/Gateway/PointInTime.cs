// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// A view of indices that does not change while it is read. The engine may give it a new id with every answer; the newest counts.
/// </summary>
internal sealed class PointInTime(ISearchEngine engine, string indices, TimeSpan keepAlive)
{
    private string? _id;

    public bool IsOpen => _id is not null;

    public string KeepAlive { get; } = ((long)keepAlive.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "s";

    public string Id
    {
        get => _id ?? throw new InvalidOperationException("The point in time is not open.");
        set => _id = value;
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var path = engine.Dialect.OpenPointInTime(IndexPath.Of(indices), KeepAlive);
        var reply = await engine.SendAsync(HttpMethod.Post, path, EngineBody.None, cancellationToken).ConfigureAwait(false);
        reply.Required($"open a point in time of {indices}");
        _id = reply.Json.TryGetProperty(engine.Dialect.PointInTimeId, out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : throw new EngineException(
                EngineFailure.Unreadable, $"the answer to opening a point in time of {indices} holds no id: is there a proxy in between?");
    }

    /// <summary>Frees what the engine holds; where that fails, it ends by itself.</summary>
    public async Task CloseAsync()
    {
        if (_id is not { } id)
            return;
        _id = null;
        var body = new JsonObject
        {
            [engine.Dialect.PointInTimeId] = engine.Dialect.Product == EngineProduct.OpenSearch ? new JsonArray(
            id) : id
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await engine.SendAsync(HttpMethod.Delete, engine.Dialect.ClosePointInTime, EngineBody.Json(body), limit.Token)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is EngineException or OperationCanceledException)
        {
            // Nothing depends on it.
        }
    }
}
