// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>Filters over rules of other files.</summary>
[TestClass]
public sealed class FilterTests
{
    private const string Filter = "title: f\nlogsource: {product: fwcorrelate}\nfilter:\n  rules: [r]\n  lab: {src_ip: 10.0.0.9}\n  condition: not lab\n";

    [TestMethod]
    public void Filter_OfAnotherFile_AppliesWhicheverIsReadFirst()
    {
        Assert.AreEqual("r", TestRules.Detector(TestRules.Rule("dst_port: 22"), Filter).MatchesFlow("src_ip=10.0.0.1 dst_port=22 protocol=tcp"));
        Assert.AreEqual("", TestRules.Detector(TestRules.Rule("dst_port: 22"), Filter).MatchesFlow("src_ip=10.0.0.9 dst_port=22 protocol=tcp"));
        Assert.AreEqual("", TestRules.Detector(Filter, TestRules.Rule("dst_port: 22")).MatchesFlow("src_ip=10.0.0.9 dst_port=22 protocol=tcp"));
    }

    [TestMethod]
    public void Filter_OfAnOldAggregation_AppliesToItsDetection()
    {
        var loaded = TestRules.Load(TestRules.Rule("dst_port: 22", condition: "\"sel | count() by src_ip > 5\""), Filter);
        Assert.IsEmpty(loaded.Errors, string.Join("\n", loaded.Errors));
        Assert.HasCount(1, loaded.Rules.Single().Filters);
        Assert.AreEqual("", loaded.Detector.MatchesFlow("src_ip=10.0.0.9 dst_port=22 protocol=tcp"));
    }

    [TestMethod]
    public void Filter_WithAnError_IsReportedOnceAndAppliesToNothing()
    {
        var loaded = TestRules.Load(TestRules.Rule("dst_port: 22"), TestRules.Rule("dst_port: 23", id: "q"),
            "title: f\nlogsource: {product: fwcorrelate}\nfilter:\n  rules: any\n  lab: {src_ip|cidr: nowhere}\n  condition: not lab\n");
        Assert.StartsWith("r2.yml:5:22: 'nowhere' is no network.", loaded.Errors.Single().ToString());
        Assert.AreEqual("q r", string.Join(' ', loaded.Detector.Rules.Select(r => r.Id)));
    }
}
