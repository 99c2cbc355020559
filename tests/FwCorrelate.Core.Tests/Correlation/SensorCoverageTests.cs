// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Correlation;
using NodaTime.HighPerformance;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class SensorCoverageTests
{
    private static readonly Duration64 Idle = Duration64.FromSeconds(900);

    [TestMethod]
    public void Covers_NoGapForTheLead_IsTrue()
    {
        var coverage = Logged((0, 60), (600, 660), (1200, 1260));
        Assert.IsTrue(Covers(coverage, At(1260), Idle));
        Assert.IsFalse(Covers(coverage, At(800), Idle));
    }

    [TestMethod]
    public void Covers_AfterSilence_IsFalse() => Assert.IsFalse(Covers(Logged((0, 60), (2000, 2060)), At(2050), Idle));

    [TestMethod]
    public void Covers_AfterLoss_IsFalseUntilTheLeadHasPassed()
    {
        var coverage = Logged((0, 60), (600, 3000));
        coverage.NoteLoss(At(1000), At(1060));
        Assert.IsFalse(Covers(coverage, At(1900), Idle));
        Assert.IsTrue(Covers(coverage, At(1960), Idle));
        Assert.AreEqual(At(1060), coverage.CoveredSince(At(1900)));
    }

    [TestMethod]
    public void Covers_AfterRecordsThatCouldNotBeRead_IsFalseUntilTheLeadHasPassed()
    {
        var damaged = new SensorCoverage(Idle);
        damaged.NoteUnread(At(1000), At(1060));
        var coverage = Logged((0, 60), (600, 3000));
        coverage.Merge(damaged);
        Assert.IsFalse(Covers(coverage, At(1030), Duration64.FromSeconds(1)));
        Assert.IsFalse(Covers(coverage, At(1900), Idle));
        Assert.IsTrue(Covers(coverage, At(1960), Idle));
        Assert.IsEmpty(coverage.Lost);
    }

    [TestMethod]
    public void CoveredSince_AnyLosses_IsTheEndOfTheLastOneAsGoingThroughAllTells() =>
        Gen.Select(Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 60]).Array[0, 20], Gen.Int[0, 4000]).Sample((losses, time) =>
        {
            var coverage = Logged((0, 4000));
            foreach (var (start, length) in losses)
                coverage.NoteLoss(At(start), At(start + length));
            var isLost = losses.Any(l => l.Item1 <= time && time <= l.Item1 + l.Item2);
            var since = losses.Select(l => l.Item1 + l.Item2).Where(end => end <= time).Append(0).Max();
            return coverage.CoveredSince(At(time)) == (isLost ? null : At(since));
        });

    [TestMethod]
    public void NoteRecord_AnyOrder_GivesTheSameIntervals() =>
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[0, 300]).Array[1, 60]
            .Sample(records =>
            {
                var forward = Logged([.. records.Select(r => (r.Item1, r.Item1 + r.Item2))]);
                var backward = Logged([.. records.Reverse().Select(r => (r.Item1, r.Item1 + r.Item2))]);
                var sorted = Logged([.. records.Order().Select(r => (r.Item1, r.Item1 + r.Item2))]);
                var halves = Logged([.. records.Take(records.Length / 2).Select(r => (r.Item1, r.Item1 + r.Item2))]);
                halves.Merge(Logged([.. records.Skip(records.Length / 2).Select(r => (r.Item1, r.Item1 + r.Item2))]));
                return forward.Logged.SequenceEqual(backward.Logged) && forward.Logged.SequenceEqual(sorted.Logged) && forward.Logged.SequenceEqual(halves.Logged)
                    && forward.Logged.Zip(forward.Logged.Skip(1)).All(p => p.First.End + Idle < p.Second.Start);
            });

    private static bool Covers(SensorCoverage coverage, Instant64 time, Duration64 lead) => coverage.CoveredSince(time) <= time - lead;

    private static Instant64 At(int seconds) => Instant64.FromUnixTimeSeconds(1_700_000_000 + seconds);

    private static SensorCoverage Logged(params (int Start, int End)[] records)
    {
        var coverage = new SensorCoverage(Idle);
        foreach (var (start, end) in records)
            coverage.NoteRecord(At(start), At(end));
        return coverage;
    }
}
