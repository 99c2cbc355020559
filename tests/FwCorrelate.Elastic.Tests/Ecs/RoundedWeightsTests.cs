// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using CsCheck;
using FwCorrelate.Elastic.Ecs;

namespace FwCorrelate.Elastic.Tests.Ecs;

[TestClass]
public sealed class RoundedWeightsTests
{
    [TestMethod]
    public void Of_ThreeThirds_GivesTheRemainderToTheFirst()
    {
        var rounded = RoundedWeights.Of([1.0 / 3, 1.0 / 3], 1.0 / 3);
        Assert.AreEqual("0.3334 0.3333 0.3333", Text(rounded));
    }

    [TestMethod]
    public void Of_NothingLeft_GivesAllToNone() => Assert.AreEqual("0.0000 1.0000", Text(RoundedWeights.Of([double.NaN], -1)));

    [TestMethod]
    public void Of_NamedCall_RoundsToFourDecimals() => Assert.AreEqual("0.9962 0.0038", Text(RoundedWeights.Of([0.99618], 0.00382)));

    [TestMethod]
    public void Of_AnyWeights_SumToExactlyOneAndStayWithinATenThousandth() =>
        Gen.Select(Gen.Double[0, 1].Array[0, 40], Gen.Double[1e-9, 1]).Sample((weights, none) =>
        {
            var rounded = RoundedWeights.Of(weights, none);
            var sum = weights.Sum() + none;
            return rounded.Candidates.Sum() + rounded.None == 1m
                && rounded.Candidates.Zip(weights).All(p => Math.Abs((double)p.First - (p.Second / sum)) < 1e-4 + 1e-12);
        });

    private static string Text(RoundedWeights weights) =>
        string.Join(' ', weights.Candidates.Append(weights.None).Select(w => w.ToString(CultureInfo.InvariantCulture)));
}
