// SPDX-License-Identifier: Apache-2.0
using System.Net;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Elastic.Tests.Kibana;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>Kibana's part of <c>elastic install</c>, against a real engine and the tests' Kibana.</summary>
[TestClass]
[DoNotParallelize]
public sealed class KibanaCommandTests
{
    private static readonly int Objects = KibanaObjects.Of(KibanaSource.Shipped).Count;

    [TestMethod]
    public async Task Install_WithKibana_ImportsTheObjectsAndTheRule()
    {
        var fake = new FakeKibana();
        await using var kibana = KibanaServer.Start(fake);
        var first = await InstallAsync(kibana.Url);
        Assert.AreEqual(0, first.Code, first.Error);
        Assert.HasCount(Objects, fake.Objects);
        Assert.HasCount(1, fake.Rules);
        Assert.Contains($"{Objects} objects and 1 rule imported, 0 refused", first.Error);
        var second = await InstallAsync(kibana.Url);
        Assert.AreEqual(0, second.Code, second.Error);
        Assert.HasCount(Objects, fake.Objects);
    }

    [TestMethod]
    public async Task Install_DryRun_ListsTheObjectsAndImportsNone()
    {
        var fake = new FakeKibana();
        await using var kibana = KibanaServer.Start(fake);
        var run = await InstallAsync(kibana.Url, "--dry-run");
        Assert.Contains("would import dashboard fwcorrelate-overview", run.Output);
        Assert.Contains("would import rule 0e4b7a52-6a5c-4f1c-9f43-3b8e0f7f6d21", run.Output);
        Assert.IsEmpty(fake.Objects);
        Assert.AreSequenceEqual(["GET /api/status"], fake.Asked);
    }

    [TestMethod]
    public async Task Install_WithAKibanaThatRefusesUs_ChangesNothingAndExits5()
    {
        await using var kibana = KibanaServer.Start(new FakeKibana().Answering(HttpStatusCode.Unauthorized));
        var run = await InstallAsync(kibana.Url);
        Assert.AreEqual(5, run.Code);
        Assert.AreEqual("", run.Output);
        Assert.Contains("401", run.Error);
    }

    [TestMethod]
    public async Task Install_WithAUrlThatIsNone_ExitsBeforeAnyWork()
    {
        var run = await InstallAsync("kibana");
        Assert.AreEqual(3, run.Code);
        Assert.Contains("--kibana-url", run.Error);
    }

    [TestMethod]
    public void Build_Files_HoldWhatIsImported()
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-build-").FullName;
        try
        {
            Assert.AreEqual(0, ProgramRun.Of("elastic", "build", "--out", folder).Code);
            Assert.AreSequenceEqual(KibanaObjects.ImportFile(KibanaSource.Shipped), File.ReadAllBytes(Path.Combine(folder, "kibana", "objects.ndjson")));
            Assert.AreSequenceEqual(KibanaObjects.RuleFile(KibanaSource.Shipped), File.ReadAllBytes(Path.Combine(folder, "kibana", "rules.ndjson")));
            Assert.HasCount(1, Directory.GetFiles(Path.Combine(folder, "kibana"), "fwcorrelate-*.zip"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ProgramRun> InstallAsync(string kibana, params string[] more)
    {
        var engine = await EngineServer.OpenSearchAsync();
        return ProgramRun.Of(["elastic", "install", "--url", engine.Url, "--kibana-url", kibana, .. more]);
    }
}
