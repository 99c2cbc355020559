// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;

namespace FwCorrelate.Simulation.Tests.Drawing;

[TestClass]
public sealed class PortableMathTests
{
    [TestMethod]
    [DataRow(-690.0)]
    [DataRow(-3.25)]
    [DataRow(0.0)]
    [DataRow(1e-9)]
    [DataRow(0.7)]
    [DataRow(12.5)]
    [DataRow(699.0)]
    public void Exp_AnyArgument_IsTheExponential(double x) => Assert.AreEqual(1, PortableMath.Exp(x) / Math.Exp(x), 1e-12);

    [TestMethod]
    public void Exp_OutOfRange_IsZeroOrInfinite()
    {
        Assert.AreEqual(0, PortableMath.Exp(-1_000));
        Assert.AreEqual(double.PositiveInfinity, PortableMath.Exp(1_000));
    }

    [TestMethod]
    [DataRow(1e-300)]
    [DataRow(0.3)]
    [DataRow(1.0)]
    [DataRow(1.9999999)]
    [DataRow(2.0)]
    [DataRow(123_456_789.0)]
    public void Log_PositiveArgument_IsTheLogarithm(double x) => Assert.AreEqual(Math.Log(x), PortableMath.Log(x), 1e-12 * Math.Max(1, Math.Abs(Math.Log(x))));

    [TestMethod]
    [DataRow(-3.0, 0.00134990)]
    [DataRow(-1.0, 0.15865525)]
    [DataRow(0.0, 0.5)]
    [DataRow(1.959964, 0.975)]
    public void NormalCdf_KnownPoints_AreTheTables(double z, double expected) => Assert.AreEqual(expected, PortableMath.NormalCdf(z), 1e-6);

    [TestMethod]
    public void Normal_ManyDraws_HaveTheDistributionsMoments()
    {
        var random = new SeededRandom(5);

        var drawn = Enumerable.Range(0, 20_000).Select(_ => PortableMath.Normal(random)).ToList();

        Assert.AreEqual(0, drawn.Average(), 0.03);
        Assert.AreEqual(1, drawn.Average(x => x * x), 0.04);
    }
}
