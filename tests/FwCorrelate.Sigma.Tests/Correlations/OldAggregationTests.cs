// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>Sigma 1's aggregations run as the correlations that they mean.</summary>
[TestClass]
public sealed class OldAggregationTests
{
    [TestMethod]
    [DataRow("count() > 2", "r() at 2: 0 1 2")]
    [DataRow("count() by g > 1", "r(u) at 1: 0 1")]
    [DataRow("COUNT() BY g >= 2", "r(u) at 1: 0 1")]
    [DataRow("count(v) by g > 1", "r(u) at 1: 0 1")]
    [DataRow("count(v, g) > 2", "r() at 2: 0 1 2")]
    [DataRow("count() by g, v = 1", "r(u,1) at 60: 0; r(u,2) at 61: 1; r(w,4) at 62: 2")]
    [DataRow("count() by g < 2", "r(w) at 62: 2")]
    [DataRow("sum(v) by g >= 3", "r(u) at 1: 0 1; r(w) at 2: 2")]
    [DataRow("avg(v) by g > 1.4", "r(u) at 1: 0 1; r(w) at 2: 2")]
    [DataRow("min(v) by g > 3", "r(w) at 2: 2")]
    [DataRow("max(v) by g > 1", "r(u) at 1: 0 1; r(w) at 2: 2")]
    public void Aggregation_RunsAsACorrelation(string aggregation, string expected) =>
        Assert.AreEqual(expected, new CorrelationLab(Rule($"sel | {aggregation}")).Run("0 k=a g=u v=1", "1 k=a g=u v=2", "2 k=a g=w v=4"));

    [TestMethod]
    [DataRow("sel | near other", "r() at 5: 0 2")]
    [DataRow("sel | near other and not third", "r() at 60: 0 2")]
    [DataRow("sel | near third", "")]
    public void Near_RunsAsATemporalCorrelation(string condition, string expected) =>
        Assert.AreEqual(expected, new CorrelationLab(Rule(condition)).Run("0 k=a", "3 k=x", "5 k=b"));

    [TestMethod]
    public void Timeframe_LeftOut_IsADay()
    {
        var lab = new CorrelationLab(Rule("sel | count() > 1", timeframe: ""));
        Assert.AreEqual(86_400, lab.Correlations.Single().Timespan.TotalSeconds);
    }

    [TestMethod]
    public void Aggregation_KeepsTheRulesIdAndSaysWhatItIs()
    {
        var loaded = TestRules.Load(Rule("sel | count(dst_ip) by src_ip > 10", "product: fwcorrelate, service: flow"));
        Assert.IsEmpty(loaded.Errors, string.Join("\n", loaded.Errors));
        var (detection, correlation) = (loaded.Detector.Rules[0], loaded.Detector.Rules[1]);
        Assert.AreEqual(("r#detection", false), (detection.Id, detection.IsReported));
        Assert.AreEqual(("r", true, "value_count", 60.0), (correlation.Id, correlation.IsReported, correlation.Correlation!.Type, correlation.Correlation.Window.TotalSeconds));
    }

    [TestMethod]
    [DataRow("sel | count() by src_ip", "The aggregation ends where a comparison such as '> 10' was expected.")]
    [DataRow("sel | count by src_ip > 1", "The aggregation has 'by' where '(' was expected.")]
    [DataRow("sel | stats() > 1", "The aggregation has 'stats' where count, sum, avg, min, max or near was expected.")]
    [DataRow("sel | sum() > 1", "The aggregation has '>' where the field that sum is of was expected.")]
    [DataRow("sel | count() > many", "The aggregation has 'many' where a number was expected.")]
    [DataRow("sel | count() > 1 and sel", "The aggregation has 'and' where the end of the condition was expected.")]
    [DataRow("sel | near nothing", "The aggregation has 'nothing' where the name of a detection (sel, other, third) was expected.")]
    public void BrokenAggregation_SaysWhatWasExpected(string condition, string what) =>
        Assert.AreEqual(what, new CorrelationLab(Rule(condition)).Errors.Single().What);

    [TestMethod]
    public void Aggregation_InAListOfConditions_IsRefused() =>
        Assert.Contains("One condition of a list", new CorrelationLab(Rule("[sel, sel | count() > 1]", quoted: false)).Errors.Single().What);

    [TestMethod]
    public void Aggregation_WhereConfigured_IsRefused()
    {
        var lab = new CorrelationLab(Rule("sel | count() > 1"), new CorrelationSemantics { OldAggregations = OldAggregations.Refuse });
        Assert.AreEqual(RuleErrorKind.NotSupported, lab.Errors.Single().Kind);
    }

    private static string Rule(string condition, string logSource = "category: test", string timeframe = "timeframe: 1m", bool quoted = true) =>
        $"title: r\nid: r\nlogsource: {{{logSource}}}\ndetection:\n  sel: {{k: a}}\n  other: {{k: b}}\n  third: {{k: c}}\n  {timeframe}\n  condition: {(quoted ? $"'{condition}'" : condition)}\n";
}
