// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;

namespace FwCorrelate.Simulation.Tests.Drawing;

[TestClass]
public sealed class DistributionTextTests
{
    [TestMethod]
    [DataRow("20s", 20.0)]
    [DataRow("0", 0.0)]
    [DataRow("1h30m", 5_400.0)]
    [DataRow("lognormal(8s, 0.9)", 8.0)]
    [DataRow(" lognormal( 8s , 0.9 ) ", 8.0)]
    [DataRow("uniform(1s,3s)", 2.0)]
    [DataRow("normal(5m, 4s)", 300.0)]
    [DataRow("mix(0.5 1s, 0.5 1s)", 1.0)]
    [DataRow("1s + 2s + 500ms", 3.5)]
    public void Parse_ADistribution_HasTheMedianItSays(string text, double median) =>
        Assert.AreEqual(median, DistributionText.Parse(text)!.Quantile(0.5), 1e-3);

    [TestMethod]
    [DataRow("")]
    [DataRow("-3s")]
    [DataRow("5")]
    [DataRow("lognormal(8s)")]
    [DataRow("lognormal(8s, 0.9, 1)")]
    [DataRow("lognormal(8s, 0.9")]
    [DataRow("exponential(0s)")]
    [DataRow("uniform(3s, 1s)")]
    [DataRow("pareto(2s, -1)")]
    [DataRow("gamma(2s, 1)")]
    [DataRow("mix(0.5 1s, 0.4 2s)")]
    [DataRow("mix(2 1s)")]
    [DataRow("1s 2s")]
    [DataRow("1s + ")]
    [DataRow("mix(1 mix(1 mix(1 mix(1 mix(1 mix(1 mix(1 mix(1 mix(1 mix(1 1s))))))))))")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.IsNull(DistributionText.Parse(text));
}
