// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Elastic.Engines.Gateway;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Engines.Clusters;

/// <summary>
/// Three nodes, one of which freezes and comes back, and then one that is killed, in the middle of writing and of reading: every document
/// exactly once. Minutes each, so that they run only with <c>FWC_TEST_CLUSTERS=1</c>.
/// </summary>
[TestClass]
[TestCategory("Cluster")]
public sealed class LostNodeTests
{
    private const int Count = 30_000;

    // The node behind the URL is the first; a frozen node is noticed by the others after half a minute.
    private const int Lost = 1;

    private static readonly EngineTimeouts Timeouts = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(590_000, CooperativeCancellation = true)]
    [DataRow("opensearch")]
    [DataRow("elasticsearch")]
    public Task Write_NodeFreezesAndOneIsKilled_EachOnce(string name) => OnClusterAsync(name, async (server, engine) =>
    {
        foreach (var signal in new[] { "-STOP", "-KILL" })
        {
            var index = await IndexAsync(engine);
            await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System);
            for (var i = 0; i < Count; i++)
            {
                if (i == Count / 3)
                    Signal(server, signal);
                await writer.AddAsync(StoredDocuments.Document(index, i), Cancelled);
            }

            await writer.FlushAsync(Cancelled);
            TestContext.WriteLine($"{name} {signal}: {writer.Counts}");
            await HealAsync(server, engine, signal);
            await StoredDocuments.RefreshAsync(engine, index, Cancelled);
            StoredDocuments.AreExactly(Count, await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = index }, Cancelled, RetryPolicy.Default));
        }
    });

    [TestMethod]
    [Timeout(590_000, CooperativeCancellation = true)]
    [DataRow("opensearch")]
    [DataRow("elasticsearch")]
    public Task Read_NodeFreezesAndOneIsKilled_EachOnce(string name) => OnClusterAsync(name, async (server, engine) =>
    {
        var index = await IndexAsync(engine);
        await StoredDocuments.WriteAsync(engine, index, Count, cancellationToken: Cancelled);
        foreach (var signal in new[] { "-STOP", "-KILL" })
        {
            var reader = new PointInTimeReader(engine, TimeProvider.System);
            var ids = new List<string>();
            var pages = 0;
            await foreach (var page in reader.ReadAsync(new ScanRequest { Indices = index, PageSize = 500 }, Cancelled))
            {
                ids.AddRange(page.Documents.Select(d => d.Id));
                if (++pages == 5)
                    Signal(server, signal);
            }

            TestContext.WriteLine($"{name} {signal}: {reader.Renewals} points in time were replaced");
            StoredDocuments.AreExactly(Count, ids);
            await HealAsync(server, engine, signal);
        }
    });

    private async Task OnClusterAsync(string name, Func<EngineServer, SearchEngine, Task> work)
    {
        if (Environment.GetEnvironmentVariable("FWC_TEST_CLUSTERS") != "1")
            Assert.Inconclusive("Clusters of three nodes take minutes: set FWC_TEST_CLUSTERS=1 to run this test.");
        var server = await EngineServer.StartAsync(name, "--nodes", "3");
        try
        {
            using var engine = await SearchEngine.ConnectAsync(EngineEndpoint.Of(server.Url, timeouts: Timeouts), TimeProvider.System, Cancelled);
            await work(server, engine);
        }
        finally
        {
            Signal(server, "-CONT");
            await server.StopAsync();
        }
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

    // A frozen node comes back before another is lost; a killed one does not.
    private async Task HealAsync(EngineServer server, SearchEngine engine, string signal)
    {
        if (signal != "-STOP")
            return;
        Signal(server, "-CONT");
        await GreenAsync(engine);
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

    private static void Signal(EngineServer server, string signal)
    {
        using var kill = Process.Start("kill", [signal, server.Processes[Lost].ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
