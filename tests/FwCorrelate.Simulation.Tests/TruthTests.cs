// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Tests;

[TestClass]
public sealed class TruthTests
{
    private static readonly string[] ActsOfRome = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "benign"];
    private static readonly string[] ActsOfAws = ["A", "B", "C", "D", "H", "J", "benign"];

    public static IEnumerable<object[]> Names => GeneratedCases.Names;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Truth_EveryRecordOfTraffic_HasExactlyOneLine(string name)
    {
        var made = GeneratedCases.Of(name);

        var expected = from path in GeneratedCases.Paths(made, "logs/")
                       from record in GeneratedCases.Lines(made, path).Select((text, i) => (Text: text, Line: i + 1))
                       where !record.Text.StartsWith("version ", StringComparison.Ordinal)
                             && !record.Text.Contains("NODATA", StringComparison.Ordinal)
                             && !record.Text.Contains("SKIPDATA", StringComparison.Ordinal)
                       select (path, record.Line);

        CollectionAssert.AreEqual(expected.ToList(), GeneratedCases.Truth(made).Select(t => (t.File, t.Line)).ToList());
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Truth_Calls_StandInTheTraces(string name)
    {
        var made = GeneratedCases.Of(name);
        var known = GeneratedCases.Calls(made).Select(c => (c.TraceId, c.SpanId, c.CallId)).ToHashSet();

        foreach (var truth in GeneratedCases.Truth(made))
        {
            Assert.AreEqual(truth.Cause == "call", truth.SpanId is not null, $"{truth.File}:{truth.Line}");
            if (truth.SpanId is not null)
                Assert.Contains((truth.TraceId!, truth.SpanId, truth.CallId!), known);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Truth_CallIdentity_IsUnique(string name)
    {
        var calls = GeneratedCases.Calls(GeneratedCases.Of(name));

        Assert.HasCount(calls.Count, calls.Select(c => (c.TraceId, c.SpanId)).ToHashSet());
        Assert.IsLessThan(calls.Count, calls.Select(c => c.CallId).Distinct().Count());
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Truth_OnlyCalls_AreDecidableAndAllSayWhy(string name)
    {
        foreach (var truth in GeneratedCases.Truth(GeneratedCases.Of(name)))
        {
            Assert.IsFalse(truth.Decidable && truth.Cause != "call", $"{truth.File}:{truth.Line}");
            Assert.AreNotEqual(truth.Cause == "inbound" && truth.Act == "benign" ? null : "", truth.Why, $"{truth.File}:{truth.Line}");
        }
    }

    [TestMethod]
    [DataRow(7UL)]
    [DataRow(8UL)]
    [DataRow(9UL)]
    [DataRow(1_000_003UL)]
    public void Aws_AnySeed_HoldsAllActsAndEveryRecordOfACallIsDecidable(ulong seed)
    {
        Assert.IsTrue(ScenarioCatalogue.TryFind("aws", out var scenario));

        var truth = GeneratedCases.Truth(scenario.Generate(seed));

        CollectionAssert.AreEquivalent(ActsOfAws, truth.Select(t => t.Act).Distinct().ToList());
        Assert.IsTrue(truth.TrueForAll(t => t.Decidable == (t.Cause == "call")));
    }

    [TestMethod]
    [DataRow(41UL)]
    [DataRow(42UL)]
    [DataRow(1_000_003UL)]
    public void Rome_AnySeed_HoldsAllActs(ulong seed)
    {
        Assert.IsTrue(ScenarioCatalogue.TryFind("rome", out var scenario));

        var truth = GeneratedCases.Truth(scenario.Generate(seed));

        CollectionAssert.AreEquivalent(ActsOfRome, truth.Select(t => t.Act).Distinct().ToList());
        foreach (var act in new[] { "A", "B", "C", "D", "H" })
            Assert.HasCount(2, truth.Where(t => t.Act == act && t.Cause == "call").Select(t => t.Decidable).Distinct().ToList(), act);
        foreach (var act in new[] { "E", "F", "G", "J", "K", "L" })
            Assert.IsFalse(truth.Exists(t => t.Act == act && t.Decidable), act);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Commands_DestinationsThatNoCallCaused_AreNotNamed(string name)
    {
        var made = GeneratedCases.Of(name);
        var commands = GeneratedCases.Calls(made).Select(c => c.Command).Distinct().ToList();
        var innocent = GeneratedCases.Truth(made).Where(t => t.Cause != "call")
            .SelectMany(t => Records.Addresses(GeneratedCases.Lines(made, t.File)[t.Line - 1])).Distinct()
            .Except(["10.8.2.40"]);

        foreach (var address in innocent)
            Assert.IsFalse(commands.Exists(c => c.Contains(address, StringComparison.Ordinal)), address);
    }
}
