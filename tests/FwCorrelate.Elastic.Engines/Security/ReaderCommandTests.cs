// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Elastic.Engines.Kibana;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Security;

/// <summary>The README's commands under the roles that it says are enough for them.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ReaderCommandTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Investigate_AsReader_RunsTheReadmesCommand()
    {
        var site = await SecureSite.OpenAsync();
        await FillAsync(site);
        var leases = Path.Combine(Repository.Root, "fixtures", "scenarios", "aws", "leases", "leases.csv");
        var output = Path.Combine(Directory.CreateTempSubdirectory("fwcorrelate-reader-").FullName, "result");
        var run = Run(site, "--elastic-", "reader",
            "investigate", "--logs", "elastic:logs-fwcorrelate.flow-*,logs-fwcorrelate.alert-*", "--timeline", "elastic:traces-*", "--leases", leases, "--out", output, "--format", "table");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.StartsWith("elastic:logs-fwcorrelate.flow-*,logs-fwcorrelate.alert-*, elastic:traces-*: ", run.Output, "The headline names what was read.");
        Directory.Delete(Path.GetDirectoryName(output)!, recursive: true);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow("reader", true)]
    [DataRow("shipper", false)]
    public async Task Doctor_OfARole_TriesWhatInvestigateAsks(string role, bool mayRead)
    {
        var site = await SecureSite.OpenAsync();
        await FillAsync(site);
        var run = Run(site, "--", role, "elastic", "doctor");
        Assert.Contains($"may{(mayRead ? "" : " not")} work as fwcorrelate-reader", run.Output);
        if (!mayRead)
            Assert.Contains("GET /logs-fwcorrelate.flow-*,logs-fwcorrelate.alert-*/_count", run.Output);
    }

    private static ProgramRun Run(SecureSite site, string prefix, string user, params string[] arguments)
    {
        Environment.SetEnvironmentVariable("FWC_TEST_PASSWORD", SecureSite.Password);
        return ProgramRun.Of([.. arguments, prefix + "url", site.Server.Url, prefix + "user", user, prefix + "password", "env:FWC_TEST_PASSWORD", prefix + "ca", site.Server.Authority!]);
    }

    private async Task FillAsync(SecureSite site)
    {
        using var admin = await site.AsAdminAsync(Cancelled);
        var installer = new Installer(admin, await EngineFeatures.AskAsync(admin, Cancelled), InstallSet.All(ShippedPipelines.Set, null));
        await installer.ApplyAsync(await installer.PlanAsync(Cancelled), overwriteEdits: false, Cancelled);
        const string Flow = """
            {"create":{"_id":"reader-1"}}
            {"message":"2 123456789012 eni-1 10.40.1.11 203.0.113.9 40000 443 6 10 840 1770714000 1770714060 ACCEPT OK"}

            """;
        var body = EngineBody.Lines([Encoding.UTF8.GetBytes(Flow.ReplaceLineEndings("\n"))]);
        (await admin.SendAsync(HttpMethod.Post, "logs-fwcorrelate.flow-default/_bulk?refresh=true", body, Cancelled)).Required("ship");
        (await admin.SendAsync(HttpMethod.Put, "traces-generic.otel-default/_doc/1?refresh=true", EngineBody.Json("""{"@timestamp":"2026-02-10T09:00:00Z"}"""), Cancelled)).Required("store a span");
    }
}
