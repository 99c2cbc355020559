// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Elastic.Engines.Gateway;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Engines.Clusters;

/// <summary>
/// Three nodes, all of them named to the client, of which one freezes and comes back while it writes, and another is killed while it reads:
/// every document exactly once.
/// </summary>
[TestClass]
[TestCategory("Cluster")]
public sealed class LostNodeTests
{
    private const int Count = 9_000;
    private const int Frozen = 1;

    // The one that is named first, and that the greeting went to.
    private const int Killed = 0;

    private static readonly EngineTimeouts Timeouts = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow("opensearch")]
    [DataRow("elasticsearch")]
    public async Task WriteAndRead_NodeFreezesAndOneIsKilled_EachOnce(string name)
    {
        var server = await EngineServer.StartAsync(name, "--nodes", "3");
        try
        {
            using var engine = await SearchEngine.ConnectAsync(EngineEndpoint.Of(server.Urls, timeouts: Timeouts), TimeProvider.System, Cancelled);
            var index = await IndexAsync(engine);
            await WriteAsync(engine, index, 0, () => Signal(server, Frozen, "-STOP"));
            Signal(server, Frozen, "-CONT");
            await GreenAsync(engine);
            await StoredDocuments.RefreshAsync(engine, index, Cancelled);

            var reader = new PointInTimeReader(engine, TimeProvider.System);
            var ids = new List<string>();
            var pages = 0;
            await foreach (var page in reader.ReadAsync(new ScanRequest { Indices = index, PageSize = 500 }, Cancelled))
            {
                ids.AddRange(page.Documents.Select(d => d.Id));
                if (++pages == 5)
                    Signal(server, Killed, "-KILL");
            }

            TestContext.WriteLine($"{name}: {reader.Renewals} points in time were replaced");
            StoredDocuments.AreExactly(Count, ids);
            await WriteAsync(engine, index, Count, () => { });
        }
        finally
        {
            Signal(server, Frozen, "-CONT");
            await server.StopAsync();
        }
    }

    private async Task WriteAsync(SearchEngine engine, string index, int from, Action midway)
    {
        await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System);
        for (var i = from; i < from + Count; i++)
        {
            if (i == from + (Count / 3))
                midway();
            await writer.AddAsync(StoredDocuments.Document(index, i), Cancelled);
        }

        await writer.FlushAsync(Cancelled);
        TestContext.WriteLine($"{writer.Counts}");
        Assert.AreEqual(Count, writer.Counts.Stored + writer.Counts.AlreadyThere);
    }

    private async Task<string> IndexAsync(SearchEngine engine)
    {
        var index = EngineServer.Unique("lost");
        const string Body = """
            {"settings": {"number_of_shards": 3, "number_of_replicas": 1},
             "mappings": {"dynamic": "strict", "properties": {"@timestamp": {"type": "date"}, "n": {"type": "long"} } } }
            """;
        (await engine.SendAsync(HttpMethod.Put, index, EngineBody.Json(Body), Cancelled)).Required($"make {index}");
        await GreenAsync(engine);
        return index;
    }

    private async Task GreenAsync(SearchEngine engine)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            try
            {
                var reply = await engine.SendAsync(HttpMethod.Get, "_cluster/health?wait_for_status=green&wait_for_nodes=3&timeout=10s", EngineBody.None, Cancelled);
                if (reply.IsSuccess)
                    return;
            }
            catch (EngineException exception) when (exception.IsTransient)
            {
                await Task.Delay(1_000, Cancelled);
            }
        }

        Assert.Fail("The cluster did not become green again.");
    }

    private static void Signal(EngineServer server, int node, string signal)
    {
        using var kill = Process.Start("kill", [signal, server.Processes[node].ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
