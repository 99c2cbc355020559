// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Queries;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;

namespace FwCorrelate.Elastic.Engines.Reading;

/// <summary>
/// The law of push-down: whatever the rules and the documents, no document that matches is left out by the query that is made of the rules.
/// </summary>
[TestClass]
public sealed class NecessaryQueryTests
{
    private const int Documents = 1_000;

    // Each run draws others; more at once with FWC_RULE_SETS=150.
    private static readonly int RuleSets =
        int.TryParse(Environment.GetEnvironmentVariable("FWC_RULE_SETS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 50;

    private static readonly Gen<string> Test = Gen.OneOf(
        Of("dst_port", 22, 53, 80, 443, 3333, 8080, 0), Of("dst_port|gte", 1024, 32768), Of("dst_port|lt", 1024, 32768), Of("src_port|gte", 1024), Of("src_port|lt", 1024, 32768),
        Of("blocked", "true", "false"), Of("action", "allow", "deny", "drop", "reject", "alert", "ACCEPT", "pass"), Of("direction", "outbound", "inbound"),
        Of("protocol", "tcp", "udp", "icmp"), Of("network.iana_number", 6, 17), Of("bytes|gte", 100, 5000), Of("bytes|lt", 100, 5000), Of("packets|lte", 3, 15), Of("packets|gt", 3),
        Of("bytes_per_packet|lte", 60), Of("tcp_flags", 2, 18, 0), Of("src_is_internal", "true", "false"), Of("dst_is_internal", "true", "false"),
        Of("dst_ip", "10.0.0.1", "203.0.113.7", "2001:db8::1"), Of("dst_ip|cidr", "10.0.0.0/8", "203.0.113.0/28", "2001:db8::/32"), Of("src_ip|startswith", "10."),
        Of("destination.domain|endswith", "'.example'", "pool.example"), Of("rule.name|contains", "mining"), Of("event.kind", "alert"), Of("duration|gte", 10));

    private static readonly Gen<string> Rules = Gen.Select(Test.Array[1, 3], Test.Array[1, 3], Gen.Int[0, 5], Gen.Bool)
        .Select((first, second, link, isAlert) => Rule(first, second, link, isAlert)).Array[1, 4].Select(r => string.Join("---\n", r.Select((rule, i) => rule.Replace("N\n", $"{i}\n", StringComparison.Ordinal))));

    private static readonly Gen<JsonObject> Document = Gen.Int[0, int.MaxValue].Select(RandomDocument);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch, "strict")]
    [DataRow(EngineProduct.OpenSearch, "true")]
    [DataRow(EngineProduct.Elasticsearch, "false")]
    [DataRow(EngineProduct.Elasticsearch, "strict")]
    public async Task Query_OfAnyRules_FindsEveryDocumentThatMatches(EngineProduct product, string dynamic)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var index = EngineServer.Unique("necessary");
        var documents = new List<string>();
        Document.Array[Documents].Sample(d => documents = [.. d.Select(o => o.ToJsonString())], iter: 1, threads: 1);
        await StoreAsync(engine, index, dynamic, documents);
        var batches = Read(documents);
        var (sets, narrow) = (0, 0);
        Rules.Sample(
            rules =>
            {
                var detector = SigmaRules.Compile([new RuleFile("generated.yml", "generated.yml", Encoding.UTF8.GetBytes(rules))], SigmaOptions.Default).Detector;
                Assert.IsNotEmpty(detector.Rules, rules);
                var matching = Matching(detector, batches);
                var found = FoundAsync(engine, index, detector.NecessaryCondition).GetAwaiter().GetResult();
                var missed = matching.Where(m => !found.Contains(m)).ToList();
                Assert.IsEmpty(missed, $"{rules}\n{(missed.Count > 0 ? documents[missed[0]] : "")}");
                sets++;
                narrow += found.Count < Documents ? 1 : 0;
            },
            iter: RuleSets, threads: 1);

        // A query for everything would be sound too.
        Assert.IsGreaterThan(sets / 4, narrow);
    }

    private static Gen<string> Of(string field, params object[] values) =>
        Gen.Select(Gen.Int[0, values.Length - 1], Gen.Int[0, values.Length - 1], Gen.Bool).Select((a, b, isList) => isList && !field.Contains('|') ? $"{field}: [{values[a]}, {values[b]}]" : $"{field}: {values[a]}");

    private static string Rule(string[] first, string[] second, int link, bool isAlert)
    {
        var condition = link switch { 0 => "a", 1 => "a and b", 2 => "a or b", 3 => "a and not b", 4 => "not a and b", _ => "not a or b" };
        return $"""
            title: Generated
            id: 00000000-0000-4000-8000-00000000000N
            status: test
            level: low
            logsource: {(isAlert ? "{product: fwcorrelate, service: alert}" : "{product: fwcorrelate, service: flow}")}
            detection:
              a:
                {string.Join("\n    ", first.DistinctBy(NameOf))}
              b:
                {string.Join("\n    ", second.DistinctBy(NameOf))}
              condition: {condition}

            """;
    }

    private static string NameOf(string test) => test[..test.IndexOf(": ", StringComparison.Ordinal)];

    // What a reader, a pipeline or someone else's program may have stored: fields are left out, told twice, or written as text.
    private static JsonObject RandomDocument(int seed)
    {
        var random = new Random(seed);
        var document = new JsonObject { ["@timestamp"] = "2026-02-10T09:00:00.000000Z" };
        Put("event.start", "2026-02-10T09:00:00.000000Z");
        Put("event.end", Any("2026-02-10T09:00:05.000000Z", "2026-02-10T09:00:20.000000Z"));
        Put("event.kind", Any("event", "event", "alert"));
        Maybe("event.action", "ACCEPT", "REJECT", "pass", "drop", "alert", "deny", "unheard-of");
        if (random.Next(3) > 0)
            Put("event.type", new JsonArray("connection", random.Next(2) == 0 ? "allowed" : "denied"));
        Put("source.ip", Any("10.0.0.1", "10.0.0.2", "192.168.7.9", "203.0.113.7", "2001:db8::1"));
        Put("destination.ip", Any("10.0.0.1", "203.0.113.7", "203.0.113.99", "2001:db8::1", "fd00::5"));
        Maybe("source.port", 0, 22, 500, 1024, 40000, 65535);
        Maybe("destination.port", 0, 22, 53, 443, 3333, 8080, 40000, "443");
        Maybe("network.transport", "tcp", "udp", "icmp", "TCP");
        Maybe("network.iana_number", "6", "17", "1", 6);
        Maybe("network.bytes", 0, 60, 99, 100, 4999, 5000, 1 << 20);
        Maybe("network.packets", 0, 1, 3, 4, 15, 16, 400);
        Maybe("source.bytes", 60, 5000);
        Maybe("network.direction", "outbound", "ingress", "unknown");
        Maybe("fwcorrelate.record.direction", "outbound", "inbound", "unknown");
        Maybe("fwcorrelate.record.tcp_flags", 0, 2, 16, 18);
        Maybe("fwcorrelate.record.initiator", "source");
        Maybe("destination.domain", "a.example", "pool.example", "other.test");
        Maybe("rule.name", "Coin mining", "Sweep");
        Put("fwcorrelate.record.format", Any("aws-vpc-flow", "alibaba-vpc-flow", "alibaba-cloud-firewall"));
        return document;

        JsonNode Any(params JsonNode[] values) => values[random.Next(values.Length)].DeepClone();

        void Maybe(string field, params JsonNode[] values)
        {
            if (random.Next(4) > 0)
                Put(field, Any(values));
        }

        void Put(string field, JsonNode value)
        {
            var at = document;
            var names = field.Split('.');
            foreach (var name in names[..^1])
                at = (at[name] ??= new JsonObject()).AsObject();
            at[names[^1]] = value;
        }
    }

    private async Task StoreAsync(SearchEngine engine, string index, string dynamic, List<string> documents)
    {
        var mapping = StoreMapping.Of(StoreField.Common.Concat(StoreField.Of("flow")).Concat(StoreField.Of("alert")).DistinctBy(f => f.Name));
        mapping["dynamic"] = dynamic;
        (await engine.SendAsync(HttpMethod.Put, index, EngineBody.Json(new JsonObject { ["mappings"] = mapping }), Cancelled)).Required("make the index");
        await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System);
        for (var i = 0; i < documents.Count; i++)
            await writer.AddAsync(BulkDocument.Create(index, $"d{i}", Encoding.UTF8.GetBytes(documents[i])), Cancelled);
        await writer.FlushAsync(Cancelled);
        (await engine.SendAsync(HttpMethod.Post, index + "/_refresh", EngineBody.None, Cancelled)).Required("refresh");
    }

    /// <summary>The records of each document, read as an investigation reads them.</summary>
    private static FlowBatch[] Read(IReadOnlyList<string> documents)
    {
        var path = Path.GetTempFileName();
        try
        {
            var format = FlowFormats.Shipped.Find("ecs")!;
            var file = new InputFile("x", "ecs", LogSettings.Plain("x"));
            return [.. documents.Select(d => ReadOne(format, file, path, d))];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static FlowBatch ReadOne(IFlowFormat format, InputFile file, string path, string document)
    {
        File.WriteAllText(path, document);
        using var opened = OpenedInput.Open(new CaseInput(path, "x", new FileInfo(path).Length));
        var parser = format.CreateParser(file, default, null);
        var batch = new FlowBatch(file, parser);
        var block = new LineBlockReader(opened, format).Read()!;
        parser.Parse(block, batch);
        return batch.Count == 0 ? batch : FlowBatch.Of(file, parser, batch[0], batch.Raw(0).ToArray()).Batch;
    }

    private static List<int> Matching(SigmaDetector detector, FlowBatch[] batches)
    {
        var (matching, matches) = (new List<int>(), new List<FlowMatch>());
        for (var i = 0; i < batches.Length; i++)
        {
            matches.Clear();
            detector.Detect(batches[i], matches);
            if (matches.Count > 0)
                matching.Add(i);
        }

        return matching;
    }

    private async Task<HashSet<int>> FoundAsync(SearchEngine engine, string index, NecessaryCondition necessary)
    {
        var fields = await MappedFields.AskAsync(engine, index, NecessaryQuery.Fields.Concat(NecessaryQuery.ColumnsOf(necessary)).Distinct(), Cancelled);
        var body = new JsonObject { ["size"] = 10_000, ["_source"] = false, ["query"] = new NecessaryQuery(fields, EcsWords.WordsOfActions).Of(necessary) };
        var reply = (await engine.SendAsync(HttpMethod.Post, index + "/_search", EngineBody.Json(body), Cancelled)).Required("search");
        return [.. reply.Json.GetProperty("hits").GetProperty("hits").EnumerateArray().Select(h => int.Parse(h.GetProperty("_id").GetString()![1..], null))];
    }
}
