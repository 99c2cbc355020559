// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Correlation;
using NodaTime;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class DelayModelTests
{
    private const double Step = 0.005;
    private static readonly CallTiming Call = new(4, IsOpen: false, LeavesProcess: false);

    [TestMethod]
    [DataRow(0.001)]
    [DataRow(0.3)]
    [DataRow(1.0)]
    public void Densities_EstimatedClock_SumToOneOverAllStamps(double granularity)
    {
        var sum = 0.0;
        for (var lag = -5.0; lag < 60; lag += Step)
            sum += Step * Prompt(lag, Clock(granularity));
        Assert.AreEqual(1, sum, 0.01);
    }

    [TestMethod]
    public void Densities_StampWithinItsSecond_IsNoLessLikelyForBeingRoundedDown() =>
        Assert.IsGreaterThan(0.3, Prompt(-0.4, Clock(1)));

    [TestMethod]
    public void Densities_StampThatNoRoundingReaches_FallsWithTheDeviationOfTheOffset()
    {
        // The second of the stamp ends a quarter, then half a second before the call's start; the deviation is 0.15 s.
        var (near, far) = (Prompt(-1.25, Clock(1)), Prompt(-1.5, Clock(1)));
        Assert.IsLessThan(0.02, near);
        Assert.IsLessThan(0.001, far);
    }

    [TestMethod]
    public void Densities_ShareOfStartUp_IsTakenOffFirst()
    {
        var shifted = Clock(0.1) with { CallShift = Duration.FromMilliseconds(300) };
        Assert.AreEqual(Prompt(0.5, Clock(0.1)), Prompt(0.8, shifted), 1e-9);
    }

    [TestMethod]
    public void Densities_CallWhoseStartIsInDoubt_CountAllOfIt()
    {
        var stamp = StampTiming.Of(Clock(0.1));
        Assert.IsGreaterThan(0.05, DelayModel.Densities(-2, Call, stamp, doubt: 3).Prompt);
        Assert.AreEqual(0, DelayModel.Densities(-2, Call, stamp, doubt: 0).Prompt);
    }

    private static double Prompt(double lag, SourceClock clock) => DelayModel.Densities(lag, Call, StampTiming.Of(clock), 0).Prompt;

    private static SourceClock Clock(double granularity) => new()
    {
        Basis = ClockBasis.Estimated,
        Granularity = Duration.FromSeconds(granularity),
        CallSpread = Duration.FromSeconds(0.15),
    };
}
