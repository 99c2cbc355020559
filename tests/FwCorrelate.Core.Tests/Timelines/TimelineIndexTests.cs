// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Core.Tests.Timelines;

/// <summary>What a timeline does not tell: by itself, and after the clocks of hosts were put right.</summary>
[TestClass]
public sealed class TimelineIndexTests
{
    private static readonly Instant Zero = Instant.FromUtc(2026, 1, 14, 0, 0);

    [TestMethod]
    public void StoppedEpisodes_CallsOfOneStamp_AreAGapFromThePreviousEpisodeOn()
    {
        var index = Index([.. Calls("e1", 0, 10, 20, 30, 40), .. Calls("e2", 900, 900, 900, 900)]);
        var gap = index.StoppedEpisodes.Single();
        Assert.AreEqual((TraceGapKind.StoppedClock, "e2", At(41), At(901)), (gap.Kind, gap.EpisodeId, gap.From, gap.To));
        Assert.HasCount(1, index.GapsOf("s1", At(500), At(500)));
        Assert.IsEmpty(index.GapsOf("s1", At(30), At(30)));
    }

    [TestMethod]
    public void StoppedEpisodes_SandboxOfEpisodesAtOneTime_AreAGapFromTheBeginning()
    {
        var index = Index([.. Calls("e1", 0, 10, 20, 300), .. Calls("e2", 100, 110, 120), .. Calls("e3", 900, 900, 900, 900)]);
        Assert.AreEqual(Instant.MinValue, index.StoppedEpisodes.Single().From);
    }

    [TestMethod]
    [DataRow(new double[] { 900, 900, 900 })]
    [DataRow(new double[] { 900, 900, 900, 900, 901 })]
    public void StoppedEpisodes_FewCallsOrSeveralStamps_AreNone(double[] starts) => Assert.IsEmpty(Index([.. Calls("e1", starts)]).StoppedEpisodes);

    [TestMethod]
    public void GapsOf_CallsWithoutTimesInNobodyKnowsWhatSandbox_AreAGapOfEveryOne()
    {
        var untimed = Calls("e9", 5, 6).Select(c => c with { SandboxId = null });
        var index = new TimelineIndex(new Timeline(Calls("e1", 0, 10), [], []) { Untimed = [.. untimed] });
        var gap = index.GapsOf("s1", At(500), At(500)).Single();
        Assert.AreEqual((TraceGapKind.CallsWithoutTimes, "e9"), (gap.Kind, gap.EpisodeId));
    }

    [TestMethod]
    public void WithHostClocks_HostThatIsLate_KeepsAllThatIsNotTold()
    {
        var lease = new AddressLease(
            AddressPrefix.Parse("10.0.0.1"), OwnerKind.Sandbox, "s1", "h1", "", Instant.MinValue, Instant.MaxValue, 0, 65535, true, new RecordOrigin("l.csv", 2, 0, 0, "x"));
        var told = new Timeline(Calls("e1", 100, 200), [], [lease], [new LostLease(null, "l.csv:3")])
        {
            Gaps = [new TraceGap(TraceGapKind.CallWithoutSpan, "c9 has no span", "s1", "e1", "run", At(150), At(160), null)],
            Conflicts = [new TraceConflict("span 1 of trace 2", "what records of it tell", [])],
            Generations = [new ModelGeneration("e1", "run", "s1", At(140), At(150))],
            Spans = 7,
        };
        var corrected = told.WithHostClocks(new Dictionary<string, Duration> { ["h1"] = Duration.FromSeconds(38) });
        Assert.AreEqual(At(62), corrected.Calls[0].TrueStart.Value);
        Assert.AreEqual((At(112), At(122)), (corrected.Gaps.Single().From, corrected.Gaps.Single().To));
        Assert.AreEqual((At(102), At(112)), (corrected.Generations.Single().Start, corrected.Generations.Single().End));
        CollectionAssert.AreEqual(told.LostLeases.ToArray(), corrected.LostLeases.ToArray());
        CollectionAssert.AreEqual(told.Conflicts.ToArray(), corrected.Conflicts.ToArray());
        Assert.AreEqual(7, corrected.Spans);
    }

    private static TimelineIndex Index(IReadOnlyList<ToolCall> calls) => new(new Timeline(calls, [], []));

    /// <summary>Calls of one episode of one sandbox, each a second long, by the second of their start.</summary>
    private static IReadOnlyList<ToolCall> Calls(string episode, params double[] starts) => [.. starts.Select((start, i) => new ToolCall
    {
        TraceId = "trace-" + episode,
        SpanId = $"{episode}-{i}",
        CallId = $"{episode}-{i}",
        ToolName = "bash",
        Command = "ls",
        Start = new TimePoint(At(start), Duration.Zero, TimeBasis.Clock),
        End = new TimePoint(At(start + 1), Duration.Zero, TimeBasis.Clock),
        RunId = "run",
        EpisodeId = episode,
        SandboxId = "s1",
        Origin = new RecordOrigin("traces.jsonl", i + 1, 0, 0, $"{episode}-{i}"),
    })];

    private static Instant At(double seconds) => Zero + Duration.FromSeconds(seconds);
}
