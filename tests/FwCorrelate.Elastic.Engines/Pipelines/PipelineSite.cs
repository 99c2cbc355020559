// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>A real OpenSearch with the shipped pipelines, spoken with as a shipper does.</summary>
internal sealed class PipelineSite : IDisposable
{
    private static int _streams;
    private static int _indices;
    private readonly HttpClient _client;

    private PipelineSite(string url) => _client = new HttpClient { BaseAddress = new Uri(url) };

    // Once for all tests: who changes one puts it back.
    private static readonly Lazy<Task<string>> Installed = new(InstallAllAsync);

    public static async Task<PipelineSite> OpenAsync() => new(await Installed.Value);

    private static async Task<string> InstallAllAsync()
    {
        using var site = new PipelineSite((await EngineServer.OpenSearchAsync()).Url);
        foreach (var asset in ShippedPipelines.Set.Assets.Concat(StoreTemplates.All(null)))
            await site.InstallAsync(asset);
        return site._client.BaseAddress!.AbsoluteUri;
    }

    /// <summary>Stores what the installer would.</summary>
    public async Task InstallAsync(InstallableAsset asset)
    {
        if (asset.Marked(EngineFeatures.Usual(EngineProduct.OpenSearch)) is { } body)
            await SendAsync(HttpMethod.Put, asset.Path, body.ToJsonString());
    }

    /// <summary>
    /// Stores events through a pipeline and reads them back; those that it dropped are missing. The key is the place of the event.
    /// </summary>
    public async Task<Dictionary<int, JsonObject>> StoreAsync(IReadOnlyList<(string Pipeline, JsonObject Event)> events)
    {
        var index = string.Create(CultureInfo.InvariantCulture, $"fwctest-{Environment.ProcessId}-{Interlocked.Increment(ref _indices)}");
        await SendAsync(HttpMethod.Put, index, """{"settings":{"number_of_replicas":0,"refresh_interval":-1},"mappings":{"dynamic":false}}""");
        var stored = new Dictionary<int, JsonObject>();
        for (var first = 0; first < events.Count; first += 5000)
        {
            var body = new StringBuilder();
            for (var i = first; i < Math.Min(first + 5000, events.Count); i++)
            {
                body.Append(CultureInfo.InvariantCulture, $$$"""{"create":{"_id":"{{{i}}}","pipeline":"{{{events[i].Pipeline}}}"}}""").Append('\n');
                body.Append(events[i].Event.ToJsonString()).Append('\n');
            }

            var answer = await SendAsync(HttpMethod.Post, $"{index}/_bulk?refresh=true", body.ToString());
            Assert.IsFalse((bool)answer["errors"]!, answer.ToJsonString());
            var ids = string.Join(',', Enumerable.Range(first, Math.Min(5000, events.Count - first)).Select(i => $"\"{i}\""));
            var range = "{\"size\":5000,\"query\":{\"ids\":{\"values\":[" + ids + "]}}}";
            foreach (var hit in (await SendAsync(HttpMethod.Post, index + "/_search", range))["hits"]!["hits"]!.AsArray())
                stored.Add(int.Parse((string)hit!["_id"]!, CultureInfo.InvariantCulture), hit["_source"]!.DeepClone().AsObject());
        }

        await SendAsync(HttpMethod.Delete, index, null);
        return stored;
    }

    /// <summary>A namespace of data streams that no other test uses.</summary>
    public static string NewNamespace() =>
        string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _streams)}");

    /// <summary>Sends events to the data stream of flows as shippers do; the status of each.</summary>
    public async Task<List<int>> ShipAsync(string name, params IReadOnlyList<JsonObject> events)
    {
        var body = string.Concat(events.Select(e => "{\"create\":{}}\n" + e.ToJsonString() + "\n"));
        var answer = await SendAsync(HttpMethod.Post, $"{StoreName.DataStream("flow", name)}/_bulk?refresh=true", body);
        return [.. answer["items"]!.AsArray().Select(i => (int)i!["create"]!["status"]!)];
    }

    /// <summary>What a data stream holds.</summary>
    public async Task<List<JsonObject>> DocumentsAsync(string stream, string name)
    {
        var answer = await SendAsync(HttpMethod.Post, $"{StoreName.DataStream(stream, name)}/_search?ignore_unavailable=true", """{"size":1000}""");
        return [.. answer["hits"]!["hits"]!.AsArray().Select(h => h!["_source"]!.DeepClone().AsObject())];
    }

    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.IsTrue(answer.IsSuccessStatusCode, $"{method} {path}: {text[..Math.Min(text.Length, 3000)]}");
        return JsonNode.Parse(text)!.AsObject();
    }

    public void Dispose() => _client.Dispose();
}
