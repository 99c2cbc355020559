// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using FwCorrelate.Simulation;
using NodaTime;

namespace FwCorrelate.Accuracy;

/// <summary>
/// Every shipped scenario with one seed and less of it. The full scoreboard says how good the product is; this says when it gets worse.
/// </summary>
[TestClass]
public sealed class ShortScoreboardTests
{
    private const ulong Seed = 20_260;
    private static readonly ConcurrentDictionary<string, SeedResult> Results = new(StringComparer.Ordinal);

    public required TestContext TestContext { get; init; }

    public static IEnumerable<object[]> Names => FileScenario.Shipped.Select(s => new object[] { s.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Investigate_AnyScenario_ReadsAllOfItAndAddsUp(string name)
    {
        var result = Of(name);

        Assert.AreEqual("", string.Join("; ", result.Unread));
        Assert.AreEqual("", string.Join("; ", result.Discrepancies));
        Assert.IsGreaterThan(0, result.Matched);
    }

    /// <summary>Shares are of causes: calls, or connections that no call opened.</summary>
    [TestMethod]
    public void Names_OverAllScenarios_AreSeldomWrong() => AssertAtMost(0.02, Total(_ => true, s => s.Total.Wrong));

    [TestMethod]
    public void Names_OfWhatNoAgentDid_AreNotGiven() => AssertAtMost(0.01, Total(_ => true, s => s.Total.BlamedByName));

    [TestMethod]
    public void Verdicts_OnWhatAgentsDid_SeldomPointAtOthers() => AssertAtMost(0.15, Total(_ => true, s => s.Total.Exonerated));

    [TestMethod]
    public void Names_WhereACommandTellsOnAnAddressOfItsOwn_AreGiven() => AssertAtLeast(0.7, Total(IsExclusive, s => s.Total.NamedOfTold));

    [TestMethod]
    public void Candidates_OnAddressesOfTheirOwn_HoldTheTruth() => AssertAtLeast(0.65, Total(IsExclusive, s => s.Total.InSet));

    [TestMethod]
    public void Names_OfWhatCanBeDecidedOnAddressesOfTheirOwn_AreGiven() => AssertAtLeast(0.38, Total(IsExclusive, s => s.Total.NamedOfDecidable));

    [TestMethod]
    public void Verdicts_OfIncidentsOfOneCause_AreRight() => AssertAtLeast(0.38, Total(_ => true, s => s.Verdicts.Right));

    private static bool IsExclusive(string name) => name is "exclusive" or "drift" or "offset" or "daemons" or "twins" or "retries";

    private Rate Total(Func<string, bool> isMeant, Func<ScenarioScore, Rate> rate) =>
        FileScenario.Shipped.Where(s => isMeant(s.Name)).Select(s => rate(Of(s.Name).Score)).Aggregate((a, b) => a.Plus(b));

    private static void AssertAtMost(double share, Rate rate) =>
        Assert.IsLessThanOrEqualTo(share, (double)rate.Causes / rate.OfCauses, $"{rate.Name}: {rate.Causes} of {rate.OfCauses} causes");

    private static void AssertAtLeast(double share, Rate rate) =>
        Assert.IsGreaterThanOrEqualTo(share, (double)rate.Causes / rate.OfCauses, $"{rate.Name}: {rate.Causes} of {rate.OfCauses} causes");

    private SeedResult Of(string name) => Results.GetOrAdd(name, n =>
    {
        var result = SeedRun.Run(FileScenario.Shipped.First(s => s.Name == n).Shortened(Duration.FromMinutes(75), 16), Seed, worst: 0);
        using var text = new StringWriter();
        new ScoreText(text).Write(FileScenario.Shipped.First(s => s.Name == n), result.Score);
        TestContext.WriteLine(text.ToString());
        return result;
    });
}
