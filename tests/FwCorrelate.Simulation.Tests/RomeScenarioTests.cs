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
        var starts = GeneratedCases.Truth(Made).Where(t => BadActs.Contains(t.Act) && t.File.StartsWith("logs/vpcflow/", StringComparison.Ordinal))
            .Select(t => long.Parse(Record(t)["start"], CultureInfo.InvariantCulture));

        Assert.IsGreaterThanOrEqualTo(LogStart + 1_200, starts.Min());
    }

    [TestMethod]
    public void Tunnel_AfterItsCall_LivesTwoHours()
    {
        var tunnel = GeneratedCases.Truth(Made).Where(t => t.Act == "B" && t.File.EndsWith("w1.jsonl", StringComparison.Ordinal)).Select(Record)
            .Where(r => r["dstaddr"] == "203.0.113.7").ToList();

        Assert.AreEqual("10", tunnel[0]["tcp-flags"], "SYN and PSH");
        Assert.AreEqual(7_200, long.Parse(tunnel[^1]["end"], CultureInfo.InvariantCulture) - long.Parse(tunnel[0]["start"], CultureInfo.InvariantCulture), 2);
    }

    [TestMethod]
    public void ConnectionBeforeTheLog_ItsRecords_ShowNoStart()
    {
        var records = GeneratedCases.Truth(Made).Where(t => t.Act == "G" && t.File.StartsWith("logs/vpcflow/", StringComparison.Ordinal)).Select(Record).ToList();

        Assert.IsNotEmpty(records);
        Assert.IsTrue(records.TrueForAll(r => (int.Parse(r["tcp-flags"], CultureInfo.InvariantCulture) & 2) == 0));
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

        Assert.IsLessThan(Time(reused[0][5]).ToUnixTimeSeconds(), long.Parse(alert["start_time"], CultureInfo.InvariantCulture));
        Assert.IsGreaterThan(Time(reused[1][4]).ToUnixTimeSeconds(), long.Parse(alert["end_time"], CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void SlowClock_SpansOfTheFourthWorker_BeginBeforeTheirStep()
    {
        var first = JsonDocument.Parse(GeneratedCases.Lines(Made, "timeline/w4/traces.jsonl")[0]).RootElement
            .GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray()
            .Min(s => long.Parse(s.GetProperty("startTimeUnixNano").GetString()!, CultureInfo.InvariantCulture) / 1_000_000_000);

        Assert.IsInRange(LogStart - 600 - 38, LogStart - 600 - 20, first);
    }

    [TestMethod]
    public void ConsoleSpans_Times_CarryNoOffset()
    {
        foreach (var line in GeneratedCases.Lines(Made, "timeline/w3/spans.jsonl").Take(20))
        {
            var start = JsonDocument.Parse(line).RootElement.GetProperty("start_time").GetString()!;
            Assert.IsTrue(DateTime.TryParseExact(start, "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), start);
        }
    }

    private static Dictionary<string, string> Record(TruthRecord truth) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(GeneratedCases.Lines(Made, truth.File)[truth.Line - 1])!;

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
