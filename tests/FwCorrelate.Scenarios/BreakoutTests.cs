// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Service;
using FwCorrelate.Service.Connections;
using FwCorrelate.Simulation;

namespace FwCorrelate.Scenarios;

/// <summary>Agents that leave by the package proxy, against the truth of the scenario.</summary>
[TestClass]
public sealed class BreakoutTests
{
    private static readonly Lazy<(string Folder, ScenarioTruth Truth)> Case = new(Simulate);
    private static readonly Lazy<InvestigationResult> Result = new(() => Investigation.Run(new InvestigationOptions { CasePath = Case.Value.Folder }));

    [ClassCleanup]
    public static void Clean()
    {
        if (Result.IsValueCreated)
            Result.Value.Dispose();
        Directory.Delete(Path.GetDirectoryName(Case.Value.Folder)!, recursive: true);
    }

    [TestMethod]
    public void Records_ThatRulesMatch_AreNamedAndNeverWrongly()
    {
        var judged = Result.Value.Attributions.Select(r => (Record: r, Truth: Case.Value.Truth.Of(r))).ToList();
        Assert.IsGreaterThan(50, judged.Count);
        foreach (var (record, truth) in judged)
        {
            if (record.Attribution.Call is { } call)
                Assert.AreEqual((truth.TraceId, truth.SpanId), (call.TraceId, call.SpanId), $"{record.Origin}: {truth.Act}, {truth.Why}");
            else
                Assert.IsFalse(truth.IsDecidable, $"{record.Origin}: {truth.Act}, {truth.Why}; {string.Join("; ", record.Attribution.Reasons)}");
        }
    }

    [TestMethod]
    public void Acts_AllOfThem_AreFound()
    {
        var acts = Result.Value.Attributions.Select(r => Case.Value.Truth.Of(r).Act).Distinct().Order(StringComparer.Ordinal);
        Assert.AreEqual("H M N O P Q R S T", string.Join(' ', acts));
        Assert.IsTrue(Result.Value.Incidents.All(i => i.Verdict == Verdict.AgentInitiated));
    }

    [TestMethod]
    [DataRow("defense-evasion/flow_proxy_bypass.yml", 2)]
    [DataRow("command-and-control/denied_then_other_name.yml", 3)]
    [DataRow("command-and-control/overlay_fleet.yml", 3)]
    [DataRow("command-and-control/dead_drop_polling.yml", 1)]
    [DataRow("command-and-control/flow_code_execution_domain.yml", 3)]
    [DataRow("command-and-control/flow_connect_other_port.yml", 1)]
    [DataRow("credential-access/flow_metadata_through_proxy.yml", 1)]
    [DataRow("credential-access/flow_cluster_api_through_proxy.yml", 1)]
    [DataRow("exfiltration/flow_registry_write.yml", 1)]
    public void Rule_OfWhatAProxyShows_HasItsIncidents(string rule, int incidents) =>
        Assert.AreEqual(incidents, Result.Value.Incidents.Count(i => i.Rules.Any(r => r.Source.StartsWith("rules/" + rule, StringComparison.Ordinal))));

    [TestMethod]
    public void Incidents_BehindTheProxy_AreOfTheClientsAddress()
    {
        foreach (var incident in Result.Value.Incidents.Where(i => !i.Source.IsNone))
            Assert.StartsWith("10.60.1.", incident.Source.ToString());
    }

    [TestMethod]
    public void Upload_ThroughTheProxy_CountsTheBytesOfTheProxysOwnConnection()
    {
        var upload = Result.Value.Incidents.Single(i => i.Target == "registry.npmjs.org:80/tcp");
        Assert.IsGreaterThan(6_000_000, upload.Scope.BytesOut);
    }

    [TestMethod]
    public void Connections_OfTheProxy_AreNeverLaidOnTheWrongCall()
    {
        var report = ConnectionListing.Run(new InvestigationOptions { CasePath = Case.Value.Folder });
        var (named, held, all) = (0, 0, 0);
        foreach (var listed in report.Connections)
        {
            var truth = Case.Value.Truth.Of(listed.First.File, listed.First.Line);
            if (truth.Cause != "call")
            {
                Assert.IsNull(listed.Attribution.Call, $"{listed.First}: {truth.Why}");
                continue;
            }

            all++;
            if (listed.Attribution.Call is { } call)
            {
                named++;
                Assert.AreEqual((truth.TraceId, truth.SpanId), (call.TraceId, call.SpanId), $"{listed.First}: {truth.Act}, {truth.Why}");
            }

            if (listed.Attribution.Candidates.Any(c => c.Call.SpanId == truth.SpanId && c.Call.TraceId == truth.TraceId))
                held++;
        }

        Assert.IsGreaterThan(500, all);
        Assert.IsGreaterThan(all / 4, named);
        Assert.IsGreaterThanOrEqualTo(0.99 * all, held);
        Assert.IsTrue(report.Connections.Any(c => c.Connection.Proxy is { Side: ProxySide.Request, Requests: 1, Server: not null }));
    }

    private static (string, ScenarioTruth) Simulate()
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-breakout-").FullName;
        Assert.IsTrue(ScenarioCatalogue.TryFind("breakout", out var scenario));
        var (path, truth) = (Path.Combine(folder, "case"), Path.Combine(folder, "truth.jsonl"));
        scenario.Write(path, truth, scenario.DefaultSeed);
        return (path, ScenarioTruth.OfFile(truth));
    }
}
