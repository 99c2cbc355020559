// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class CoincidenceAnalysisTests
{
    private const int Sandboxes = 8;
    private const double Length = 3600;

    [TestMethod]
    public void Run_BurstsThatBeginWithCalls_CoincideByBothTests()
    {
        var fleet = Fleet(isRegular: false);
        var bursts = Bursts(fleet, 10, AsACallStarts);
        var exact = Find(fleet, bursts);
        Assert.AreEqual(Conclusion.Coincides, exact.Conclusion);
        Assert.AreEqual(CoincidenceTest.ConcurrentSandboxes, exact.Outcome!.Test);
        Assert.AreEqual((10, 10), (exact.Bursts, exact.InWindows));
        Assert.IsGreaterThan(1, exact.Rates!.Value.Low);
        Assert.HasCount(3, exact.Controls);
        var shifted = Find(fleet, bursts.Select(b => b with { HasIdentity = false }));
        Assert.AreEqual((Conclusion.Coincides, CoincidenceTest.BlockShift), (shifted.Conclusion, shifted.Outcome!.Test));
        Assert.IsNull(exact.Why);
    }

    [TestMethod]
    public void Run_FourBursts_AreTooFew()
    {
        var fleet = Fleet();
        var finding = Find(fleet, Bursts(fleet, 4, (s, i) => CallOf(s, i) + 1));
        Assert.AreEqual((Conclusion.TooFew, 4), (finding.Conclusion, finding.Bursts));
        Assert.IsNull(finding.Outcome);
    }

    [TestMethod]
    public void Run_BurstsWhileTheModelGenerates_DoNotCoincide()
    {
        var fleet = Fleet(calls: 20);
        var finding = Find(fleet, Bursts(fleet, 12, (s, i) => CallOf(s, i) - 4));
        Assert.AreEqual((Conclusion.NotBeyondChance, 0), (finding.Conclusion, finding.InWindows));
        Assert.IsTrue(finding.Controls[0].IsSignificant(finding.Options.Level));
        Assert.AreEqual(0, finding.Rates!.Value.AttributableShare);
    }

    [TestMethod]
    public void Run_WhatAllSandboxesDoAtOnce_IsNoCoincidence()
    {
        // All call at the same times: whichever made the burst, it would have been covered.
        var one = Activities("s", 0, "run", isRegular: false).First();
        var fleet = new Fleet(Enumerable.Range(0, Sandboxes).Select(i => new AgentActivity($"s{i}", $"host-{i % 4}", one.Episodes, one.Calls, one.Generations)));
        var bursts = Bursts(fleet, 12, AsACallStarts);
        Assert.AreEqual(1, Find(fleet, bursts).Outcome!.PValue, 1e-12);

        // The other test sees only times, and the calls of other hosts coincide just as well.
        Assert.AreEqual(Conclusion.Withdrawn, Find(fleet, bursts.Select(b => b with { HasIdentity = false })).Conclusion);
    }

    [TestMethod]
    public void Run_CallsNearlyAllTheTime_SaysThatNothingCouldBeFound()
    {
        var fleet = Fleet(calls: 28);
        var finding = Find(fleet, Bursts(fleet, 12, (s, i) => CallOf(s, i) + 1));
        Assert.AreEqual(Conclusion.NotBeyondChance, finding.Conclusion);
        Assert.Contains("chance would explain it", finding.Why!);
    }

    [TestMethod]
    public void Run_StampsAnHourOff_FindsTheHourAndNoEvidence()
    {
        var fleet = Fleet(length: 20_000, isRegular: false);
        var finding = Find(fleet, Bursts(fleet, 40, (s, i) => s.Calls.All.ElementAt(20 + (3 * i)).Start + 3601, length: 20_000), length: 20_000);
        Assert.AreEqual(3600, finding.Lags!.Best);
        Assert.IsTrue(finding.Lags.IsWholeHours);
        Assert.IsLessThanOrEqualTo(0.05, finding.Lags.PValue);
    }

    [TestMethod]
    public void Run_StampsFortyFiveSecondsOff_FindsTheLagWithAnInterval()
    {
        var fleet = Fleet(isRegular: false);
        var finding = Find(fleet, Bursts(fleet, 60, (s, i) => s.Calls.All.ElementAt(i % s.Calls.Count).Start + 46, isApart: false));
        Assert.AreEqual(45, finding.Lags!.Best, 5);
        Assert.IsTrue(finding.Lags.Low <= 45 && finding.Lags.High >= 40);
    }

    [TestMethod]
    public void Run_BurstsEveryTenMinutes_ArePeriodic()
    {
        var finding = Find(Fleet(), Enumerable.Range(0, 8).Select(i => new Burst("source a", [], false, (i * 600) + (i % 3), (i * 600) + 4, 1)));
        Assert.AreEqual(TimePattern.Periodic, finding.Pattern);
        Assert.AreEqual(600, finding.Period!.Value, 3);
        Assert.AreEqual((8, 0), (finding.Untraced, finding.Bursts));
    }

    [TestMethod]
    public void Run_BurstsAtRandomTimes_HaveNoPattern()
    {
        double[] starts = [0, 410, 2600, 2950, 3700, 7900, 8300, 9800, 15000, 15333];
        Assert.AreEqual(TimePattern.None, Find(Fleet(), starts.Select(s => new Burst("source a", [], false, s, s + 4, 1))).Pattern);
    }

    [TestMethod]
    public void Run_RunsOneAfterTheOther_AreCombinedByFisher()
    {
        var fleet = new Fleet([.. Activities("a", 0, "run-a"), .. Activities("b", 100_000, "run-b")]);
        var bursts = fleet.Sandboxes.Select((s, i) => (s, i)).Select(b => Made(b.s, b.s.Calls.All.ElementAt(20 + b.i).Start + 1));
        var findings = Run(fleet, bursts, 200_000);
        CollectionAssert.AreEqual(new[] { ("run-a", 1), ("run-b", 1), (null, 2) }, findings.Select(f => (f.Run, f.Runs)).ToArray());
        Assert.AreEqual(CoincidenceTest.Fisher, findings[2].Outcome!.Test);
        Assert.AreEqual(FalseDiscovery.Combine([.. findings.Take(2).Select(f => f.Outcome!.PValue)]), findings[2].Outcome!.PValue, 1e-15);
    }

    [TestMethod]
    public void Run_RunsAtTheSameTime_AreTestedTogether()
    {
        var fleet = new Fleet([.. Activities("a", 0, "run-a"), .. Activities("b", 100, "run-b")]);
        var bursts = fleet.Sandboxes.Select((s, i) => (s, i)).Select(b => Made(b.s, b.s.Calls.All.ElementAt(20 + b.i).Start + 1));
        Assert.AreNotEqual(CoincidenceTest.Fisher, Run(fleet, bursts, Length + 100)[2].Outcome!.Test);
    }

    [TestMethod]
    public void Run_BurstsBetweenEpisodes_AreToldApart()
    {
        var fleet = Fleet();
        var between = Enumerable.Range(0, 6).Select(i => Made(fleet.Sandboxes[i], Length + 50));
        var finding = Find(fleet, Bursts(fleet, 10, (s, i) => CallOf(s, i) + 1).Concat(between));
        Assert.AreEqual((10, 6), (finding.Bursts, finding.OutsideEpisodes));
    }

    [TestMethod]
    public void Run_SameSeed_SameAnswerInAnyOrder()
    {
        var run = new SimulatedRun(BurstOrigin.HalfCaused, 20, 7);
        var ordered = Run(run.Fleet, run.Bursts, SimulatedRun.Length)[0];
        var reversed = Run(new Fleet(run.Fleet.Sandboxes.Reverse()), run.Bursts.Reverse().OrderBy(b => b.Start), SimulatedRun.Length)[0];
        Assert.AreEqual(ordered.Outcome!.PValue, reversed.Outcome!.PValue);
        Assert.AreEqual(ordered.Lags!.PValue, reversed.Lags!.PValue);
        CollectionAssert.AreEqual(ordered.Controls.Select(c => c.Outcome?.PValue).ToArray(), reversed.Controls.Select(c => c.Outcome?.PValue).ToArray());
    }

    /// <summary>Sandboxes that call every 30 s for some of it, each a little later than the one before.</summary>
    private static Fleet Fleet(double calls = 6, double length = Length, bool isRegular = true) =>
        new(Activities("s", 0, "run", calls, length, isRegular));

    private static IEnumerable<AgentActivity> Activities(
        string name, double from, string run, double calls = 6, double length = Length, bool isRegular = true)
    {
        for (var i = 0; i < Sandboxes; i++)
        {
            var (windows, generations, draws) = (new List<(double, double)>(), new List<(double, double)>(), SeededDraws.For(1, $"{name}{i}"));
            for (var time = from + 10 + (i * 7 % 30); time < from + length - 60; time += isRegular ? 30 : 40 + (80 * draws.NextShare()))
            {
                windows.Add((time, time + calls));
                generations.Add((time + calls, time + 30));
            }

            IEnumerable<EpisodeSpan> episodes = [new(from, from + (length / 2), run, "1", null), new(from + (length / 2), from + length, run, "2", null)];
            yield return new AgentActivity($"{name}{i}", $"host-{i % 4}", episodes, TimeWindows.Of(windows), TimeWindows.Of(generations));
        }
    }

    private static double AsACallStarts(AgentActivity sandbox, int i) => sandbox.Calls.All.ElementAt(3 + (3 * i)).Start + 1;

    private static double CallOf(AgentActivity sandbox, int i) =>
        10 + ((sandbox.Id[^1] - '0') * 7 % 30) + (30 * (3 + (11 * (i / Sandboxes)) + (3 * (i % Sandboxes))));

    private static IReadOnlyList<Burst> Bursts(Fleet fleet, int count, Func<AgentActivity, int, double> time, double length = Length, bool isApart = true)
    {
        var bursts = Enumerable.Range(0, count).Select(i => Made(fleet.Sandboxes[i % Sandboxes], time(fleet.Sandboxes[i % Sandboxes], i))).OrderBy(b => b.Start).ToList();
        Assert.IsTrue(!isApart || bursts.TrueForAll(b => b.Start < length));
        return bursts;
    }

    private static Burst Made(AgentActivity sandbox, double start) => new($"sandbox {sandbox.Id}", [sandbox.Id], true, start, start + 1, 1);

    private static CoincidenceFinding Find(Fleet fleet, IEnumerable<Burst> bursts, double length = Length) => Run(fleet, bursts, length).Single();

    private static IReadOnlyList<CoincidenceFinding> Run(Fleet fleet, IEnumerable<Burst> bursts, double length) =>
        new CoincidenceAnalysis(fleet, 0, length, CoincidenceOptions.Default).Run([new FamilyBursts("mining", [.. bursts], null)]);
}
