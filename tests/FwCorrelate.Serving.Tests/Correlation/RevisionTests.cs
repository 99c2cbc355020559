// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;
using FwCorrelate.Service;
using FwCorrelate.Serving.Status;
using NodaTime;

namespace FwCorrelate.Serving.Tests.Correlation;

/// <summary>What is told of an incident when more arrives, from log lines to <c>incidents.jsonl</c>.</summary>
[TestClass]
public sealed class RevisionTests
{
    [TestMethod]
    public async Task Tell_EarlierRecordArrivesLate_SupersedesWhatWasTold()
    {
        using var run = new Run();
        run.Flow("b.log", "10.8.0.5", second: 100);
        await run.Cycle();
        var first = run.Told.Single();
        run.Flow("a.log", "10.8.0.5", second: 0);
        await run.Cycle();
        var (second, withdrawn) = (run.Told[1], run.Told[2]);
        Assert.AreNotEqual((string?)first["id"], (string?)second["id"]);
        Assert.AreEqual((string?)first["id"], (string?)second["supersedes"]![0]);
        Assert.AreEqual("superseded", (string?)withdrawn["status"]);
        Assert.AreEqual((string?)second["id"], (string?)withdrawn["superseded_by"]);
        Assert.AreEqual(2, (int?)withdrawn["revision"]);
    }

    [TestMethod]
    public async Task Tell_WithinTheAllowedLateness_IsProvisionalUntilTheSourceIsPastIt()
    {
        using var run = new Run();
        run.Flow("a.log", "10.8.0.5", second: 0);
        await run.Cycle();
        Assert.AreEqual("provisional", (string?)run.Told.Single()["status"]);
        run.Benign("a.log", second: 1200);
        await run.Cycle();
        Assert.AreEqual("open", (string?)run.Told[^1]["status"]);
        Assert.AreEqual(2, (int?)run.Told[^1]["revision"]);
    }

    [TestMethod]
    public async Task Tell_OnlyCountsChange_WaitsAndIsToldAtTheEnd()
    {
        using var run = new Run();
        run.Flow("a.log", "10.8.0.5", second: 0);
        await run.Cycle();
        run.Flow("a.log", "10.8.0.5", second: 20);
        await run.Cycle();
        Assert.HasCount(1, run.Told);
        run.Clock.Now += Duration.FromSeconds(31);
        await run.Cycle();
        Assert.HasCount(2, run.Told);
        Assert.AreEqual(2, (int?)run.Told[^1]["record_count"]);
        await run.Cycle();
        Assert.HasCount(2, run.Told, "Nothing arrived.");
    }

    [TestMethod]
    public async Task Tell_EvidenceBehindTheHorizon_ClosesTheIncidentAndRetractsNothing()
    {
        using var run = new Run();
        run.Flow("old.log", "10.8.0.5", second: 0);
        run.Clock.Now = Run.Time(0);
        await run.Cycle();
        run.Clock.Now = Run.Time(8 * 86_400);
        run.Flow("new.log", "10.8.0.6", second: 8 * 86_400);
        await run.Cycle();
        run.Live.Retain();
        Assert.AreEqual(1, run.Copies, "The old copy is given up.");
        await run.Cycle();
        run.Flow("late.log", "10.8.0.7", second: 60);
        await run.Cycle();
        run.Live.Retain();
        await run.Cycle();
        Assert.IsEmpty(run.Told.Where(t => (string?)t["status"] is "retracted" or "superseded").ToList());
        Assert.HasCount(2, run.Told.Select(t => (string?)t["id"]).Distinct().ToList(), "What arrived behind the horizon is not judged.");
        Assert.HasCount(1, ServiceStatus.Of(run.Live.State, Duration.Zero).Late);
    }

    [TestMethod]
    public async Task Reload_BrokenRule_LeavesTheRulesBeforeInUse()
    {
        using var run = new Run();
        var file = run.Rule("mine.yml", "title: mine");
        Assert.IsNotNull(run.Live.Rules.Reload());
        Assert.IsNotNull(run.Live.Rules.Refused);
        var hash = run.Live.Rules.Hash;
        File.WriteAllText(file, """
            title: A port of ours
            id: 7f3b1f8e-6a53-4c0a-9d5c-000000000001
            logsource: {category: firewall}
            detection:
              selection: {dst_port: 3333}
              condition: selection
            level: critical
            """);
        Assert.Contains("are applied", run.Live.Rules.Reload()!);
        Assert.AreNotEqual(hash, run.Live.Rules.Hash);
        Assert.IsNull(run.Live.Rules.Reload());
        run.Flow("a.log", "10.8.0.5", second: 0);
        await run.Cycle();
        Assert.Contains("A port of ours", run.Documents.Single());
    }

    /// <summary>A service over a folder of VPC flow logs that the test writes.</summary>
    private sealed class Run : IDisposable
    {
        private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
        private readonly ScratchFolder _scratch = new();

        public Run()
        {
            Directory.CreateDirectory(_scratch["logs"]);
            Directory.CreateDirectory(_scratch["rules"]);
            var settings = new ServiceSettings
            {
                Investigation = new InvestigationOptions { Logs = [_scratch["logs"]], Rules = [_scratch["rules"]] },
                OutputFolder = _scratch["out"],
                StateFolder = _scratch["state"],
            };
            Live = LiveInvestigation.Open(settings, Clock, _ => { });
        }

        public SetClock Clock { get; } = new();

        public LiveInvestigation Live { get; }

        public IReadOnlyList<string> Documents => File.ReadAllLines(Path.Combine(_scratch["out"], "incidents.jsonl"));

        public IReadOnlyList<JsonObject> Told => [.. Documents.Select(d => (JsonObject)JsonNode.Parse(d)!["fwcorrelate"]!["incident"]!)];

        public int Copies => Directory.GetFiles(Path.Combine(_scratch["state"], "collected")).Length;

        public static Instant Time(int second) => Instant.FromUtc(2026, 1, 15, 4, 0) + Duration.FromSeconds(second);

        public void Flow(string file, string source, int second) => Append(file, source, "198.51.100.9", 3333, second);

        public void Benign(string file, int second) => Append(file, "10.8.0.9", "93.184.216.34", 443, second);

        public string Rule(string file, string text) => _scratch.Append(Path.Combine("rules", file), text);

        public async Task Cycle()
        {
            Live.Collect();
            Live.Correlate(CancellationToken.None);
            Assert.IsTrue(await Live.DeliverAsync(CancellationToken.None));
        }

        public void Dispose()
        {
            Live.Dispose();
            _scratch.Dispose();
        }

        private void Append(string file, string source, string target, int port, int second)
        {
            var path = Path.Combine("logs", file);
            var start = Time(second).ToUnixTimeSeconds();
            _scratch.Append(path, (File.Exists(_scratch[path]) ? "" : Header) + string.Create(CultureInfo.InvariantCulture,
                $"2 123456789012 eni-0a {source} {target} {40000 + (second % 20000)} {port} 6 10 840 {start} {start + 5} ACCEPT OK\n"));
        }
    }
}
