// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Gpu;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Core.Tests.Gpu;

[TestClass]
public sealed class DiversionFinderTests
{
    private static readonly Instant Zero = Instant.FromUtc(2026, 1, 20, 4, 0);

    [TestMethod]
    public void Find_BusyWithoutTensorWorkAndFlat_IsADiversionWithItsHours()
    {
        var found = Find([.. Idle(0, 2), .. Mining(2, 100), .. Idle(100, 120)]).Single();
        CollectionAssert.AreEqual(new[] { DiversionSign.NoTensorWork, DiversionSign.FlatLoad }, found.Signs.Select(s => s.Sign).ToArray());
        Assert.AreEqual((Zero + Duration.FromSeconds(60), Zero + Duration.FromSeconds(99 * 30)), (found.From, found.To));
        Assert.AreEqual((Duration.FromSeconds(97 * 30), Duration.FromSeconds(99 * 30)), (found.Least, found.Most));
        var cost = new GpuCost([found], 2.4m, "USD");
        Assert.AreEqual(98 * 30 / 3600m, cost.Hours);
    }

    [TestMethod]
    public void Find_Training_IsNone() => Assert.IsEmpty(Find(
        [.. Enumerable.Range(0, 100).Select(i => Sample(i) with { Busy = 0.95, Tensor = 0.35, Memory = 61_000 + (i % 7 * 900), Power = 400 + (i % 5 * 60) })]));

    [TestMethod]
    public void Find_OneSignAlone_IsNone() => Assert.IsEmpty(Find([.. Mining(0, 50).Select(s => s with { Memory = null, Power = null })]));

    [TestMethod]
    public void Find_ABreakInTheTelemetry_IsNotCounted()
    {
        var found = Find([.. Mining(0, 20), .. Mining(60, 80)]);
        Assert.HasCount(2, found);
        Assert.AreEqual(2 * 19 * 30, found.Sum(d => d.Least.TotalSeconds));
        Assert.AreEqual(2 * 21 * 30, found.Sum(d => d.Most.TotalSeconds));
    }

    [TestMethod]
    public void Find_NoPodWhileOthersHaveOne_IsASign()
    {
        var found = Find([.. Mining(0, 20).Select(s => s with { Memory = null, Pod = "" }), Sample(0) with { Gpu = "GPU-b", Busy = 0, Pod = "train-0" }]);
        CollectionAssert.AreEqual(new[] { DiversionSign.NoTensorWork, DiversionSign.OutsideJob }, found.Single().Signs.Select(s => s.Sign).ToArray());
    }

    [TestMethod]
    public void Find_BeganInACallAmongFew_IsASignAndNamesTheCall()
    {
        var telemetry = Mining(20, 80).Select(s => s with { Memory = null });
        var found = Find([.. Idle(0, 20), .. telemetry], [Call("c1", 590, 640), Call("c2", 3000, 3010)]).Single();
        CollectionAssert.AreEqual(new[] { DiversionSign.NoTensorWork, DiversionSign.BeganInCall }, found.Signs.Select(s => s.Sign).ToArray());
        Assert.AreEqual("c1", found.Calls.Single().CallId);
    }

    [TestMethod]
    public void Find_BeganWhereCallsAlwaysRun_IsNoSign() => Assert.IsEmpty(Find(
        [.. Idle(0, 20), .. Mining(20, 80).Select(s => s with { Memory = null })], [.. Enumerable.Range(0, 100).Select(i => Call($"c{i}", i * 30, (i * 30) + 25))]));

    [TestMethod]
    public void Find_ThroughBreaksBetweenRollouts_IsASign()
    {
        var calls = new[] { Call("c1", 0, 300, "e1"), Call("c2", 600, 900, "e2"), Call("c3", 1200, 1500, "e3") };
        var found = Find([.. Mining(0, 60).Select(s => s with { Memory = null })], calls).Single();
        Assert.IsTrue(found.Signs.Any(s => s.Sign == DiversionSign.BetweenRollouts));
    }

    [TestMethod]
    public void Find_AProcessOutsideTheJobThatBeganInACall_NeedsNoLoad()
    {
        var listings = Enumerable.Range(0, 60).SelectMany(i => new[] { Process(i, 1, "/usr/bin/python3") }.Concat(i is >= 20 and < 50 ? [Process(i, 2, "./w")] : []));
        var found = new DiversionFinder(new GpuTelemetry([], listings), new Timeline([Call("c1", 590, 640), Call("c2", 3000, 3010)], [], [])).Find().Single();
        CollectionAssert.AreEqual(new[] { DiversionSign.OutsideJob, DiversionSign.BeganInCall }, found.Signs.Select(s => s.Sign).ToArray());
        Assert.Contains("./w", found.Signs[0].Text);
        Assert.AreEqual((Duration.FromSeconds(29 * 30), Duration.FromSeconds(31 * 30)), (found.Least, found.Most));
    }

    [TestMethod]
    [DataRow("w1", "W1.example.org", true)]
    [DataRow("w1.a.org", "w1.b.org", false)]
    [DataRow("10.0.0.1", "10.0.0.2", false)]
    public void Find_HostsNamedInTwoWays_AreOne(string a, string b, bool isSame)
    {
        var telemetry = Idle(0, 20).Concat(Mining(20, 80)).Select(s => s with { Memory = null, Host = a });
        var found = new DiversionFinder(new GpuTelemetry(telemetry, []), new Timeline([Call("c1", 590, 640, host: b), Call("c2", 3000, 3010, host: b)], [], [])).Find();
        Assert.HasCount(isSame ? 1 : 0, found);
    }

    private static IReadOnlyList<GpuDiversion> Find(IEnumerable<GpuSample> samples, params ToolCall[] calls) =>
        new DiversionFinder(new GpuTelemetry(samples, []), new Timeline(calls, [], [])).Find();

    private static GpuSample Sample(int i) =>
        new("w1", "GPU-a", Zero + Duration.FromSeconds(30 * i), new RecordOrigin("gpu/w1.prom", i + 1, 0, i, "h" + i));

    private static IEnumerable<GpuSample> Idle(int from, int to) => Enumerable.Range(from, to - from).Select(i => Sample(i) with { Busy = 0, Tensor = 0, Memory = 3, Power = 60 });

    private static IEnumerable<GpuSample> Mining(int from, int to) =>
        Enumerable.Range(from, to - from).Select(i => Sample(i) with { Busy = 0.98, Tensor = 0.0002, Memory = 4812, Power = 290 + (i % 3) });

    private static GpuProcess Process(int i, long pid, string name) =>
        new("w1", "GPU-a", Zero + Duration.FromSeconds(30 * i), pid, name, 4812, null, new RecordOrigin("gpu/w1.csv", (2 * i) + pid, 0, i, $"p{i}-{pid}"));

    private static ToolCall Call(string id, double start, double end, string episode = "e", string host = "w1") => new()
    {
        TraceId = "t",
        SpanId = id,
        CallId = id,
        ToolName = "bash",
        Start = new TimePoint(Zero + Duration.FromSeconds(start), Duration.Zero, TimeBasis.Clock),
        End = new TimePoint(Zero + Duration.FromSeconds(end), Duration.Zero, TimeBasis.Clock),
        RunId = "run",
        EpisodeId = episode,
        SandboxId = "s1",
        HostId = host,
        Origin = new RecordOrigin("traces.jsonl", 1, 0, 0, "00"),
    };
}
