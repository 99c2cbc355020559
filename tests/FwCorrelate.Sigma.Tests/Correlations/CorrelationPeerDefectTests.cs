// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Correlations;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>What other engines got wrong in correlations and filters, each as a test.</summary>
[TestClass]
public sealed class CorrelationPeerDefectTests
{
    private static readonly string Abc = CorrelationLab.Base("a") + CorrelationLab.Base("b") + CorrelationLab.Base("c");

    /// <summary>A placeholder is the user's list, never a field of the event, also where it stands in a filter.</summary>
    [TestMethod]
    public void Expand_InAFilter_IsNotReadFromTheEvent()
    {
        const string Text = "title: r\nid: r\nlogsource: {category: t}\ndetection:\n  s: {a: 1}\n  condition: s\n---\n"
            + "title: f\nlogsource: {category: t}\nfilter:\n  rules: [r]\n  s: {u|expand: '%user%'}\n  condition: not s\n";
        var lab = new CorrelationLab(Text);
        Assert.Contains("placeholder '%user%'", lab.Errors.Single().What);
        Assert.AreEqual(12, lab.Errors[0].Line);
        Assert.IsEmpty(lab.Rules.Single().Filters);
    }

    /// <summary>rsigma: patterns in a filter saw the rule's detections.</summary>
    [TestMethod]
    public void FilterPattern_SeesOnlyTheFilter()
    {
        var lab = new CorrelationLab("title: r\nid: r\nlogsource: {category: t}\ndetection:\n  sel_1: {a: 1}\n  sel_2: {b: 1}\n  condition: all of sel_*\n---\n"
            + "title: f\nlogsource: {category: t}\nfilter:\n  rules: [r]\n  sel_3: {c: 1}\n  condition: not 1 of sel_*\n");
        Assert.IsEmpty(lab.Errors);
        Assert.HasCount(1, lab.Matching(TestEvent.Parse(0, "0 a=1 b=1")));
        Assert.IsEmpty(lab.Matching(TestEvent.Parse(0, "0 a=1 b=1 c=1")));
    }

    /// <summary>rsigma: a filter found its rules by id only.</summary>
    [TestMethod]
    [DataRow("the_name")]
    [DataRow("the-id")]
    public void Filter_FindsItsRuleByIdAndByName(string mention)
    {
        var lab = new CorrelationLab("title: r\nid: the-id\nname: the_name\nlogsource: {category: t}\ndetection:\n  s: {a: 1}\n  condition: s\n---\n"
            + $"title: f\nlogsource: {{category: t}}\nfilter:\n  rules: [{mention}]\n  s: {{c: 1}}\n  condition: not s\n");
        Assert.IsEmpty(lab.Errors);
        Assert.IsEmpty(lab.Matching(TestEvent.Parse(0, "0 a=1 c=1")));
    }

    /// <summary>
    /// rsigma: temporal types looked rules up as they were written, so a rule with an id that is named by name was never seen.
    /// </summary>
    [TestMethod]
    [DataRow("a, b")]
    [DataRow("id-a, id-b")]
    [DataRow("a, id-b")]
    public void TemporalRules_AreFoundByIdAndByName(string rules)
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: temporal", $"rules: [{rules}]", "group-by: [g]", "timespan: 10s"));
        Assert.AreEqual("x(u) at 1: 0 1", lab.Run("0 k=a g=u", "1 k=b g=u"));
    }

    /// <summary>rsigma: an inner correlation was found by id only.</summary>
    [TestMethod]
    [DataRow("many")]
    [DataRow("id-many")]
    public void InnerCorrelation_IsFoundByIdAndByName(string mention)
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: temporal_ordered", $"rules: [{mention}, b]", "group-by: [g]", "timespan: 10s")
            + "title: many\nid: id-many\nname: many\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [g]\n  timespan: 10s\n  condition: {gte: 2}\n");
        Assert.Contains("x(u) at 2: 0 1 2", lab.Run("0 k=a g=u", "1 k=a g=u", "2 k=b g=u"));
    }

    /// <summary>rsigma: windows went by the order of arrival and by whole seconds.</summary>
    [TestMethod]
    public void LateEvent_IsNotCountedWithNewerOnes()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: event_count", "rules: [a]", "group-by: [g]", "timespan: 1s", "condition: {gte: 3}"));
        Assert.AreEqual("", lab.Run("100 k=a g=u", "100.5 k=a g=u", "3 k=a g=u", "40 k=a g=u"));
        Assert.AreEqual("", lab.Run("0.1 k=a g=u", "0.6 k=a g=u", "1.2 k=a g=u"));
        Assert.AreEqual("x(u) at 1.099: 0 1 2", lab.Run("0.1 k=a g=u", "0.6 k=a g=u", "1.099 k=a g=u"));
    }

    /// <summary>rsigma: lt, eq and not were judged at each event, so that they held before they could be known to.</summary>
    [TestMethod]
    [DataRow("type: event_count", "condition: {lt: 2}")]
    [DataRow("type: event_count", "condition: {eq: 1}")]
    [DataRow("type: temporal", "condition: a and not b")]
    public void UpperBound_ThatALaterEventBreaks_DoesNotHold(string type, string condition)
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", type, "rules: [a, b]", "group-by: [g]", "timespan: 10s", condition));
        Assert.AreEqual("x(w) at 10: 2", lab.Run("0 k=a g=u", "1 k=b g=u", "0 k=a g=w"));
    }

    /// <summary>rsigma: events without the field formed a group.</summary>
    [TestMethod]
    [DataRow("0 k=a", "1 k=a")]
    [DataRow("0 k=a g=null", "1 k=a g=null")]
    public void EventWithoutTheGroupField_IsInNoGroup(string first, string second)
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: event_count", "rules: [a]", "group-by: [g]", "timespan: 10s", "condition: {gte: 2}"));
        Assert.AreEqual("", lab.Run(first, second));
        var correlator = lab.Plan.Start(CorrelationOptions.Default);
        lab.Add(correlator, TestEvent.Parse(0, first));
        Assert.AreEqual(1, correlator.State.Ungrouped);
    }

    /// <summary>Hayabusa #1896: a sliding window counted a record outside its span.</summary>
    [TestMethod]
    public void SlidingWindow_DoesNotCountARecordOutsideItsSpan()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: event_count", "rules: [a]", "group-by: [g]", "timespan: 10s", "condition: {gte: 3}"));
        Assert.AreEqual("", lab.Run("0 k=a g=u", "5 k=a g=u", "10 k=a g=u", "15 k=a g=u", "20 k=a g=u"));
        Assert.AreEqual("x(u) at 9.999: 0 1 2", lab.Run("0 k=a g=u", "5 k=a g=u", "9.999 k=a g=u", "20 k=a g=u"));
    }

    /// <summary>Hayabusa #1841: an ordered correlation only checked the first step.</summary>
    [TestMethod]
    public void OrderedCorrelation_ChecksEveryStep()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: temporal_ordered", "rules: [a, b, c]", "group-by: [g]", "timespan: 10s"));
        Assert.AreEqual("", lab.Run("0 k=a g=u", "1 k=c g=u", "2 k=b g=u"));
        Assert.AreEqual("x(u) at 3: 0 2 3", lab.Run("0 k=a g=u", "1 k=c g=u", "2 k=b g=u", "3 k=c g=u"));
    }

    /// <summary>Hayabusa #1841: group-by was not enforced across the joined rules.</summary>
    [TestMethod]
    [DataRow("temporal")]
    [DataRow("temporal_ordered")]
    public void GroupBy_HoldsAcrossTheJoinedRules(string type)
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", $"type: {type}", "rules: [a, b]", "group-by: [g, h]", "timespan: 10s"));
        Assert.AreEqual("", lab.Run("0 k=a g=u h=1", "1 k=b g=w h=1", "2 k=b g=u h=2"));
        Assert.AreEqual("x(u,1) at 3: 0 3", lab.Run("0 k=a g=u h=1", "1 k=b g=w h=1", "2 k=b g=u h=2", "3 k=b g=u h=1"));
    }

    /// <summary>Hayabusa #1912: results of equal count came in another order each run.</summary>
    [TestMethod]
    public void Matches_OfOneTime_ComeInOneOrder()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("y", "type: event_count", "rules: [a]", "group-by: [g]", "timespan: 10s", "condition: {gte: 1}")
            + CorrelationLab.Correlation("x", "type: event_count", "rules: [a]", "group-by: [g]", "timespan: 10s", "condition: {gte: 1}"));
        var events = Enumerable.Range(0, 20).Select(i => TestEvent.Parse(i, $"0 k=a g=g{i:00}")).ToArray();
        var expected = string.Join(' ', lab.Run(events).Select(m => m.Rule.Id + m.Group[0].Value));
        Assert.StartsWith("xg00 xg01", expected);
        Assert.AreEqual(expected, string.Join(' ', lab.Run(events.Reverse()).Select(m => m.Rule.Id + m.Group[0].Value)));
    }
}
