// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace FwCorrelate.Simulation.Tests;

[TestClass]
public sealed class RomeScenarioTests
{
    private const long LogStart = 1_768_885_200;
    private static readonly string[] BadActs = ["A", "B", "C", "F", "H", "K", "L"];

    private static GeneratedCase Made => GeneratedCases.Of("rome");

    [TestMethod]
    public void Folder_Size_StaysBelowSixMegabytes() => Assert.IsLessThan(6_000_000, Made.Files.Values.Sum(f => (long)f.Length));

    [TestMethod]
    public void Acts_Bad_BeginAtLeastTwentyMinutesIntoTheLog()
    {
        var starts = BadActs.SelectMany(FlowsOf).Select(r => Number(r["start"]));

        Assert.IsGreaterThanOrEqualTo(LogStart + 1_200, starts.Min());
    }

    [TestMethod]
    public void Tunnel_AfterItsCall_LivesTwoHours()
    {
        var tunnel = FlowsOf("B").FindAll(r => r["dstaddr"] == "203.0.113.7");

        Assert.AreEqual("10", tunnel[0]["tcp-flags"], "SYN and PSH");
        Assert.IsInRange(7_199, 7_201, Number(tunnel[^1]["end"]) - Number(tunnel[0]["start"]));
    }

    [TestMethod]
    public void ConnectionBeforeTheLog_ItsRecords_ShowNoStart()
    {
        var records = FlowsOf("G");

        Assert.IsNotEmpty(records);
        Assert.IsTrue(records.TrueForAll(r => (Number(r["tcp-flags"]) & 2) == 0));
    }

    [TestMethod]
    public void Leases_Workers_AreSharedByEightAndOneAddressIsReusedAfterTwentySeconds()
    {
        var leases = GeneratedCases.Lines(Made, "leases/leases.csv").Skip(1).Select(l => l.Split(',')).ToList();

        foreach (var worker in new[] { "10.20.3.21", "10.20.3.22", "10.20.3.23", "10.20.3.24" })
            Assert.HasCount(8, leases.Where(l => l[0] == worker).ToList());
        var reused = leases.Where(l => l[0] == "10.20.64.50").ToList();
        Assert.HasCount(2, reused);
        Assert.AreEqual(TimeSpan.FromSeconds(20), Time(reused[1][4]) - Time(reused[0][5]));
        Assert.IsFalse(leases.Exists(l => l[0] == "10.20.9.77"));
    }

    [TestMethod]
    public void Handover_Alert_StartsWithOneOwnerAndEndsWithTheNext()
    {
        var reused = GeneratedCases.Lines(Made, "leases/leases.csv").Select(l => l.Split(',')).Where(l => l[0] == "10.20.64.50").ToList();

        var alert = Record(GeneratedCases.Truth(Made).Single(t => t.Act == "F" && t.File.Contains("/ips/", StringComparison.Ordinal)));

        Assert.IsLessThan(Time(reused[0][5]).ToUnixTimeSeconds(), Number(alert["start_time"]));
        Assert.IsGreaterThan(Time(reused[1][4]).ToUnixTimeSeconds(), Number(alert["end_time"]));
    }

    [TestMethod]
    public void SlowClock_SpansOfTheFourthWorker_BeginBeforeTheirStep()
    {
        var first = JsonDocument.Parse(GeneratedCases.Lines(Made, "timeline/w4/traces.jsonl")[0]).RootElement
            .GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray()
            .Min(s => Number(s.GetProperty("startTimeUnixNano").GetString()!) / 1_000_000_000);

        Assert.IsInRange(LogStart - 600 - 38, LogStart - 600 - 20, first);
    }

    [TestMethod]
    public void ConsoleSpans_Times_CarryNoOffset()
    {
        foreach (var line in GeneratedCases.Lines(Made, "timeline/w3/spans.jsonl").Take(20))
        {
            var start = JsonDocument.Parse(line).RootElement.GetProperty("start_time").GetString()!;
            Assert.MatchesRegex(@"^2026-01-20T1\d:[0-5]\d:[0-5]\d\.\d{6}$", start);
        }
    }

    private static List<Dictionary<string, string>> FlowsOf(string act) =>
    [
        .. GeneratedCases.Truth(Made).Where(t => t.Act == act && t.File.StartsWith("logs/vpcflow/", StringComparison.Ordinal)).Select(Record),
    ];

    private static Dictionary<string, string> Record(TruthRecord truth) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(GeneratedCases.Lines(Made, truth.File)[truth.Line - 1])!;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
