// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Benchmarks.Pipelines;

/// <summary>
/// Records per second through our pipelines and through hand-written ones that make the same documents, on an OpenSearch of the user's.
/// </summary>
internal sealed class PipelineTable : IDisposable
{
    private const int RecordsPerRequest = 2000;
    private const int Requests = 5;
    private const int WarmUp = 4;
    private const string Index = "fwcbench";
    private readonly HttpClient _client;
    private readonly string _fixtures;
    private readonly int _runs;

    /// <param name="fixtures">The folder <c>fixtures/scenarios</c>.</param>
    public PipelineTable(string url, string fixtures, int runs) =>
        (_client, _fixtures, _runs) = (new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(5) }, fixtures, runs);

    public async Task PrintAsync()
    {
        await SendAsync(HttpMethod.Put, "_ingest/pipeline/" + Uri.EscapeDataString(IngestPipeline.UserHook), new JsonObject { ["processors"] = new JsonArray() });
        foreach (var pipeline in ShippedPipelines.Set.All)
            await SendAsync(HttpMethod.Put, "_ingest/pipeline/" + pipeline.Name, pipeline.Body(EngineProduct.OpenSearch));
        Console.WriteLine("| records | written to | ours, records/s | by hand, records/s | ours / by hand |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: |");
        await CompareAsync("fwcorrelate-aws-vpc-flow", HandWritten.Aws(), Lines("aws/logs").Where(l => l.Split(' ').Length == 14));
        await CompareAsync("fwcorrelate-alibaba-cloud-firewall", HandWritten.CloudFirewall(), Lines("rome/logs/cfw"));
        await CompareAsync("fwcorrelate-alibaba-vpc-flow", HandWritten.AlibabaVpcFlow(), Lines("rome/logs/vpcflow"));
    }

    public void Dispose() => _client.Dispose();

    private IEnumerable<string> Lines(string folder) => Directory.EnumerateFiles(Path.Combine(_fixtures, folder), "*", SearchOption.AllDirectories)
        .Where(f => !f.EndsWith(".gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(File.ReadLines);

    private async Task CompareAsync(string name, JsonArray byHand, IEnumerable<string> lines)
    {
        await SendAsync(HttpMethod.Put, "_ingest/pipeline/fwcbench-hand", new JsonObject { ["processors"] = byHand.DeepClone() });
        var records = await SameAsync(name, [.. lines.Distinct(StringComparer.Ordinal).Take(2000)]);
        foreach (var isStored in (bool[])[false, true])
        {
            await WrapAsync("fwcbench-a", name, isStored);
            await WrapAsync("fwcbench-b", "fwcbench-hand", isStored);
            var (ours, hand) = await RatesAsync(Body(records));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {(isStored ? "an index" : "nothing")} | {ours:N0} | {hand:N0} | {ours / hand:F2} |"));
        }
    }

    // Only records of which both make the same document are compared.
    private async Task<List<string>> SameAsync(string name, string[] lines)
    {
        var docs = new JsonObject { ["docs"] = new JsonArray([.. lines.Select(l => new JsonObject { ["_source"] = new JsonObject { ["message"] = l } })]) };
        var ours = (await SendAsync(HttpMethod.Post, $"_ingest/pipeline/{name}/_simulate", docs))["docs"]!.AsArray();
        var hand = (await SendAsync(HttpMethod.Post, "_ingest/pipeline/fwcbench-hand/_simulate", docs))["docs"]!.AsArray();
        var same = new List<string>();
        string? different = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (ours[i]?["doc"]?["_source"] is not JsonObject one || (string?)one["event"]!["kind"] == "pipeline_error")
                continue;
            if (hand[i]?["doc"]?["_source"] is JsonObject two && DocumentDifference.Between(one, two) is var differences && differences.Count == 0)
                same.Add(lines[i]);
            else
                different ??= $"{lines[i]}: {hand[i]?["error"]?["reason"]} {string.Join("; ", hand[i]?["doc"]?["_source"] is JsonObject made ? DocumentDifference.Between(one, made) : [])}";
        }

        await Console.Error.WriteLineAsync($"{name}: {same.Count} of {lines.Length} records make the same document both ways; left out, such as {different}");
        return same;
    }

    private async Task WrapAsync(string wrapper, string name, bool isStored)
    {
        var processors = new JsonArray(new JsonObject { ["pipeline"] = new JsonObject { ["name"] = name } });
        if (!isStored)
            processors.Add(new JsonObject { ["drop"] = new JsonObject() });
        await SendAsync(HttpMethod.Put, "_ingest/pipeline/" + wrapper, new JsonObject { ["processors"] = processors });
    }

    private async Task<(double Ours, double Hand)> RatesAsync(byte[] body)
    {
        var (ours, hand) = (new List<double>(), new List<double>());
        for (var run = -WarmUp; run < _runs; run++)
        {
            // In turn, so that whatever else the machine does meets both.
            var (one, two) = (await RateAsync("fwcbench-a", body), await RateAsync("fwcbench-b", body));
            if (run >= 0)
            {
                ours.Add(one);
                hand.Add(two);
            }
        }

        return (Median(ours), Median(hand));
    }

    private async Task<double> RateAsync(string pipeline, byte[] body)
    {
        await SendAsync(HttpMethod.Delete, Index + "?ignore_unavailable=true", (JsonNode?)null);
        var settings = new JsonObject { ["settings"] = new JsonObject { ["number_of_replicas"] = 0, ["refresh_interval"] = "-1" }, ["mappings"] = new JsonObject { ["dynamic"] = false } };
        await SendAsync(HttpMethod.Put, Index, settings);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Requests; i++)
            await SendAsync(HttpMethod.Post, $"{Index}/_bulk?pipeline={pipeline}&filter_path=errors", body);
        return RecordsPerRequest * Requests / watch.Elapsed.TotalSeconds;
    }

    private static byte[] Body(List<string> records)
    {
        var body = new StringBuilder();
        for (var i = 0; i < RecordsPerRequest; i++)
            body.Append("{\"create\":{}}\n").Append(new JsonObject { ["message"] = records[i % records.Count] }.ToJsonString()).Append('\n');
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body) =>
        SendAsync(method, path, body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString()));

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || text.Contains("\"errors\":true", StringComparison.Ordinal))
            throw new InvalidOperationException($"{method} {path}: {text[..Math.Min(text.Length, 2000)]}");
        return JsonNode.Parse(text)!;
    }
}
