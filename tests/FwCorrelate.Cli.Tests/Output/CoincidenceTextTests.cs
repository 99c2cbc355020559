// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.Output;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Statistics;

namespace FwCorrelate.Cli.Tests.Output;

[TestClass]
public sealed class CoincidenceTextTests
{
    [TestMethod]
    [DataRow(Conclusion.Coincides, null, TimePattern.None, "coincides with tool calls beyond chance (9 of 12); irregular")]
    [DataRow(Conclusion.Withdrawn, null, TimePattern.Unknown, "coincides with calls, but so do its controls: a common cause")]
    [DataRow(Conclusion.NotBeyondChance, null, TimePattern.Periodic, "no more with calls than by chance (9 of 12); about every 10 min")]
    [DataRow(Conclusion.NotBeyondChance, "calls cover 97 %", TimePattern.None, "calls run too much of the time for timing to tell; irregular")]
    [DataRow(Conclusion.TooFew, null, TimePattern.Unknown, "too few to test (12 bursts)")]
    [DataRow(Conclusion.NotTestable, "why", TimePattern.Unknown, "not testable: the report says why")]
    public void Of_EachConclusion_IsOneShortLineWithoutAChance(Conclusion conclusion, string? why, TimePattern pattern, string expected)
    {
        var finding = new CoincidenceFinding
        {
            Family = "mining",
            Conclusion = conclusion,
            Why = why,
            Bursts = 12,
            InWindows = 9,
            OutsideEpisodes = 0,
            Untraced = 0,
            Pattern = pattern,
            Period = pattern == TimePattern.Periodic ? 600 : null,
            Options = CoincidenceOptions.Default,
        };
        Assert.AreEqual(expected, CoincidenceText.Of(Behaviour(Sample.Busy().Incidents[0] with { Statistics = finding })));
        Assert.IsLessThanOrEqualTo(80 - EntryWriter.Column, expected.Length);
    }

    [TestMethod]
    public void Of_MatchesOfCallsAlone_IsNothing() => Assert.IsNull(CoincidenceText.Of(Behaviour(Sample.Busy().Incidents[0] with { Statistics = null })));

    private static Behaviour Behaviour(Incident incident) => new("BEH-1", "Mining", "somewhere", Level.High, [incident]);
}
