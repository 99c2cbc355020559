// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.Tests.Fleet;

namespace FwCorrelate.Simulation.Tests.Writers;

/// <summary>Cases and truths of scenarios from files, read from the bytes as any reader would.</summary>
[TestClass]
public sealed class FleetCaseTests
{
    /// <summary>Sensors' delays are far shorter.</summary>
    private const double LongestDelay = 5;

    public static IEnumerable<object[]> Names => SmallWorlds.Names;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Truth_EveryLine_TellsOfTheRecordThatStandsThere(string name)
    {
        var made = SmallWorlds.Case(name);
        var truths = Truth(made);

        Assert.IsNotEmpty(truths);
        foreach (var truth in truths)
        {
            var file = Text(truth, "file");
            var record = Line(made, file, truth.GetProperty("line").GetInt32());
            var isTranslated = record.Contains("\"log_type\":\"internet", StringComparison.Ordinal);
            var isInbound = Text(truth, "cause") == "inbound";
            Assert.Contains(isTranslated && !isInbound ? FleetWorld.Gateway : Text(truth, "src"), record);

            // A proxy's own line tells its client and where that wanted to go, not the proxy, which it connected to.
            if (Text(truth, "dst") != FleetWorld.Proxy.Address || !record.Contains("HIER_", StringComparison.Ordinal))
                Assert.Contains(isTranslated && isInbound ? FleetWorld.Gateway : Text(truth, "dst"), record);
        }
    }

    [TestMethod]
    [DataRow("exclusive")]
    [DataRow("offset")]
    [DataRow("drift")]
    [DataRow("zone")]
    public void Stamps_OfFirstRecords_AreTheTruthPlusTheClocksError(string name)
    {
        var made = SmallWorlds.Case(name);
        var opening = Truth(made).GroupBy(t => (Text(t, "src"), t.GetProperty("sport").GetInt32(), Text(t, "dst")))
            .Select(g => g.First()).Where(t => Opened(t) > SmallWorlds.Of(name).World.Start.ToUnixTimeSeconds()).ToList();

        Assert.IsGreaterThan(300, opening.Count);
        foreach (var truth in opening)
        {
            var stamp = Stamp(Line(made, Text(truth, "file"), truth.GetProperty("line").GetInt32()).Split(' '));
            var late = stamp - Opened(truth) - truth.GetProperty("clock_error").GetDouble();
            Assert.IsTrue(late is > -1.001 and < LongestDelay, $"{late} s late: {truth}");
        }

        static double Opened(JsonElement truth) => DateTimeOffset.Parse(Text(truth, "start"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() / 1e3;

        static double Stamp(string[] fields) => long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Traces_OfAScenario_LackTheLostSpansAndHoldAllOthers(string name)
    {
        var world = SmallWorlds.Of(name).World;
        var text = Encoding.UTF8.GetString(SmallWorlds.Case(name).Files["timeline/traces.jsonl"]);
        var ids = text.Split('"').ToHashSet(StringComparer.Ordinal);
        var prefix = world.Plan.Traces.Form == TraceForm.Console ? "0x" : "";
        var calls = world.Sandboxes.SelectMany(s => s.Calls).ToList();

        // Made twice with one seed: the world in memory is the one in the files.
        foreach (var call in calls)
            Assert.AreEqual(!call.IsDropped, ids.Contains(prefix + call.Call.SpanId), call.Call.SpanId);
        Assert.IsGreaterThan(300, calls.Count);
        Assert.AreEqual(name == "lossy-traces", calls.Exists(c => c.IsDropped));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Files_AllAddresses_AreDocumentationOrPrivate(string name)
    {
        foreach (var (path, content) in SmallWorlds.Case(name).Files)
        {
            foreach (var address in Records.Addresses(Encoding.UTF8.GetString(content)).Distinct())
                Assert.IsTrue(Records.IsDocumentationOrPrivate(address), $"{path} holds {address}.");
        }
    }

    [TestMethod]
    [DataRow("any-offset")]
    [DataRow("border")]
    [DataRow("framework")]
    public void Generate_SameSeed_GivesTheSameBytesAndOtherSeedsOthers(string name)
    {
        var (scenario, first) = (SmallWorlds.Scenario(name), SmallWorlds.Case(name));

        var (again, other) = (scenario.Generate(SmallWorlds.Seed), scenario.Generate(SmallWorlds.Seed + 1));

        Assert.IsTrue(first.Truth.Span.SequenceEqual(again.Truth.Span));
        Assert.IsFalse(first.Truth.Span.SequenceEqual(other.Truth.Span));
        foreach (var (path, content) in first.Files)
            CollectionAssert.AreEqual(content, again.Files[path], path);
    }

    [TestMethod]
    public void Leases_WithPortBlocks_TellThem()
    {
        var lines = Encoding.UTF8.GetString(SmallWorlds.Case("port-blocks").Files["leases/leases.csv"]).TrimEnd('\n').Split('\n');

        Assert.AreEqual("address,owner_kind,owner_id,host,from,to,port_from,port_to", lines[0]);
        Assert.EndsWith(",20000,24999", lines[1]);
        Assert.EndsWith(",25000,29999", lines[2]);
    }

    private static List<JsonElement> Truth(GeneratedCase made) =>
        [.. Encoding.UTF8.GetString(made.Truth.Span).TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];

    private static string Line(GeneratedCase made, string file, int line) => GeneratedCases.Lines(made, file)[line - 1];

    private static string Text(JsonElement truth, string name) => truth.GetProperty(name).GetString()!;
}
