// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

[TestClass]
public sealed class BulkWriterTests
{
    private static readonly RetryPolicy Fast = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), 6);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public void Flush_AnyFaults_EveryDocumentEndsOnce() =>
        Gen.Select(Gen.Int[1, 400], Gen.Enum<BulkFault>().Where(f => f != BulkFault.ForbidFirstItem).Array[0, 12], Gen.Int[0, 1_000_000]).Sample(
            (documents, faults, seed) =>
            {
                var server = new FaultyBulkServer(faults, seed);
                var rejected = new List<string>();
                var counts = WriteAsync(server, documents, r => rejected.Add(r.Document.Id), attempts: 20).GetAwaiter().GetResult();
                Assert.AreEqual(documents, counts.Added);
                Assert.AreEqual(documents, server.Stored.Count + rejected.Count);
                Assert.AreEqual(rejected.Count, rejected.Distinct().Count());
                Assert.IsFalse(rejected.Exists(server.Stored.Contains));
            },
            iter: 100, threads: 1);

    [TestMethod]
    public async Task Flush_OneItemRefusedForNow_SendsThatOneAlone()
    {
        var server = new FaultyBulkServer([BulkFault.RefuseFirstItem], 0);
        var counts = await WriteAsync(server, 10);
        Assert.AreSequenceEqual([10, 1], server.Sizes);
        Assert.AreEqual(1, counts.SentAgain);
        Assert.AreEqual(10, counts.Stored);
    }

    [TestMethod]
    public async Task Flush_AnswerLostAfterCommit_CountsWhatIsThere()
    {
        var counts = await WriteAsync(new FaultyBulkServer([BulkFault.CutAfterCommit], 0), 10);
        Assert.AreEqual(10, counts.AlreadyThere);
    }

    [TestMethod]
    public async Task Flush_AnswerCutShort_SendsAgain()
    {
        var counts = await WriteAsync(new FaultyBulkServer([BulkFault.CutAnswer], 0), 10);
        Assert.AreEqual(10, counts.AlreadyThere);
    }

    [TestMethod]
    public async Task Flush_ItemRefusedForGood_IsHandedOverWithItsReason()
    {
        var rejections = new List<BulkRejection>();
        var counts = await WriteAsync(new FaultyBulkServer([BulkFault.RejectFirstItem], 0), 10, rejections.Add);
        Assert.AreEqual(1, counts.Rejected);
        Assert.AreEqual("strict_dynamic_mapping_exception", rejections.Single().Type);
        Assert.AreEqual("d0", rejections.Single().Document.Id);
    }

    [TestMethod]
    public async Task Flush_TooLarge_IsHalvedAndNeverAsLargeAgain()
    {
        var server = new FaultyBulkServer([], 0) { MostBytes = 2_000_000 };
        var rejections = new List<BulkRejection>();
        var counts = await WriteAsync(server, 4_000, rejections.Add, padding: 1_000);
        Assert.AreEqual(4_000, counts.Stored);
        Assert.IsEmpty(rejections);
        Assert.IsLessThanOrEqualTo(3, server.TooLarge);
    }

    /// <summary>Each half that is answered is followed by one that is not: no server that is gone, so none is given up.</summary>
    [TestMethod]
    public async Task Flush_EverySecondConnectionCut_IsNotGivenUp()
    {
        var faults = Enumerable.Range(0, 40).Select(n => n % 2 == 0 ? BulkFault.CutBeforeCommit : BulkFault.None).ToList();
        var counts = await WriteAsync(new FaultyBulkServer(faults, 0), 900);
        Assert.AreEqual(900, counts.Stored);
    }

    [TestMethod]
    public async Task Flush_CutForEver_EndsAfterAsManyTries()
    {
        var server = new FaultyBulkServer([], 0) { AlwaysCut = true };
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => WriteAsync(server, 100));
        Assert.Contains("after 6 tries", error.Message);
        Assert.HasCount(6, server.Sizes);
    }

    [TestMethod]
    public async Task Flush_OneDocumentTooLarge_IsRejectedAlone()
    {
        var server = new FaultyBulkServer([], 0) { MostBytes = 5_000 };
        var rejections = new List<BulkRejection>();
        var counts = await WriteAsync(server, 20, rejections.Add, padding: 100, large: 7);
        Assert.AreEqual("d7", rejections.Single().Document.Id);
        Assert.AreEqual(413, rejections.Single().Status);
        Assert.AreEqual(19, counts.Stored);
    }

    [TestMethod]
    public async Task Flush_RefusedForEver_EndsWithASentence()
    {
        var server = new FaultyBulkServer([], 0) { AlwaysBusy = true };
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => WriteAsync(server, 10));
        Assert.AreEqual(EngineFailure.Unavailable, error.Failure);
        Assert.Contains("10 documents are not stored after 6 tries", error.Message);
        Assert.HasCount(6, server.Sizes);
    }

    [TestMethod]
    public async Task Flush_NoRights_EndsAtOnce()
    {
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => WriteAsync(new FaultyBulkServer([BulkFault.ForbidFirstItem], 0), 10));
        Assert.AreEqual(EngineFailure.Forbidden, error.Failure);
    }

    [TestMethod]
    public async Task Flush_FailureStoreTookIt_IsToldApart()
    {
        var counts = await WriteAsync(new FaultyBulkServer([BulkFault.SetFirstItemAside], 0), 10);
        Assert.AreEqual(1, counts.SetAside);
        Assert.AreEqual(9, counts.Stored);
    }

    [TestMethod]
    public async Task Flush_DocumentThatTheEngineFailsAt_IsRejectedInTheEnd()
    {
        var server = new FaultyBulkServer([], 0) { Poison = "d3" };
        var rejections = new List<BulkRejection>();
        var counts = await WriteAsync(server, 10, rejections.Add);
        Assert.AreEqual("d3", rejections.Single().Document.Id);
        Assert.AreEqual(9, counts.Stored);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Add_EngineBusy_Waits()
    {
        var gate = new TaskCompletionSource();
        var handler = new GatedHandler(gate.Task);
        using var engine = await ConnectAsync(handler);
        await using var writer = new BulkWriter(engine, _ => { }, TimeProvider.System, Fast);
        var added = 0;
        var adding = Task.Run(async () =>
        {
            for (; added < 5_000; added++)
                await writer.AddAsync(Document("d" + added, 0), TestContext.CancellationToken);
            await writer.FlushAsync(TestContext.CancellationToken);
        });
        while (handler.Waiting < 2)
            await Task.Delay(5, TestContext.CancellationToken);
        await Task.Delay(100, TestContext.CancellationToken);
        Assert.IsLessThanOrEqualTo(3_000, added);
        Assert.AreEqual(2, handler.Waiting);
        gate.SetResult();
        await adding;
        Assert.AreEqual(5_000, writer.Counts.Stored);
    }

    [TestMethod]
    public void Create_TwoLines_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => BulkDocument.Create("i", "1", "{}\n{\"delete\":{}}"u8.ToArray()));

    [TestMethod]
    public void Rejected_WrittenAndRead_IsTheSame()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var first = BulkDocument.Create("stream", "a\"b", """{"text":"ü \u0007","n":1.0000}"""u8.ToArray());
        var second = BulkDocument.Revision("alias", "INC-1", 3, "{}"u8.ToArray());
        try
        {
            using (var file = new RejectedDocuments(path))
            {
                file.Add(new BulkRejection(first, 400, "type", "reason \n more"));
                file.Add(new BulkRejection(second, 400, "type", "reason"));
            }

            var read = RejectedDocuments.Read(path).ToList();
            Assert.AreEqual(Text(first), Text(read[0]));
            Assert.AreEqual(Text(second), Text(read[1]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Text(BulkDocument document) => Encoding.UTF8.GetString(document.Action.Span) + Encoding.UTF8.GetString(document.Document.Span);

    private static BulkDocument Document(string id, int padding) =>
        BulkDocument.Create("logs-test", id, Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', padding)}}"}"""));

    private Task<SearchEngine> ConnectAsync(HttpMessageHandler handler) =>
        SearchEngine.ConnectAsync(handler, EngineEndpoint.Of("http://127.0.0.1:1"), TimeProvider.System, TestContext.CancellationToken);

    private async Task<BulkCounts> WriteAsync(FaultyBulkServer server, int documents, Action<BulkRejection>? rejected = null, int padding = 10, int large = -1, int attempts = 6)
    {
        using var engine = await ConnectAsync(server);
        await using var writer = new BulkWriter(engine, rejected ?? (r => Assert.Fail($"{r.Document.Id} is rejected.")), TimeProvider.System, Fast with { Attempts = attempts });
        for (var i = 0; i < documents; i++)
            await writer.AddAsync(Document("d" + i, i == large ? 10_000 : padding), TestContext.CancellationToken);
        await writer.FlushAsync(TestContext.CancellationToken);
        return writer.Counts;
    }

    private sealed class GatedHandler(Task gate) : HttpMessageHandler
    {
        private int _waiting;

        public int Waiting => _waiting;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
                return ScriptedHandler.Json(ScriptedHandler.OpenSearchGreeting);
            var lines = (await request.Content!.ReadAsStringAsync(cancellationToken)).Count(c => c == '\n') / 2;
            Interlocked.Increment(ref _waiting);
            await gate;
            return ScriptedHandler.Json($$"""{"errors":false,"items":[{{string.Join(',', Enumerable.Repeat("""{"create":{"status":201}}""", lines))}}]}""");
        }
    }
}
