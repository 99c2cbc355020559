// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests;

[TestClass]
public sealed class TraceMergeTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 1, 5, 12, 0);

    private static ToolCall Call(string trace, TimeBasis basis, int from, int to, string? command = null, string? sandbox = null, string id = "toolu_0123456789", string tool = "bash") => new()
    {
        TraceId = trace,
        SpanId = trace + "-span",
        CallId = id,
        ToolName = tool,
        Command = command,
        SandboxId = sandbox,
        Start = new TimePoint(Noon + Duration.FromSeconds(from), Duration.Zero, basis),
        End = new TimePoint(Noon + Duration.FromSeconds(to), Duration.Zero, basis),
        Origin = new RecordOrigin(trace, 1, 0, 0, new string('a', 64)),
    };

    [TestMethod]
    public void Merge_CommandFromOneTimeFromTheOther_IsOneCallThatSaysSo()
    {
        var conflicts = new List<TraceConflict>();
        var call = TraceMerge.Merge([Call("session", TimeBasis.Bracketed, 0, 30, "curl x"), Call("spans", TimeBasis.Clock, 10, 20, null, "sb-1")], [], conflicts).Calls.Single();
        Assert.AreEqual("curl x", call.Command);
        Assert.AreEqual("sb-1", call.SandboxId);
        Assert.AreEqual(Noon + Duration.FromSeconds(10), call.Start.Value);
        Assert.AreEqual(TimeBasis.Clock, call.Start.Basis);
        Assert.AreEqual("session", call.OtherOrigins.Single().File);
        Assert.IsEmpty(conflicts);
    }

    [TestMethod]
    public void Merge_InAnyOrder_IsTheSame()
    {
        ToolCall[] calls = [Call("b", TimeBasis.Bracketed, 0, 30, "curl x"), Call("a", TimeBasis.Clock, 10, 20), Call("c", TimeBasis.ClockNaive, 9, 21, null, "sb-1")];
        var forward = TraceMerge.Merge(calls, [], []).Calls.Single();
        var backward = TraceMerge.Merge([.. calls.Reverse()], [], []).Calls.Single();
        Assert.AreEqual(forward with { OtherOrigins = backward.OtherOrigins }, backward with { OtherSpanIds = forward.OtherSpanIds });
        Assert.IsTrue(forward.OtherOrigins.SequenceEqual(backward.OtherOrigins));
    }

    [TestMethod]
    [DataRow("curl y", null, "the command")]
    [DataRow(null, "sb-2", "the sandbox")]
    public void Merge_OfWhatContradicts_KeepsBothAndTells(string? command, string? sandbox, string difference)
    {
        var conflicts = new List<TraceConflict>();
        var calls = TraceMerge.Merge([Call("a", TimeBasis.Clock, 0, 9, "curl x", "sb-1"), Call("b", TimeBasis.Clock, 0, 9, command, sandbox)], [], conflicts).Calls;
        Assert.HasCount(2, calls);
        Assert.AreEqual(difference, conflicts.Single().Difference);
    }

    [TestMethod]
    [DataRow("call_1", "bash", 0)]
    [DataRow("toolu_0123456789", "python", 0)]
    [DataRow("toolu_0123456789", "bash", 500)]
    public void Merge_OfShortIdsOtherToolsOrOtherTimes_KeepsThemApart(string id, string tool, int later)
    {
        var calls = TraceMerge.Merge([Call("a", TimeBasis.Clock, 0, 9, id: id), Call("b", TimeBasis.Clock, later, later + 9, id: id, tool: tool)], [], []).Calls;
        Assert.HasCount(2, calls);
    }

    [TestMethod]
    public void Merge_UntimedCall_LendsItsCommandAndIsNotToldAgain()
    {
        var untimed = Call("swe", TimeBasis.None, 0, 0, "curl x");
        var (calls, left) = TraceMerge.Merge([Call("spans", TimeBasis.Clock, 10, 20)], [untimed, Call("other", TimeBasis.None, 0, 0, "ls", id: "call_other_0001")], []);
        Assert.AreEqual("curl x", calls.Single().Command);
        Assert.AreEqual(TimeBasis.Clock, calls.Single().Start.Basis);
        Assert.AreEqual("ls", left.Single().Command);
    }
}
