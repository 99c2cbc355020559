// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class TimeWindowsTests
{
    // Quarters, so that sums are exact.
    private static readonly Gen<(double Start, double End)[]> Windows =
        Gen.Select(Gen.Int[0, 8000], Gen.Int[0, 60]).Select((s, l) => (s / 4.0, (s + l) / 4.0)).Array[0, 40];

    [TestMethod]
    public void Covers_AnyWindows_IsWhatOneOfThemDoes() => Gen.Select(Windows, Gen.Int[0, 9000]).Sample((windows, quarters) =>
        TimeWindows.Of(windows).Covers(quarters / 4.0) == windows.Any(w => w.Start <= quarters / 4.0 && quarters / 4.0 <= w.End));

    [TestMethod]
    public void CountCovered_AnyLags_IsWhatCoversSays() => Gen.Select(Windows, Gen.Int[0, 9000]).Sample((windows, quarters) =>
    {
        double[] lags = [-7200, -3600, -600, -300, -30, -5, 0, 5, 30, 300, 600, 3600];
        var (joined, counts) = (TimeWindows.Of(windows), new int[lags.Length]);
        joined.CountCovered(quarters / 4.0, lags, counts);
        CollectionAssert.AreEqual(lags.Select(l => joined.Covers((quarters / 4.0) - l) ? 1 : 0).ToArray(), counts);
    });

    [TestMethod]
    public void Outside_AnyOthers_LeavesWhatTheyDoNotCover() => Gen.Select(Windows, Windows, Gen.Int[0, 9000]).Sample((windows, others, quarters) =>
    {
        var time = (quarters / 4.0) + 0.125;
        var (own, taken) = (TimeWindows.Of(windows), TimeWindows.Of(others));
        Assert.AreEqual(own.Covers(time) && !taken.Covers(time), own.Outside(taken).Covers(time));
        var both = TimeWindows.Of(windows.Concat(others));
        Assert.AreEqual(both.Within(0, 3000), taken.Within(0, 3000) + own.Outside(taken).Within(0, 3000), 1e-9);
    });

    [TestMethod]
    public void Within_APart_CountsOnlyThat()
    {
        var windows = TimeWindows.Of([(10, 20), (15, 30), (40, 50)]);
        Assert.AreEqual(2, windows.Count);
        Assert.AreEqual(5 + 2, windows.Within(25, 42), 1e-12);
        Assert.AreEqual(0, TimeWindows.None.Within(0, 100));
    }
}
