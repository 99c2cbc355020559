// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Samples;
using FwCorrelate.Statistics;

namespace FwCorrelate.Elastic.Tests.Ecs;

[TestClass]
public sealed class StatisticsFieldsTests
{
    [TestMethod]
    public void Of_AFinding_TellsItWithFourDecimals()
    {
        var text = Json(Sample.Statistics());
        Assert.Contains("""
            "statistics":{"family":"mining","run":"grpo-12","runs":1,"conclusion":"coincides","reason":"because","bursts":12,"in_windows":9
            """.Trim(), text);
        Assert.Contains("""
            "test":{"name":"block_shift","bursts":12,"in_windows":9,"p":0.0040,"p_adjusted":0.0082}
            """.Trim(), text);
        Assert.Contains("""
            "controls":[{"windows":"generation","bursts":12,"in_windows":1,"p":0.9900,"significant":false},{"windows":"other_hosts","unavailable":"
            """.Trim(), text);
        Assert.Contains("""
            "pattern":"periodic","period_ms":600000
            """.Trim(), text);
    }

    [TestMethod]
    public void Of_AChanceBelowTheLastDecimal_IsRoundedUp()
    {
        var finding = Sample.Statistics();
        Assert.Contains("\"p\":0.0001,", Json(finding with { Outcome = finding.Outcome! with { PValue = 1e-9 } }));
    }

    [TestMethod]
    public void Of_AllBurstsWithinWindows_HasNoUpperLimit()
    {
        var text = Json(Sample.Statistics() with { Rates = RateRatio.Of(10, 10, 0.5) });
        Assert.Contains("\"rate_ratio\":{\"low\":", text);
    }

    private static string Json(CoincidenceFinding finding) =>
        IncidentDocument.Of(Sample.Incident() with { Statistics = finding }, ArgumentRedaction.Truncate).ToString();
}
