// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>Errors of correlations and filters: where, what was found, what to do.</summary>
[TestClass]
public sealed class CorrelationErrorTests
{
    private static readonly string Base = CorrelationLab.Base("a") + CorrelationLab.Base("b");

    [TestMethod]
    public void UnknownRule_Reported_HasItsPlaceAndWhatToDo() => Assert.AreEqual(
        "r.yml:23:14: There is no rule 'nothing' among those that were read. Correct the id or the name, or read the file that holds the rule too.",
        Error("type: event_count", "rules: [a, nothing]", "timespan: 1m", "condition: {gte: 1}").ToString());

    [TestMethod]
    [DataRow("type: sometimes", "timespan: 1m", "condition: {gte: 1}", "The correlation type 'sometimes' is unknown.")]
    [DataRow("type: event_count", "timespan: 10x", "condition: {gte: 1}", "'10x' is no timespan.")]
    [DataRow("type: event_count", "timespan: 0s", "condition: {gte: 1}", "'0s' is no timespan.")]
    [DataRow("type: event_count", "timespan: 11y", "condition: {gte: 1}", "'11y' is no timespan.")]
    [DataRow("type: event_count", "timespan: 1m 30s", "condition: {gte: 1}", "'1m 30s' is no timespan.")]
    [DataRow("type: event_count", "generate: false", "condition: {gte: 1}", "The correlation has no timespan.")]
    [DataRow("type: event_count", "timespan: 1m", "generate: false", "The correlation has no condition.")]
    [DataRow("type: event_count", "timespan: 1m", "condition: a and b", "The condition of event_count must be a map of bounds.")]
    [DataRow("type: event_count", "timespan: 1m", "condition: {above: 1}", "The key 'above' of the condition is unknown.")]
    [DataRow("type: event_count", "timespan: 1m", "condition: {gte: many}", "'gte' needs a number.")]
    [DataRow("type: event_count", "timespan: 1m", "condition: {field: x, gte: 1}", "event_count takes no field.")]
    [DataRow("type: value_count", "timespan: 1m", "condition: {gte: 1}", "value_count needs the field that it is of.")]
    [DataRow("type: value_count", "timespan: 1m", "condition: {field: x}", "The condition compares with no number.")]
    [DataRow("type: value_sum", "timespan: 1m", "condition: {field: [x, y], gte: 1}", "value_sum takes one field.")]
    [DataRow("type: value_percentile", "timespan: 1m", "condition: {field: x, gte: 1}", "value_percentile needs the percentile that it is of.")]
    [DataRow("type: value_percentile", "timespan: 1m", "condition: {field: x, percentile: 101, gte: 1}", "The percentile must be a number above 0, at most 100.")]
    [DataRow("type: value_median", "timespan: 1m", "condition: {field: x, percentile: 95, gte: 1}", "value_median takes no percentile.")]
    [DataRow("type: temporal", "timespan: 1m", "condition: a and nothing", "The condition names 'nothing', but the correlation has no such rule (it has a).")]
    [DataRow("type: temporal", "timespan: 1m", "condition: a and", "The condition ends where the name of a rule, '1 of', 'all of', 'not' or '(' was expected.")]
    [DataRow("type: temporal", "timespan: 1m", "window: tumbling", "The key 'window' of the correlation is unknown.")]
    [DataRow("type: temporal", "timespan: 1m", "aliases: {ip: {b: src_ip}}", "The alias is for 'b', which the correlation does not name.")]
    [DataRow("type: temporal", "timespan: 1m", "aliases: {ip: src_ip}", "The alias 'ip' must name one field for each rule.")]
    [DataRow("type: temporal", "timespan: 1m", "generate: perhaps", "'generate' must be true or false.")]
    public void BrokenCorrelation_SaysWhatIsWrong(string type, string second, string third, string what) =>
        Assert.AreEqual(what, Error(type, "rules: [a]", second, third).What);

    [TestMethod]
    public void RuleListedTwice_Reported_PointsToEventCount() =>
        Assert.Contains("use event_count", Error("type: temporal_ordered", "rules: [a, b, a]", "timespan: 1m").Do);

    [TestMethod]
    public void Cycle_Reported_NamesItsWay()
    {
        var lab = new CorrelationLab(CorrelationLab.Correlation("x", "type: temporal", "rules: [y]", "timespan: 1m")
            + CorrelationLab.Correlation("y", "type: temporal", "rules: [z]", "timespan: 1m") + CorrelationLab.Correlation("z", "type: temporal", "rules: [x]", "timespan: 1m"));
        Assert.AreEqual("The correlation refers to itself: x → y → z → x.", lab.Errors[0].What);
        Assert.IsEmpty(lab.Plan.Correlations);
    }

    [TestMethod]
    public void LongChain_IsRefused()
    {
        var text = Base + CorrelationLab.Correlation("x0", "type: temporal", "rules: [a]", "timespan: 1m")
            + string.Concat(Enumerable.Range(1, 40).Select(i => CorrelationLab.Correlation($"x{i}", "type: temporal", $"rules: [x{i - 1}]", "timespan: 1m")).Reverse());
        Assert.Contains(e => e.What == "Correlations are chained more than 16 deep.", new CorrelationLab(text).Errors);
    }

    [TestMethod]
    public void RuleThatCannotBeUsed_TakesItsCorrelationsWithIt()
    {
        var loaded = TestRules.Load(TestRules.Rule("f|cidr: nowhere") + "---\n" + CorrelationLab.Correlation("x", "type: temporal", "rules: [r]", "timespan: 1m")
            + CorrelationLab.Correlation("y", "type: temporal", "rules: [x]", "timespan: 1m"));
        Assert.HasCount(3, loaded.Errors, string.Join("\n", loaded.Errors));
        Assert.AreEqual("The rule 'r' cannot be used, so this correlation cannot either.", loaded.Errors[1].What);
        Assert.AreEqual("The correlation 'x' cannot be used, so this one cannot either.", loaded.Errors[2].What);
        Assert.IsEmpty(loaded.Detector.Rules);
    }

    [TestMethod]
    public void RuleOfAnotherLogSource_TakesItsCorrelationWithIt_AndIsNoFailure()
    {
        var loaded = TestRules.Load(CorrelationLab.Base("a") + CorrelationLab.Correlation("x", "type: temporal", "rules: [a]", "timespan: 1m"));
        Assert.HasCount(2, loaded.Errors, string.Join("\n", loaded.Errors));
        Assert.IsTrue(loaded.Errors.All(e => e.Kind == RuleErrorKind.NoSuchLogSource));
    }

    [TestMethod]
    public void NameOfTwoRules_Reported_ListsThem()
    {
        var twice = CorrelationLab.Base("a").Replace("id: id-a", "id: other", StringComparison.Ordinal);
        var lab = new CorrelationLab(CorrelationLab.Base("a") + twice + CorrelationLab.Correlation("x", "type: temporal", "rules: [a]", "timespan: 1m"));
        Assert.AreEqual("'a' is the name of 2 rules: id-a, other.", lab.Errors.Single().What);
    }

    [TestMethod]
    public void GroupField_ThatToolCallsLack_IsRefused()
    {
        var loaded = TestRules.Load(TestRules.Rule("tool.name: bash", "tool_call") + "---\n" + CorrelationLab.Correlation("x", "type: temporal", "rules: [r]", "group-by: [dst_ip]", "timespan: 1m"));
        Assert.AreEqual("The events of 'r' have no field 'dst_ip', so they could never be joined by it.", loaded.Errors.Single().What);
    }

    [TestMethod]
    [DataRow("filter: any", "'filter' must be a map; this is a single value.")]
    [DataRow("filter:\n  s: {a: 1}\n  condition: not s", "The filter names no rules.")]
    [DataRow("filter:\n  rules: [a]\n  s: {a: 1}", "The detection has no condition.")]
    [DataRow("filter:\n  rules: [a]\n  s: {a: 1}\n  condition: not sel", "The condition names 'sel', but the rule has no such detection (it has s).")]
    [DataRow("filter:\n  rules: [a]\n  s: {a: 1}\n  condition: s | count() > 1", "The condition of a filter holds an aggregation (after '|').")]
    [DataRow("filter:\n  rules: [nothing]\n  s: {a: 1}\n  condition: not s", "There is no rule 'nothing' among those that were read.")]
    [DataRow("filter:\n  rules: [x]\n  s: {a: 1}\n  condition: not s", "The filter names 'x', which is a correlation.")]
    public void BrokenFilter_SaysWhatIsWrong(string filter, string what)
    {
        var text = Base + CorrelationLab.Correlation("x", "type: temporal", "rules: [a]", "timespan: 1m") + $"title: f\nlogsource: {{category: test}}\n{filter}\n";
        Assert.AreEqual(what, new CorrelationLab(text).Errors.Single().What);
    }

    [TestMethod]
    public void Correlation_WithADetectionToo_IsRefused()
    {
        var text = Base + CorrelationLab.Correlation("x", "type: temporal", "rules: [a]", "timespan: 1m").Replace("---", "detection: {s: {a: 1}, condition: s}", StringComparison.Ordinal);
        Assert.AreEqual("A correlation has no 'detection' of its own.", new CorrelationLab(text).Errors.Single().What);
    }

    private static RuleError Error(params string[] lines)
    {
        var lab = new CorrelationLab(Base + CorrelationLab.Correlation("x", lines));
        Assert.HasCount(1, lab.Errors, string.Join("\n", lab.Errors));
        return lab.Errors[0];
    }
}
