// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class OnsetSearchTests
{
    private const int Steps = 24;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Of_RiseInTheMiddle_IsFoundWhereItIs()
    {
        var onset = OnsetSearch.Of(Draw(12, 0.02, 0.6, new SeededDraws(3)), new SeededDraws(1))!;
        Assert.AreEqual("12", onset.Step);
        Assert.IsLessThan(0.01, onset.PValue);
        Assert.IsGreaterThan(onset.Before.Interval.High, onset.After.Share);
    }

    [TestMethod]
    public void Of_NothingBefore_StillBoundsWhatMayHaveBeen()
    {
        var steps = Enumerable.Range(0, Steps).Select(s => Step(s, [.. Enumerable.Repeat(s >= 12 ? (1, 2) : (0, 2), 4)])).ToList();
        var onset = OnsetSearch.Of(steps, new SeededDraws(1))!;
        Assert.AreEqual(("12", 0), (onset.Step, onset.Before.Hits));
        Assert.IsGreaterThan(0.0, onset.Before.Interval.High);
    }

    [TestMethod]
    public void Of_TooFewToTell_IsNoOnset()
    {
        Assert.IsNull(OnsetSearch.Of([], new SeededDraws(1)));
        Assert.IsNull(OnsetSearch.Of([.. Enumerable.Range(0, Steps).Select(s => Step(s, [(s > 20 ? 1 : 0, 4)]))], new SeededDraws(1)));
    }

    /// <summary>Without any rise a p-value of 0.05 or less comes up in at most 5 % of runs, although every step is tried.</summary>
    [TestMethod]
    public void PValue_WithoutARise_HoldsItsLevel()
    {
        var (found, told) = (0, 0);
        for (var run = 0; run < 150; run++)
        {
            var draws = SeededDraws.For(run, "flat");
            if (OnsetSearch.Of(Draw(0, 0.15, 0.15, draws), draws) is not { } onset)
                continue;
            told++;
            found += onset.PValue <= 0.05 ? 1 : 0;
        }

        TestContext.WriteLine($"{found} of {told} at 0.05");
        Assert.IsGreaterThan(120, told);
        Assert.IsLessThanOrEqualTo(0.05, BinomialInterval.Of(found, told, 0.999).Low);
    }

    [TestMethod]
    public void Interval_OfSimulatedOnsets_HoldsTheTrueStep()
    {
        var (held, told) = (0, 0);
        for (var run = 0; run < 80; run++)
        {
            var draws = SeededDraws.For(run, "rise");
            if (OnsetSearch.Of(Draw(10, 0.03, 0.35, draws), draws) is not { } onset)
                continue;
            told++;
            held += Number(onset.From) <= 10 && 10 <= Number(onset.To) ? 1 : 0;
        }

        TestContext.WriteLine($"{held} of {told}");
        Assert.IsGreaterThanOrEqualTo(0.95, BinomialInterval.Of(held, told, 0.999).High);
    }

    private static int Number(string step) => int.Parse(step, CultureInfo.InvariantCulture);

    private static List<StepCounts> Draw(int onset, double before, double after, SeededDraws draws) =>
        [.. Enumerable.Range(0, Steps).Select(s => Step(s, [.. Enumerable.Range(0, 4).Select(_ => Group(s < onset ? before : after, draws))]))];

    private static (int, int) Group(double rate, SeededDraws draws) => (Enumerable.Range(0, 4).Count(_ => draws.NextShare() < rate), 4);

    private static StepCounts Step(int step, (int, int)[] groups) => new(step.ToString(CultureInfo.InvariantCulture), groups);
}
