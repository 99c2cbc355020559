// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Correlations;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Tests.Correlations;

[TestClass]
public sealed class CorrelatorTests
{
    private static readonly string Abc = CorrelationLab.Base("a") + CorrelationLab.Base("b") + CorrelationLab.Base("c");

    [TestMethod]
    public void OverlappingWindows_ThatAllHold_AreOneMatchWithAllEvents()
    {
        var lab = Count("gte: 2", "10s");
        Assert.AreEqual("x(u) at 5: 0 1 2 3", lab.Run("0 k=a g=u", "5 k=a g=u", "9 k=a g=u", "18 k=a g=u"));
    }

    [TestMethod]
    public void Windows_ThatDoNotOverlap_AreTwoMatches()
    {
        var lab = Count("gte: 2", "10s");
        Assert.AreEqual("x(u) at 21: 2 3; x(u) at 5: 0 1", lab.Run("0 k=a g=u", "5 k=a g=u", "20 k=a g=u", "21 k=a g=u"));
    }

    [TestMethod]
    public void Window_ThatNoLongerHolds_EndsTheMatch()
    {
        var lab = Count("gte: 3", "10s");
        Assert.AreEqual("x(u) at 15: 3 4 5; x(u) at 2: 0 1 2", lab.Run("0 k=a g=u", "1 k=a g=u", "2 k=a g=u", "11.5 k=a g=u", "13 k=a g=u", "15 k=a g=u"));
    }

    [TestMethod]
    public void Absence_WhenTheWindowCloses_IsFound()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: temporal", "rules: [a, b]", "group-by: [g]", "timespan: 10s", "condition: a and not b"));
        Assert.AreEqual("x(u) at 10: 0; x(w) at 31: 3", lab.Run("0 k=a g=u", "11 k=a g=v", "20 k=b g=v", "21 k=a g=w", "40 k=b g=w"));
    }

    [TestMethod]
    public void Absence_BeforeTheWatermarkPassesTheWindow_IsNotSaid()
    {
        var lab = Count("lt: 3", "60s");
        var correlator = lab.Plan.Start(CorrelationOptions.Default);
        lab.Add(correlator, TestEvent.Parse(0, "0 k=a g=u"));
        correlator.Advance(Instant64.FromUnixTimeSeconds(60));
        Assert.IsEmpty(correlator.TakeMatches());
        correlator.Advance(Instant64.FromUnixTimeSeconds(61));
        Assert.AreEqual("x(u) at 60: 0", CorrelationLab.Describe(correlator.TakeMatches()));
    }

    [TestMethod]
    public void Window_CutByTheEndOfTheInput_SaysSo()
    {
        var matches = Count("lt: 3", "60s").Run([TestEvent.Parse(0, "0 k=a g=u"), TestEvent.Parse(1, "70 k=a g=w")]);
        Assert.AreEqual("u False, w True", string.Join(", ", matches.Select(m => $"{m.Group[0].Value} {m.IsCut}")));
    }

    [TestMethod]
    public void OpenMatch_IsShownAndGoesOn()
    {
        var lab = Count("gte: 2", "10s");
        var correlator = lab.Plan.Start(CorrelationOptions.Default);
        foreach (var e in new[] { "0 k=a g=u", "1 k=a g=u", "2 k=a g=u" }.Select((e, i) => TestEvent.Parse(i, e)))
            lab.Add(correlator, e);
        Assert.IsEmpty(correlator.TakeMatches());
        var open = correlator.Open.Single();
        Assert.IsTrue(open.IsOpen);
        Assert.HasCount(2, open.Events);
        correlator.Complete();
        var ended = correlator.TakeMatches().Single();
        Assert.IsFalse(ended.IsOpen);
        Assert.HasCount(3, ended.Events);
        Assert.AreEqual((open.First, open.Fired), (ended.First, ended.Fired));
    }

    [TestMethod]
    public void Event_LaterThanAllowed_IsCountedAndNothingElse()
    {
        var lab = Count("gte: 2", "10s");
        var correlator = lab.Plan.Start(new CorrelationOptions { AllowedLateness = Duration.FromSeconds(5) });
        foreach (var e in new[] { "10 k=a g=u", "5 k=b g=u", "4.999 k=a g=u", "5 k=a g=u" }.Select((e, i) => TestEvent.Parse(i, e)))
            lab.Add(correlator, e);
        correlator.Complete();
        Assert.AreEqual(1, correlator.State.Late);
        Assert.AreEqual("x(u) at 10: 3 0", CorrelationLab.Describe(correlator.TakeMatches()));
    }

    [TestMethod]
    public void SeveralValuesOfAGroupField_PutTheEventInEachGroup()
    {
        var lab = Count("gte: 2", "10s");
        Assert.AreEqual("x(u) at 1: 0 1; x(w) at 2: 0 2", lab.Run("0 k=a g=[u,w,z]", "1 k=a g=u", "2 k=a g=w"));
    }

    [TestMethod]
    public void SeveralValuesOfACountedField_CountEach()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: value_count", "rules: [a]", "group-by: [g]", "timespan: 10s", "condition: {field: v, gte: 3}"));
        Assert.AreEqual("x(u) at 1: 0 1", lab.Run("0 k=a g=u v=[1,2]", "1 k=a g=u v=[2,3]", "0 k=a g=w v=[1,1]", "1 k=a g=w v=[2,1]"));
    }

    [TestMethod]
    public void EventOfTwoRules_IsOneEventToCount()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: event_count", "rules: [a, b]", "group-by: [g]", "timespan: 10s", "condition: {gte: 2}"));
        Assert.AreEqual("", lab.Run("0 k=[a,b] g=u"));
        Assert.AreEqual("x(u) at 1: 0 1", lab.Run("0 k=[a,b] g=u", "1 k=b g=u"));
    }

    [TestMethod]
    public void InnerCorrelation_ThatDoesNotGroupByTheOuterField_IsJoinedByTheValuesOfItsEvents()
    {
        // The specification's own note: "the correlation rule only uses its own group-by".
        var lab = new CorrelationLab(Abc
            + "title: many\nname: many\nid: many\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [host]\n  timespan: 10s\n  condition: {gte: 3}\n---\n"
            + CorrelationLab.Correlation("x", "type: temporal_ordered", "rules: [many, b]", "group-by: [user]", "timespan: 1m"));
        Assert.AreEqual("many(h) at 2: 0 1 2; x(u) at 5: 0 1 2 3",
            lab.Run("0 k=a host=h user=u", "1 k=a host=h user=w", "2 k=a host=h user=w", "5 k=b host=i user=u", "6 k=b host=i user=z"));
    }

    [TestMethod]
    public void InnerMatch_CountedByAnOuterOne_CountsOnceHoweverLongItLasts()
    {
        var lab = new CorrelationLab(Abc
            + "title: many\nname: many\nid: many\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [g]\n  timespan: 10s\n  condition: {gte: 2}\n---\n"
            + CorrelationLab.Correlation("x", "type: event_count", "rules: [many]", "group-by: [g]", "timespan: 1h", "condition: {gte: 2}"));
        Assert.AreEqual("many(u) at 1: 0 1 2 3", lab.Run("0 k=a g=u", "1 k=a g=u", "2 k=a g=u", "3 k=a g=u"));
        Assert.AreEqual("many(u) at 101: 2 3; many(u) at 1: 0 1; x(u) at 101: 0 1 2 3", lab.Run("0 k=a g=u", "1 k=a g=u", "100 k=a g=u", "101 k=a g=u"));
    }

    [TestMethod]
    public void Sum_OfNumbersThatDoublesCannotHold_IsExact()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: value_sum", "rules: [a]", "group-by: [g]", "timespan: 1h", "condition: {field: v, gt: 9007199254740993}"));
        Assert.AreEqual("x(u) at 1: 0 1", lab.Run("0 k=a g=u v=9007199254740993", "1 k=a g=u v=0.000001"));
        Assert.AreEqual("", lab.Run("0 k=a g=u v=9007199254740992", "1 k=a g=u v=1"));
    }

    [TestMethod]
    public void Sum_AfterManyComings_AndGoings_HasNotDrifted()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: value_sum", "rules: [a]", "group-by: [g]", "timespan: 2s", "condition: {field: v, gt: 0.3}"));
        Assert.AreEqual("", lab.Run([.. Enumerable.Range(0, 500).Select(i => $"{i} k=a g=u v={(i % 2 == 0 ? "0.1" : "0.2")}")]));
    }

    [TestMethod]
    public void Evidence_OfASequence_IsWhatLiesOnAWholeChain()
    {
        var lab = new CorrelationLab(Abc + CorrelationLab.Correlation("x", "type: temporal_ordered", "rules: [a, b, c]", "group-by: [g]", "timespan: 10s"));
        Assert.AreEqual("x(u) at 5: 1 2 5", lab.Run("0 k=b g=u", "1 k=a g=u", "2 k=b g=u", "3 k=a g=u", "4 k=d g=u", "5 k=c g=u", "6 k=b g=u"));
    }

    [TestMethod]
    public void LongValues_ThatDifferAtTheEnd_AreTwoGroups()
    {
        var lab = Count("gte: 2", "10s");
        var text = new string('v', 5_000);
        Assert.AreEqual("", lab.Run($"0 k=a g={text}1", $"1 k=a g={text}2"));
        Assert.Contains(": 0 1", lab.Run($"0 k=a g={text}1", $"1 k=a g={text}1"));
    }

    [TestMethod]
    public void Times_AtTheEndsOfTheCalendar_AreNoTrouble()
    {
        var lab = Count("gte: 2", "10y");
        var correlator = lab.Plan.Start(CorrelationOptions.Default);
        var e = TestEvent.Parse(0, "0 k=a g=u");
        correlator.Add(0, Instant64.MinValue, in e, [0]);
        correlator.Add(1, Instant64.MaxValue, in e, [0]);
        correlator.Add(2, Instant64.MaxValue, in e, [0]);
        correlator.Complete();
        Assert.AreEqual("1 2", string.Join(' ', correlator.TakeMatches().Single().Events.Select(m => m.Id)));
    }

    [TestMethod]
    public void EventsBeyondTheLimit_GiveWayAndAreCounted()
    {
        var lab = Count("gte: 2", "1h");
        var correlator = lab.Plan.Start(new CorrelationOptions { MaxEventsPerGroup = 10 });
        for (var i = 0; i < 100; i++)
            lab.Add(correlator, TestEvent.Parse(i, $"{i} k=a g=u"));
        correlator.Complete();
        var match = correlator.TakeMatches().Single();
        Assert.HasCount(10, match.Events);
        Assert.AreEqual(90, match.Evicted);
        Assert.AreEqual(90, correlator.State.Evicted);
    }

    [TestMethod]
    public void GroupsBeyondTheLimit_GiveWayOldestFirst_AndWhatTheyFoundIsKept()
    {
        var lab = Count("gte: 2", "1h");
        var correlator = lab.Plan.Start(new CorrelationOptions { MaxGroups = 2 });
        foreach (var (i, group) in "u u v w u".Split(' ').Index())
            lab.Add(correlator, TestEvent.Parse(i, $"{i} k=a g={group}"));
        correlator.Complete();
        Assert.AreEqual("x(u) at 1: 0 1", CorrelationLab.Describe(correlator.TakeMatches()));
        Assert.AreEqual((2L, 3L), (correlator.State.EvictedGroups, correlator.State.Evicted));
    }

    [TestMethod]
    public void WaitForLateEvents_HasALimit()
    {
        var lab = Count("gte: 2", "10s");
        var correlator = lab.Plan.Start(new CorrelationOptions { AllowedLateness = Duration.FromHours(1), MaxPending = 5 });
        for (var i = 0; i < 20; i++)
            lab.Add(correlator, TestEvent.Parse(i, $"{i} k=a g=u"));
        Assert.AreEqual(5, correlator.State.Pending);
        lab.Add(correlator, TestEvent.Parse(20, "3 k=a g=u"));
        Assert.AreEqual(1, correlator.State.Late);
    }

    [TestMethod]
    public void State_OfLiveGroups_TellsItsSize()
    {
        var lab = Count("gte: 2", "1h");
        var correlator = lab.Plan.Start(CorrelationOptions.Default);
        for (var i = 0; i < 1000; i++)
            lab.Add(correlator, TestEvent.Parse(i, $"{i} k=a g=10.0.{i / 250}.{i % 250}"));
        correlator.Advance(Instant64.FromUnixTimeSeconds(1000));
        Assert.AreEqual((1000L, 1000L), (correlator.State.Groups, correlator.State.Events));
        Assert.IsLessThan(400, correlator.State.BytesPerGroup);
    }

    [TestMethod]
    public void Updates_OfKnownGroups_AllocateNothing()
    {
        var lab = new CorrelationLab(Abc
            + CorrelationLab.Correlation("n", "type: event_count", "rules: [a]", "group-by: [g]", "timespan: 10s", "condition: {gte: 1000}")
            + CorrelationLab.Correlation("d", "type: value_count", "rules: [a]", "group-by: [g]", "timespan: 10s", "condition: {field: v, gte: 1000}")
            + CorrelationLab.Correlation("s", "type: value_sum", "rules: [a]", "group-by: [g, v]", "timespan: 10s", "condition: {field: v, gte: 100000}")
            + CorrelationLab.Correlation("o", "type: temporal_ordered", "rules: [b, a]", "group-by: [g]", "timespan: 10s"));
        var correlator = lab.Plan.Start(CorrelationOptions.Default);
        var events = Enumerable.Range(0, 40).Select(i => TestEvent.Parse(i, $"0 k=a g={i % 4} v={i % 5}")).ToArray();
        var rules = lab.Matching(events[0]);
        Run(20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(40_000);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int until)
        {
            for (var i = until - 20_000; i < until; i++)
                correlator.Add(i, Instant64.FromUnixTimeMilliseconds(i * 10), in events[i % events.Length], rules);
        }
    }

    private static CorrelationLab Count(string condition, string timespan) =>
        new(Abc + CorrelationLab.Correlation("x", "type: event_count", "rules: [a]", "group-by: [g]", $"timespan: {timespan}", $"condition: {{{condition}}}"));
}
