// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Kibana;

namespace FwCorrelate.Elastic.Tests.Kibana;

[TestClass]
public sealed class KibanaClientTests
{
    private const string Secret = "key-of-the-installer";
    private static readonly RetryPolicy Fast = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), 4);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Import_OfTheShippedObjects_IsTakenWhole()
    {
        var fake = new FakeKibana();
        var (objects, rules) = await ImportAsync(fake);
        Assert.AreEqual(KibanaObjects.Of(KibanaSource.Shipped).Count, objects.Imported);
        Assert.HasCount(objects.Imported, fake.Objects);
        Assert.IsEmpty(objects.Refusals);
        Assert.AreEqual(1, rules.Imported);
        Assert.IsEmpty(rules.Refusals);
    }

    [TestMethod]
    public async Task Import_Twice_ChangesNothing()
    {
        var fake = new FakeKibana();
        await ImportAsync(fake);
        var first = fake.Objects.ToDictionary(o => o.Key, o => o.Value.ToJsonString());
        await ImportAsync(fake);
        Assert.AreSequenceEqual(first, fake.Objects.ToDictionary(o => o.Key, o => o.Value.ToJsonString()));
    }

    [TestMethod]
    public async Task Import_WhileKibanaStartsAndThrottles_IsTriedAgain()
    {
        var fake = new FakeKibana().Answering(HttpStatusCode.ServiceUnavailable).AnsweringWell()
            .Answering(HttpStatusCode.TooManyRequests).Answering(HttpStatusCode.BadGateway);
        var (objects, _) = await ImportAsync(fake);
        Assert.HasCount(objects.Imported, fake.Objects);
        Assert.HasCount(6, fake.Asked);
    }

    [TestMethod]
    public async Task Import_CutAfterItWasDone_IsRepeatedWithoutDoubles()
    {
        var fake = new FakeKibana().AnsweringWell().CuttingAfterwards();
        var (objects, _) = await ImportAsync(fake);
        Assert.HasCount(objects.Imported, fake.Objects);
        Assert.AreEqual(2, fake.Asked.Count(a => a.Contains("saved_objects", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Import_NeverReady_IsGivenUpWithItsReason()
    {
        var fake = new FakeKibana().AnsweringWell();
        for (var i = 0; i < Fast.Attempts; i++)
            fake.Answering(HttpStatusCode.ServiceUnavailable);
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => ImportAsync(fake));
        Assert.AreEqual(EngineFailure.Unavailable, error.Failure);
        Assert.Contains("not ready yet", error.Message);
    }

    [TestMethod]
    public async Task Import_WithAnObjectThatIsNotTaken_NamesItAndWhy()
    {
        using var kibana = await ConnectAsync(new FakeKibana());
        var lines = KibanaObjects.ImportFile(KibanaSource.Shipped);
        var withoutDataViews = Encoding.UTF8.GetBytes(string.Join('\n', Encoding.UTF8.GetString(lines).Split('\n').Where(l => !l.Contains("\"type\":\"index-pattern\",\"core", StringComparison.Ordinal))));
        var result = await kibana.ImportObjectsAsync(withoutDataViews, TestContext.CancellationToken);
        Assert.Contains("search fwcorrelate-denied-egress: missing_references", result.Refusals);
        Assert.AreEqual(0, result.Imported);
    }

    [TestMethod]
    public async Task Remove_AfterAnImport_TakesOursAndNoOthers()
    {
        var fake = new FakeKibana();
        await ImportAsync(fake);
        fake.Objects[("search", "of-somebody-else")] = [];
        using var kibana = await ConnectAsync(fake);
        var removed = await kibana.RemoveAsync(KibanaSource.Shipped, TestContext.CancellationToken);
        Assert.AreEqual(KibanaObjects.Of(KibanaSource.Shipped).Count + 1, removed);
        Assert.AreEqual(("search", "of-somebody-else"), fake.Objects.Keys.Single());
        Assert.IsEmpty(fake.Rules);
        Assert.AreEqual(0, await kibana.RemoveAsync(KibanaSource.Shipped, TestContext.CancellationToken), "a second time there is nothing left");
    }

    [TestMethod]
    [DataRow(HttpStatusCode.Unauthorized, EngineFailure.Unauthorized, "expired")]
    [DataRow(HttpStatusCode.Forbidden, EngineFailure.Forbidden, "403")]
    [DataRow(HttpStatusCode.Found, EngineFailure.Refused, "--kibana-url")]
    [DataRow(HttpStatusCode.NotFound, EngineFailure.Refused, "404")]
    public async Task Connect_Refused_SaysWhatToDoAndNoSecret(HttpStatusCode status, EngineFailure failure, string expected)
    {
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => ConnectAsync(new FakeKibana().Answering(status, $"no {Secret}")));
        Assert.AreEqual(failure, error.Failure);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain(Secret, error.Message);
    }

    [TestMethod]
    [DataRow("8.8.2")]
    [DataRow("7.17.0")]
    [DataRow("2.19.4")]
    [DataRow("10.0.0")]
    [DataRow("")]
    public async Task Connect_AVersionThatIsNotSpokenWith_IsRefused(string version)
    {
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => ConnectAsync(new FakeKibana(version)));
        Assert.AreEqual(EngineFailure.Incompatible, error.Failure);
    }

    [TestMethod]
    [DataRow("8.9.0")]
    [DataRow("8.19.3")]
    [DataRow("9.4.0-SNAPSHOT")]
    public async Task Connect_ALaterVersion_IsSpokenWith(string version)
    {
        using var kibana = await ConnectAsync(new FakeKibana(version));
        Assert.AreEqual(version, kibana.Version);
    }

    [TestMethod]
    public async Task Connect_ASpace_AsksBelowItsPath()
    {
        var fake = new FakeKibana();
        using var kibana = await KibanaClient.ConnectAsync(fake, EngineEndpoint.Of("https://kibana.example/s/soc"), TimeProvider.System, Fast, TestContext.CancellationToken);
        await kibana.ImportRulesAsync(KibanaObjects.RuleFile(KibanaSource.Shipped), TestContext.CancellationToken);
        Assert.AreSequenceEqual(["GET /s/soc/api/status", "POST /s/soc/api/detection_engine/rules/_import?overwrite=true"], fake.Asked);
    }

    private async Task<(KibanaImport Objects, KibanaImport Rules)> ImportAsync(FakeKibana fake)
    {
        using var kibana = await ConnectAsync(fake);
        return (await kibana.ImportObjectsAsync(KibanaObjects.ImportFile(KibanaSource.Shipped), TestContext.CancellationToken),
            await kibana.ImportRulesAsync(KibanaObjects.RuleFile(KibanaSource.Shipped), TestContext.CancellationToken));
    }

    private Task<KibanaClient> ConnectAsync(FakeKibana fake) => KibanaClient.ConnectAsync(
        fake, EngineEndpoint.Of("https://kibana.example", EngineCredentials.ApiKey(Secret)), TimeProvider.System, Fast, TestContext.CancellationToken);
}
