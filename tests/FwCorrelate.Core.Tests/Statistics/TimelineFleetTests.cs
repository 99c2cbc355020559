// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Statistics;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class TimelineFleetTests
{
    private static readonly RecordOrigin Origin = new("traces.jsonl", 1, 0, 0, "00");

    [TestMethod]
    public void Of_ATimeline_HasWindowsEpisodesHostsAndGenerations()
    {
        var fleet = TimelineFleet.Of(
            new Timeline([Call("c1", "s1", 100, 110), Call("c2", null, 150, 160)], [Episode("e", "s1", 90, 155)], [Lease("s1", "host-1")])
            {
                Generations = [new ModelGeneration("e", "run", null, At(105), At(140))],
            },
            CoincidenceOptions.Default);
        var activity = fleet.Sandboxes.Single();
        Assert.AreEqual(("s1", "host-1"), (activity.Id, activity.Host));
        CollectionAssert.AreEqual(new[] { (97.0, 112.0), (147, 162) }, activity.Calls.All.ToArray());
        CollectionAssert.AreEqual(new[] { (112.0, 140.0) }, activity.Generations.All.ToArray());
        Assert.AreEqual(new EpisodeSpan(90, 162, "run", "7", null), activity.Episodes.Single());
    }

    [TestMethod]
    public void Of_SandboxesThatShareAnAddress_HaveTogetherWhatEachDid()
    {
        var fleet = TimelineFleet.Of(
            new Timeline(
                [Call("c1", "s1", 100, 110), Call("c2", "s2", 150, 160, "f")], [Episode("e", "s1", 90, 155), Episode("f", "s2", 120, 300)], []),
            CoincidenceOptions.Default);
        var together = fleet.Of(["s2", "s1", "unknown"])!;
        Assert.AreEqual(2, together.Calls.Count);
        Assert.AreEqual(new EpisodeSpan(90, 300, "run", "7", null), together.Episodes.Single());
        Assert.IsNull(fleet.Of(["unknown"]));
        Assert.HasCount(2, fleet.LiveAt("run", 130));
        Assert.HasCount(1, fleet.LiveAt("run", 200));
    }

    private static Instant At(double seconds) => NodaConstants.UnixEpoch + Duration.FromSeconds(seconds);

    private static Episode Episode(string id, string sandbox, double start, double end) => new(id, "run", sandbox, "7", null, At(start), At(end), 1, 1, 0);

    private static ToolCall Call(string id, string? sandbox, double start, double end, string episode = "e") => new()
    {
        TraceId = "t",
        SpanId = id,
        CallId = id,
        ToolName = "bash",
        Start = new TimePoint(At(start), Duration.FromSeconds(1), TimeBasis.Clock),
        End = new TimePoint(At(end), Duration.Zero, TimeBasis.Clock),
        RunId = "run",
        EpisodeId = episode,
        SandboxId = sandbox,
        Origin = Origin,
    };

    private static AddressLease Lease(string sandbox, string host) => new(
        AddressPrefix.Parse("10.0.0.1"), OwnerKind.Sandbox, sandbox, host, "", At(0), At(1000), 0, 65535, true, Origin);
}
