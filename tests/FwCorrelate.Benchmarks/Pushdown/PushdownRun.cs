// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Service;

namespace FwCorrelate.Benchmarks.Pushdown;

/// <summary>
/// An investigation of an index of many records of which few can matter: all of them read, and only those fetched that may match.
/// </summary>
internal static class PushdownRun
{
    private const string Index = "fwcorrelate-benchmark-pushdown";

    private const string Mapping = """
        {"settings":{"number_of_shards":1,"number_of_replicas":0},"mappings":{"dynamic":"strict","properties":{
          "@timestamp":{"type":"date"},"ecs":{"properties":{"version":{"type":"keyword"}}},
          "event":{"properties":{"kind":{"type":"keyword"},"category":{"type":"keyword"},"type":{"type":"keyword"},"action":{"type":"keyword"},
            "start":{"type":"date"},"end":{"type":"date"},"duration":{"type":"long"},"original":{"type":"keyword","index":false,"doc_values":false} } },
          "source":{"properties":{"ip":{"type":"ip"},"port":{"type":"long"} } },
          "destination":{"properties":{"ip":{"type":"ip"},"port":{"type":"long"},"domain":{"type":"keyword"} } },
          "network":{"properties":{"transport":{"type":"keyword"},"iana_number":{"type":"keyword"},"type":{"type":"keyword"},"bytes":{"type":"long"},
            "packets":{"type":"long"},"community_id":{"type":"keyword"},"direction":{"type":"keyword"} } },
          "observer":{"properties":{"ingress":{"properties":{"interface":{"properties":{"name":{"type":"keyword"} } } } } } },
          "cloud":{"properties":{"provider":{"type":"keyword"},"account":{"properties":{"id":{"type":"keyword"} } } } },
          "fwcorrelate":{"properties":{"record":{"properties":{"file":{"type":"keyword"},"line":{"type":"long"},"index":{"type":"long"},"offset":{"type":"long"},
            "direction":{"type":"keyword"},"loss":{"type":"keyword"},"format":{"type":"keyword"} } } } } } } }
        """;

    /// <param name="url">An engine that the index may be made in; one of the same count is used again.</param>
    public static void Print(string url, int documents, int runs)
    {
        PrepareAsync(url, documents).GetAwaiter().GetResult();
        Console.WriteLine($"{documents.ToString("N0", CultureInfo.InvariantCulture)} flow documents, one in {PushdownDocuments.Rarity:N0} matches, shipped pack");
        Measure(url, pushdown: true);
        var (few, fewResult) = Best(url, pushdown: true, runs);
        var (all, allResult) = Best(url, pushdown: false, 1);
        Console.WriteLine($"only what may match  {few.TotalSeconds:F2} s  {fewResult}");
        Console.WriteLine($"everything           {all.TotalSeconds:F2} s  {allResult}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all / few:F1} times faster; results {(fewResult.Ids == allResult.Ids ? "are the same" : "DIFFER")}"));
    }

    private static (TimeSpan Time, Outcome Result) Best(string url, bool pushdown, int runs) =>
        Enumerable.Range(0, runs).Select(_ => Measure(url, pushdown)).MinBy(r => r.Time);

    private static (TimeSpan Time, Outcome Result) Measure(string url, bool pushdown)
    {
        var watch = Stopwatch.StartNew();
        using var result = Investigation.Run(new InvestigationOptions { Logs = [$"elastic:{Index}"], Elastic = EngineEndpoint.Of(url), NoPushdown = !pushdown });
        var ids = string.Join(' ', result.Incidents.Select(i => i.Id).Concat(result.Attributions.Select(a => $"{a.Origin.Sha256}:{a.Attribution.Kind}:{a.Connection.StartBasis}")));
        return (watch.Elapsed, new Outcome(result.Ledger.Parsed, result.Ledger.Matched, result.Incidents.Count, ids));
    }

    private static async Task PrepareAsync(string url, int documents)
    {
        using var engine = await SearchEngine.ConnectAsync(EngineEndpoint.Of(url), TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        var count = await engine.SendAsync(HttpMethod.Get, $"{Index}/_count", EngineBody.None, CancellationToken.None).ConfigureAwait(false);
        if (count.IsSuccess && count.Json.GetProperty("count").GetInt64() == documents)
            return;
        await engine.SendAsync(HttpMethod.Delete, Index, EngineBody.None, CancellationToken.None).ConfigureAwait(false);
        (await engine.SendAsync(HttpMethod.Put, Index, EngineBody.Json(Mapping), CancellationToken.None).ConfigureAwait(false)).Required("make the index");
        var writer = new BulkWriter(engine, r => throw new InvalidDataException(r.Reason), TimeProvider.System);
        await using (writer.ConfigureAwait(false))
        {
            var id = 0;
            foreach (var document in PushdownDocuments.Make(documents))
                await writer.AddAsync(BulkDocument.Create(Index, (id++).ToString(CultureInfo.InvariantCulture), document), CancellationToken.None).ConfigureAwait(false);
            await writer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }

        (await engine.SendAsync(HttpMethod.Post, $"{Index}/_forcemerge?max_num_segments=5", EngineBody.None, CancellationToken.None).ConfigureAwait(false)).Required("merge");
        (await engine.SendAsync(HttpMethod.Post, $"{Index}/_refresh", EngineBody.None, CancellationToken.None).ConfigureAwait(false)).Required("refresh");
    }

    private sealed record Outcome(long Parsed, long Matched, int Incidents, string Ids)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"read {Parsed}, matched {Matched}, incidents {Incidents}");
    }
}
