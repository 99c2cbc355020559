// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;
using FwCorrelate.Service.Connections;

namespace FwCorrelate.Scenarios;

/// <summary>Which call opened which connection, rules or not, against the truth of the shipped scenarios.</summary>
[TestClass]
public sealed class ConnectionListingTests
{
    private static readonly Dictionary<string, ConnectionReport> Reports = [];

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Connections_AgainstTheTruth_NoCallIsNamedWrongly(string scenario)
    {
        var truth = ScenarioTruth.OfScenario(scenario);
        var judged = 0;
        foreach (var connection in ReportOf(scenario).Connections.Where(c => c.Attribution.Call is not null))
        {
            var row = truth.Of(connection.First.File, connection.First.Line);
            if (row.Cause == "benign")
                continue;
            judged++;
            Assert.AreEqual((row.TraceId, row.SpanId), (connection.Attribution.Call!.TraceId, connection.Attribution.Call.SpanId), $"{connection.First}: {row.Act}, {row.Why}");
        }

        Assert.IsGreaterThan(0, judged);
    }

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Connections_ThatAnInvestigationNames_AreNamedAlike(string scenario)
    {
        using var investigation = Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario(scenario), Threads = 2 });
        var listed = ReportOf(scenario).Connections.ToDictionary(c => c.Connection.Id);
        var alike = 0;
        foreach (var record in investigation.Attributions.Where(a => a.Attribution.Call is not null))
        {
            if (!listed.TryGetValue(record.Connection.Id, out var connection))
                continue;
            alike++;
            Assert.AreEqual(record.Attribution.Call!.SpanId, connection.Attribution.Call?.SpanId, $"{record.Origin}");
        }

        Assert.IsGreaterThan(0, alike);
    }

    [TestMethod]
    public void Connections_ThatNoCallOpened_AreEgressThatNoCallExplains()
    {
        var truth = ScenarioTruth.OfScenario("rome");
        var report = ReportOf("rome");
        var unexplained = report.Connections.Where(c => c.IsUnexplainedEgress).ToList();

        Assert.IsNotEmpty(unexplained);
        Assert.IsTrue(unexplained.TrueForAll(c => c.Attribution.Call is null && !c.IsInbound && c.SuppressedBy is null));
        foreach (var connection in unexplained)
        {
            var row = truth.Of(connection.First.File, connection.First.Line);
            Assert.IsFalse(row is { Cause: "call", IsDecidable: true }, $"{connection.First}: {row.Act}");
        }
    }

    [TestMethod]
    public void Connections_SeenByTwoSensors_AreCountedOnce()
    {
        var sweep = ReportOf("rome").Connections.Where(c => c.Target.Address.ToString().StartsWith("10.8.", StringComparison.Ordinal)).ToList();

        Assert.IsNotEmpty(sweep);
        Assert.AreEqual(sweep.Count, sweep.Select(c => (c.Acting, c.Target, c.Connection.Start)).Distinct().Count());
        Assert.Contains(2, sweep.Select(c => c.Sensors));
    }

    [TestMethod]
    public void Connections_OfTheTrainersTunnel_AreExpectedAndNotUnexplained()
    {
        var expected = ReportOf("rome").Connections.Where(c => c.SuppressedBy is not null).ToList();

        Assert.IsNotEmpty(expected);
        Assert.IsFalse(expected.Exists(c => c.IsUnexplainedEgress));
    }

    [TestMethod]
    public void Connections_OnOneThreadOrTwo_AreTheSame()
    {
        var one = ConnectionListing.Run(new InvestigationOptions { CasePath = Folders.Scenario("aws"), Threads = 1 });

        Assert.AreSequenceEqual(Said(one), Said(ReportOf("aws")));
    }

    private static IEnumerable<string> Said(ConnectionReport report) =>
        report.Connections.Select(c => $"{c.Connection.Id} {c.Acting} {c.Target} {c.Attribution.Kind} {c.Attribution.Call?.SpanId} {c.Attribution.Confidence:0.0000} {c.BytesOut} {c.First}");

    private static ConnectionReport ReportOf(string scenario)
    {
        lock (Reports)
        {
            if (!Reports.TryGetValue(scenario, out var report))
                Reports.Add(scenario, report = ConnectionListing.Run(new InvestigationOptions { CasePath = Folders.Scenario(scenario), Threads = 2 }));
            return report;
        }
    }
}
