// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Elastic.Tests.Kibana;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>
/// The five commands of src/FwCorrelate.Elastic/README.md, from an empty cluster to the first incident in a saved search.
/// </summary>
[TestClass]
public sealed class FirstIncidentTests
{
    private static readonly string Scenario = Path.Combine(Repository.Root, "fixtures", "scenarios", "aws");

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task FiveCommands_OnAnEmptyCluster_ShowTheIncidentsThatTheFilesGive()
    {
        var search = KibanaSource.Shipped.Searches.Single(s => s.Key == "incidents-to-triage");
        var query = (await KqlTranslation.OfAsync([search.Query], TestContext.CancellationToken)).Single();
        var server = await EngineServer.StartAsync("opensearch");
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-first-").FullName;
        try
        {
            await using var kibana = KibanaServer.Start(new FakeKibana());
            using var engine = await server.ConnectAsync(TestContext.CancellationToken);
            Run("elastic", "install", "--url", server.Url, "--kibana-url", kibana.Url);
            await ShipAsync(engine);
            var result = Path.Combine(folder, "result");
            Run("investigate", CaseIn(folder), "--elastic-url", server.Url, "--out", result, "--format", "csv");
            Run("elastic", "push", result, "--url", server.Url);
            var found = await FindAsync(engine, KibanaSource.Shipped.View(search.DataView).Title, query);
            Assert.AreSequenceEqual(Expected(), found);
        }
        finally
        {
            await server.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(params string[] arguments)
    {
        var run = ProgramRun.Of(arguments);
        Assert.AreEqual(0, run.Code, $"{string.Join(' ', arguments)}: {run.Error}");
    }

    // The scenario's case, with its logs in the engine.
    private static string CaseIn(string folder)
    {
        var copy = Path.Combine(folder, "case");
        foreach (var file in new[] { "case.yml", "timeline/traces.jsonl", "leases/leases.csv" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
            File.Copy(Path.Combine(Scenario, file), Path.Combine(copy, file));
        }

        File.AppendAllText(Path.Combine(copy, "case.yml"), "sources: {flows: 'elastic:logs-fwcorrelate.flow-*,logs-fwcorrelate.alert-*'}\n");
        return copy;
    }

    // As a shipper sends it: the line as it is, and what the columns are.
    private async Task ShipAsync(SearchEngine engine)
    {
        var body = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Combine(Scenario, "logs", "vpc")).Order(StringComparer.Ordinal))
        {
            var lines = Lines(file);
            foreach (var line in lines)
            {
                var shipped = new JsonObject { ["message"] = line, ["fwcorrelate"] = new JsonObject { ["log_format"] = lines[0] } };
                body.Append("{\"create\":{}}\n").Append(shipped.ToJsonString()).Append('\n');
            }
        }

        var lineBody = EngineBody.Lines([Encoding.UTF8.GetBytes(body.ToString())]);
        var reply = await engine.SendAsync(HttpMethod.Post, "logs-fwcorrelate.flow-default/_bulk?refresh=true", lineBody, TestContext.CancellationToken);
        Assert.IsFalse(reply.Required("ship").Json.GetProperty("errors").GetBoolean());
    }

    private static string[] Lines(string file)
    {
        using var stream = File.OpenRead(file);
        using Stream opened = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(opened);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<IEnumerable<string>> FindAsync(SearchEngine engine, string index, JsonObject query)
    {
        (await engine.SendAsync(HttpMethod.Post, $"{index}/_refresh", EngineBody.None, TestContext.CancellationToken)).Required("refresh");
        var body = new JsonObject { ["size"] = 10_000, ["_source"] = false, ["query"] = query.DeepClone() };
        var reply = await engine.SendAsync(HttpMethod.Post, $"{index}/_search", EngineBody.Json(body), TestContext.CancellationToken);
        return reply.Required("search").Json.GetProperty("hits").GetProperty("hits").EnumerateArray()
            .Select(h => h.GetProperty("_id").GetString()!).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Expected() => File.ReadLines(Path.Combine(Scenario + ".expected", "incidents.jsonl"))
        .Select(l => JsonNode.Parse(l)!.AsObject()).Where(ExpectedHits.OfSearches["incidents-to-triage"])
        .Select(i => (string)i["event"]!["id"]!).Order(StringComparer.Ordinal);
}
