// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Correlations;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>What holds for all correlations and all events.</summary>
[TestClass]
public sealed class CorrelationLawTests
{
    private static readonly CorrelationSemantics[] Semantics =
    [
        CorrelationSemantics.Default, new() { WindowEnds = WindowEnds.Closed }, new() { UpperBounds = UpperBounds.AtEachEvent },
    ];

    [TestMethod]
    public void Engine_OverAnyEvents_AgreesWithTheNaiveEvaluation() =>
        Gen.Select(GeneratedCorrelations.Text, GeneratedCorrelations.Events, Gen.Int[0, 2]).Sample(
            (text, events, semantics) =>
            {
                var lab = new CorrelationLab(text, Semantics[semantics]);
                Assert.IsEmpty(lab.Errors, string.Join("\n", lab.Errors));
                Assert.AreEqual(new NaiveCorrelation(lab, events, Semantics[semantics]).Describe(), CorrelationLab.Describe(lab.Run(events)));
            },
            iter: 10_000, print: c => $"{c.Item1}\n{string.Join("\n", c.Item2.Select(Print))}\n{Semantics[c.Item3]}");

    [TestMethod]
    public void Arrival_ShuffledWithinTheLateness_GivesTheSameAsSorted() =>
        Gen.Select(GeneratedCorrelations.Text, GeneratedCorrelations.Events, Gen.Int[0, 8], Gen.Int[0, 4000].Array[30]).Sample(
            (text, events, halves, delays) =>
            {
                var lab = new CorrelationLab(text);
                var lateness = halves * 500;
                var arrivals = events.Index().OrderBy(e => e.Item.Milliseconds + (delays[e.Index] % (lateness + 1))).Select(e => e.Item).ToList();
                var correlator = lab.Plan.Start(new CorrelationOptions { AllowedLateness = Duration.FromMilliseconds(lateness) });
                var matches = new List<CorrelationMatch>();
                foreach (var e in arrivals)
                {
                    lab.Add(correlator, e);
                    matches.AddRange(correlator.TakeMatches());
                }

                correlator.Complete();
                matches.AddRange(correlator.TakeMatches());
                Assert.AreEqual(0, correlator.State.Late);
                Assert.AreEqual(CorrelationLab.Describe(lab.Run(events)), CorrelationLab.Describe(matches));
            },
            iter: 5_000);

    [TestMethod]
    public void Watermark_AdvancedByHand_ChangesNothing() =>
        Gen.Select(GeneratedCorrelations.Text, GeneratedCorrelations.Events, Gen.Int[0, 12]).Sample(
            (text, events, ahead) =>
            {
                var lab = new CorrelationLab(text);
                var correlator = lab.Plan.Start(CorrelationOptions.Default);
                foreach (var (e, next) in events.Zip(events.Skip(1).Append(TestEvent.Parse(0, "100"))))
                {
                    lab.Add(correlator, e);
                    correlator.Advance(Instant64.FromUnixTimeMilliseconds(Math.Min(next.Milliseconds, e.Milliseconds + (ahead * 500))));
                }

                correlator.Complete();
                Assert.AreEqual(CorrelationLab.Describe(lab.Run(events)), CorrelationLab.Describe(correlator.TakeMatches()));
            },
            iter: 5_000);

    [TestMethod]
    public void State_AfterTheInput_IsEmpty() =>
        Gen.Select(GeneratedCorrelations.Text, GeneratedCorrelations.Events).Sample(
            (text, events) =>
            {
                var lab = new CorrelationLab(text);
                var correlator = lab.Plan.Start(CorrelationOptions.Default);
                foreach (var e in events)
                    lab.Add(correlator, e);
                correlator.Complete();
                var state = correlator.State;
                Assert.AreEqual((0L, 0L, 0L, 0), (state.Groups, state.Events, state.Pending, correlator.InternedTexts));
                Assert.IsEmpty(correlator.Open);
            },
            iter: 3_000);

    [TestMethod]
    public void Match_LostForLackOfRoom_IsCounted() =>
        Gen.Select(GeneratedCorrelations.Text, GeneratedCorrelations.Events, Gen.Int[1, 3], Gen.Int[1, 4]).Sample(
            (text, events, groups, most) =>
            {
                var lab = new CorrelationLab(text);
                var correlator = lab.Plan.Start(new CorrelationOptions { MaxGroups = groups, MaxEventsPerGroup = most });
                foreach (var e in events)
                    lab.Add(correlator, e);
                correlator.Complete();
                if (correlator.State.Evicted == 0)
                    Assert.AreEqual(CorrelationLab.Describe(lab.Run(events)), CorrelationLab.Describe(correlator.TakeMatches()));
            },
            iter: 5_000);

    private static string Print(TestEvent e) => $"{e.Milliseconds / 1000.0} {string.Join(' ', e.Fields.Select(f => $"{f.Key}={f.Value}"))}";
}
