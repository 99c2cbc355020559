// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Service;
using FwCorrelate.Simulation;

namespace FwCorrelate.Scenarios;

/// <summary>The shipped scenarios against their ground truth.</summary>
[TestClass]
public sealed class ScenarioTruthTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Scenario_AgainstItsTruth_NoCallIsEverNamedWrongly(string scenario)
    {
        foreach (var (record, truth) in Judge(scenario).Where(j => j.Record.Attribution.Call is not null))
        {
            var call = record.Attribution.Call!;
            Assert.AreEqual((truth.TraceId, truth.SpanId), (call.TraceId, call.SpanId), $"{record.Origin}: {truth.Act}, {truth.Cause}, {truth.Why}; named '{call.Command}'");
        }
    }

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Scenario_RecordsThatTheEvidenceDecides_AreAllNamed(string scenario)
    {
        foreach (var (record, truth) in Judge(scenario).Where(j => j.Truth is { Cause: "call", IsDecidable: true }))
            Assert.IsNotNull(record.Attribution.Call, $"{record.Origin}: {truth.Act}, {truth.Why}; said {record.Attribution.Kind}, {record.Attribution.Confidence:0.0000}");
    }

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Scenario_Verdicts_NeverContradictTheTruth(string scenario)
    {
        var truth = ScenarioTruth.OfScenario(scenario);
        foreach (var incident in Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario(scenario) }).Incidents)
        {
            foreach (var record in incident.Records)
            {
                var isCall = truth.Of(record).Cause == "call";
                Assert.IsTrue(
                    incident.Verdict == Verdict.Undetermined || isCall == (incident.Verdict == Verdict.AgentInitiated),
                    $"{incident.Id} is {incident.Verdict}, but {record.Origin} is {truth.Of(record)}");
            }
        }
    }

    [TestMethod]
    public void Aws_EveryRecordThatAnAgentCaused_IsLaidOnItsCallAndNoOther()
    {
        foreach (var (record, truth) in Judge("aws"))
            Assert.AreEqual(truth.Cause == "call", record.Attribution.Call is not null, $"{record.Origin}: {truth.Act}, {truth.Cause}, {truth.Why}");
    }

    [TestMethod]
    [DataRow("aws", 101UL)]
    [DataRow("aws", 102UL)]
    [DataRow("aws", 103UL)]
    [DataRow("rome", 101UL)]
    [DataRow("rome", 102UL)]
    public void Scenario_OfAnotherSeed_NamesAllThatIsDecidableAndNothingWrongly(string scenario, ulong seed)
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-seed-").FullName;
        try
        {
            var (caseFolder, truthFile) = (Path.Combine(folder, "case"), Path.Combine(folder, "truth.jsonl"));
            Assert.IsTrue(ScenarioCatalogue.TryFind(scenario, out var found));
            found.Write(caseFolder, truthFile, seed);
            var truth = ScenarioTruth.OfFile(truthFile);
            foreach (var record in Investigation.Run(new InvestigationOptions { CasePath = caseFolder }).Attributions)
            {
                var row = truth.Of(record);
                if (record.Attribution.Call is { } call)
                    Assert.AreEqual((row.TraceId, row.SpanId), (call.TraceId, call.SpanId), $"{record.Origin}: {row}");
                Assert.IsTrue(record.Attribution.Call is not null || row is not { Cause: "call", IsDecidable: true }, $"{record.Origin}: {row}; {record.Attribution.Confidence:0.0000}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void Rome_Misses_AreTheOnesThatTheEvidenceCannotDecide()
    {
        var misses = Judge("rome").Where(j => j.Truth.Cause == "call" && j.Record.Attribution.Call is null)
            .GroupBy(j => (j.Truth.Act, j.Truth.Why)).OrderBy(g => g.Key.Act, StringComparer.Ordinal).ThenBy(g => g.Key.Why, StringComparer.Ordinal).ToList();
        foreach (var miss in misses)
            TestContext.WriteLine($"act {miss.Key.Act}: {miss.Count()} records not named: {miss.Key.Why}");
        Assert.IsTrue(misses.TrueForAll(m => m.All(j => !j.Truth.IsDecidable)));
        Assert.IsNotEmpty(misses);
    }

    private static List<(AttributedRecord Record, TruthRow Truth)> Judge(string scenario)
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario(scenario) });
        Assert.IsEmpty(result.Ledger.Discrepancies());
        var truth = ScenarioTruth.OfScenario(scenario);
        var judged = result.Attributions.Select(a => (a, truth.Of(a))).ToList();
        Assert.IsNotEmpty(judged);
        return judged;
    }
}
