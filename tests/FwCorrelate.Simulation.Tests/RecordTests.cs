// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace FwCorrelate.Simulation.Tests;

/// <summary>Invariants of the records, read from the files as any reader would.</summary>
[TestClass]
public sealed class RecordTests
{
    private const string LocalText = "yyyy-MM-dd HH:mm:ss";

    [TestMethod]
    public void AwsFlowLogs_EveryLine_HasTheHeadersFieldsAndAWindowOfAtMostAMinute()
    {
        var made = GeneratedCases.Of("aws");
        foreach (var path in GeneratedCases.Paths(made, "logs/vpc/"))
        {
            var lines = GeneratedCases.Lines(made, path);
            var columns = lines[0].Split(' ');
            foreach (var fields in lines.Skip(1).Select(l => l.Split(' ')))
            {
                Assert.HasCount(columns.Length, fields);
                var (start, end) = (Number(Field(fields, "start")), Number(Field(fields, "end")));
                Assert.IsTrue(start <= end && end - start < 60, string.Join(' ', fields));
            }

            string Field(string[] fields, string name) => fields[Array.IndexOf(columns, name)];
        }
    }

    [TestMethod]
    public void AwsFlowLogs_AcceptedAndAnswered_AppearInBothDirections()
    {
        var made = GeneratedCases.Of("aws");
        foreach (var path in GeneratedCases.Paths(made, "logs/vpc/"))
        {
            var lines = GeneratedCases.Lines(made, path);
            var columns = lines[0].Split(' ');
            var tuples = lines.Skip(1).Select(l => l.Split(' ')).Where(f => f[^1] == "OK")
                .Select(f => (From: At(f, "srcaddr"), FromPort: At(f, "srcport"), To: At(f, "dstaddr"), ToPort: At(f, "dstport"))).ToHashSet();
            var answers = tuples.Where(t => Number(t.FromPort) < 32_768).ToList();

            Assert.IsNotEmpty(answers);
            Assert.IsTrue(answers.TrueForAll(t => tuples.Contains((t.To, t.ToPort, t.From, t.FromPort))), path);

            string At(string[] fields, string name) => fields[Array.IndexOf(columns, name)];
        }
    }

    [TestMethod]
    public void AlibabaFlowLogs_EveryLine_IsAWindowOfStringsWithKnownStatus()
    {
        var made = GeneratedCases.Of("rome");
        var statuses = new HashSet<string>();
        foreach (var path in GeneratedCases.Paths(made, "logs/vpcflow/"))
        {
            foreach (var record in GeneratedCases.Lines(made, path).Select(Strings))
            {
                statuses.Add(record["log-status"]);
                var (start, end) = (Number(record["start"]), Number(record["end"]));
                Assert.IsTrue(start <= end && end - start < 60, path);
                Assert.IsGreaterThan(end, Number(record["__time__"]));
            }
        }

        CollectionAssert.AreEquivalent(new[] { "OK", "NODATA", "SKIPDATA" }, statuses.ToList());
    }

    [TestMethod]
    public void CloudFirewallLogs_EveryLine_IsASessionOrAnEventWithAVerdict()
    {
        var made = GeneratedCases.Of("rome");
        var verdicts = new HashSet<string>();
        foreach (var path in GeneratedCases.Paths(made, "logs/cfw/"))
        {
            foreach (var record in GeneratedCases.Lines(made, path).Select(Strings))
            {
                verdicts.Add(record["rule_result"]);
                var (start, end) = (Time(record["start_time"], path), Time(record["end_time"], path));
                Assert.IsTrue(start <= end, path);
                Assert.IsGreaterThan(end, Number(record["__time__"]));
                Assert.AreEqual(path.Contains("/internet/", StringComparison.Ordinal), record["log_type"] == "internet_log");
            }
        }

        CollectionAssert.AreEquivalent(new[] { "pass", "alert", "drop" }, verdicts.ToList());
    }

    [TestMethod]
    public void InternetBorder_OutboundSessions_ShowOnlyTheGatewaysAddress()
    {
        var made = GeneratedCases.Of("rome");
        var records = GeneratedCases.Lines(made, "logs/cfw/internet/internet-border.jsonl").Select(Strings).ToList();

        Assert.IsTrue(records.TrueForAll(r => (r["direction"] == "out" ? r["src_ip"] : r["dst_ip"]) == "192.0.2.50"));
        Assert.IsTrue(records.Exists(r => r["direction"] == "in"));
    }

    [TestMethod]
    public void IntrusionEvents_AllKinds_AreThereLetThroughAndDropped()
    {
        var events = GeneratedCases.Lines(GeneratedCases.Of("rome"), "logs/cfw/ips/events.jsonl").Select(Strings).ToList();

        CollectionAssert.AreEquivalent(
            new[] { "Mining Behavior", "Reverse Shell", "Scan", "Abnormal Connection" },
            events.Select(e => e["attack_type_name_en"]).Distinct().ToList());
        CollectionAssert.AreEquivalent(new[] { "alert", "drop" }, events.Select(e => e["rule_result"]).Distinct().ToList());
        CollectionAssert.AreEquivalent(new[] { "internet_ips_log", "vpc_ips_log" }, events.Select(e => e["log_type"]).Distinct().ToList());
        Assert.HasCount(3, events.Where(e => e["src_private_ip"] == "10.20.9.77").ToList());
    }

    private static Dictionary<string, string> Strings(string line) => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long Time(string text, string path) => path.Contains("/nat/", StringComparison.Ordinal)
        ? new DateTimeOffset(DateTime.ParseExact(text, LocalText, CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUnixTimeSeconds()
        : Number(text);
}
