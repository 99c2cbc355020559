// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using NodaTime;

namespace FwCorrelate.Simulation.Tests.Agents;

[TestClass]
public sealed class ToolDurationsTests
{
    [TestMethod]
    public void Draw_ManyTimes_HasAMedianOfTenSecondsAndACapOfTwoMinutes()
    {
        var random = new SeededRandom(11);

        var drawn = Enumerable.Range(0, 10_001).Select(_ => ToolDurations.Draw(random)).Order().ToList();

        Assert.IsInRange(9_600, 10_400, drawn[5_000].TotalMilliseconds);
        Assert.IsLessThan(Duration.FromSeconds(120), drawn[^1]);
        Assert.IsGreaterThan(Duration.FromSeconds(60), drawn[^1]);
        Assert.IsGreaterThanOrEqualTo(Duration.FromMilliseconds(800), drawn[0]);
    }
}
