// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using static FwCorrelate.Ingestion.Tests.Otlp.Spans;

namespace FwCorrelate.Ingestion.Tests.Otlp;

/// <summary>Several spans of one call are one; calls that contradict each other never are.</summary>
[TestClass]
public sealed class OneCallTests
{
    private static readonly (string, string) Command = ("gen_ai.tool.call.arguments", """{"command":"ls"}""");
    private static readonly (string, string) Id = ("gen_ai.tool.call.id", "call_1");
    private static readonly (string, string) Name = ("gen_ai.tool.name", "bash");
    private static readonly (string, string) Mcp = ("mcp.method.name", "tools/call");

    [TestMethod]
    public void Read_AgentClientAndServer_AreOneCallOfTheOutermost()
    {
        var call = Read(
            Span("c3", "c2", "tools/call bash", Start + 20, Start + (8 * Second), Mcp, Name, ("sandbox.id", "sb-1")),
            Span("c2", "c1", "tools/call bash", Start + 10, Start + (9 * Second), Mcp, Name, Command),
            Span("c1", "", "execute_tool bash", Start, Start + (10 * Second), Name, Id)).Calls.Single();

        Assert.AreEqual(("c1".PadLeft(16, 'f'), "call_1", "ls", "sb-1"), (call.SpanId, call.CallId, call.Command, call.SandboxId));
        Assert.AreEqual(10, (call.End.Value - call.Start.Value).TotalSeconds);
        CollectionAssert.AreEqual(new[] { "c2".PadLeft(16, 'f'), "c3".PadLeft(16, 'f') }, call.OtherSpanIds.ToArray());
    }

    [TestMethod]
    public void Read_OneIdAtOneTimeWithoutTheLinkBetween_IsOneCall() =>
        Assert.HasCount(1, Read(Tool("c1", "", "execute_tool bash", Id, Command), Tool("c2", "gone", "tools/call bash", Mcp, Id)).Calls);

    [TestMethod]
    public void Read_ServersNameBeforeTheTools_IsOneCall() =>
        Assert.HasCount(1, Read(Tool("c1", "", "execute_tool", ("gen_ai.tool.name", "mcp__shell__bash"), Command), Tool("c2", "c1", "tools/call bash", Mcp, Name)).Calls);

    [TestMethod]
    [DataRow("another id", "gen_ai.tool.call.id", "call_2")]
    [DataRow("another command", "gen_ai.tool.call.arguments", """{"command":"true"}""")]
    [DataRow("another sandbox", "sandbox.id", "sb-2")]
    public void Read_NestedSpansThatContradict_AreTwoCalls(string what, string attribute, string value)
    {
        var calls = Read(
            Tool("c1", "", "execute_tool bash", Name, Id, Command, ("sandbox.id", "sb-1")),
            Tool("c2", "c1", "execute_tool bash", [Name, .. new[] { Id, Command, ("sandbox.id", "sb-1") }.Where(a => a.Item1 != attribute), (attribute, value)])).Calls;
        Assert.HasCount(2, calls, what);
    }

    [TestMethod]
    public void Read_OneIdAtTwoTimes_IsTwoCalls() => Assert.HasCount(2, Read(
        Span("c1", "", "execute_tool bash", Start, Start + Second, Id, Command),
        Span("c2", "", "execute_tool bash", Start + (10 * Second), Start + (11 * Second), Id, Command)).Calls);

    [TestMethod]
    public void Read_AnotherToolWithinACall_IsACallOfItsOwn() => Assert.HasCount(2, Read(
        Tool("c1", "", "execute_tool python", ("gen_ai.tool.name", "python")), Tool("c2", "c1", "tools/call bash", Mcp, Name, Command)).Calls);

    [TestMethod]
    public void Read_ToolOfAnAgentThatATooStarted_IsACallOfItsOwn() => Assert.HasCount(2, Read(
        Tool("c1", "", "execute_tool bash", Name), Tool("c2", "c1", "invoke_agent x", ("gen_ai.operation.name", "invoke_agent")), Tool("c3", "c2", "execute_tool bash", Name)).Calls);

    [TestMethod]
    public void Read_TwoSpansOfOneIdThatContradict_AreBothKeptAndTold()
    {
        var real = Span("c1", "", "execute_tool bash", Start, Start + Second, Name, Id, Command, ("sandbox.id", "sb-1"));
        var forged = Span("c1", "", "execute_tool bash", Start, Start + (60 * Second), Name, Id, ("gen_ai.tool.call.arguments", """{"command":"true"}"""), ("sandbox.id", "sb-2"));

        foreach (var spans in new[] { new[] { real, forged }, [forged, real] })
        {
            var timeline = Read(spans);
            CollectionAssert.AreEqual(new[] { "ls sb-1", "true sb-2" }, timeline.Calls.Select(c => $"{c.Command} {c.SandboxId}").Order().ToArray());
            Assert.HasCount(2, timeline.Calls.Select(c => (c.TraceId, c.SpanId)).Distinct().ToList());
            Assert.IsTrue(timeline.Calls.All(c => c.IsContradicted));
            Assert.AreEqual("end, arguments, sandbox.id", timeline.Conflicts.Single().Difference);
        }
    }

    [TestMethod]
    public void Read_OneSpanReportedTwice_IsTheFullerOneWithoutConflict()
    {
        var timeline = Read(
            Span("c1", "", "execute_tool bash", Start, 0, Name), Span("c1", "", "execute_tool bash", Start, Start + Second, Name, Id, Command),
            Span("c1", "", "execute_tool bash", Start, Start + Second, Name, Id, Command));

        Assert.IsFalse(timeline.Calls.Single().IsOpen || timeline.Calls.Single().IsContradicted);
        Assert.IsEmpty(timeline.Conflicts);
    }

    [TestMethod]
    public void Read_ASecondParentWithAnotherSandbox_DoesNotMoveTheCall()
    {
        var real = Request(Span("a1", "", "rollout", Start - Second, Start + Second, ("sandbox.id", "sb-1")), Tool("c1", "a1", "execute_tool bash", Name));
        var forged = Request(Span("a1", "", "rollout", Start - Second, Start + (99 * Second), ("sandbox.id", "sb-2"))).Replace("run-1", "run-2", StringComparison.Ordinal);

        foreach (var texts in new[] { new[] { real, forged }, [forged, real] })
            Assert.AreEqual("sb-1", Reading.Timeline(texts).Timeline.Calls.Single().SandboxId);
    }

    /// <summary>Whatever is added, each call that was there is there still, in its sandbox and with its command.</summary>
    [TestMethod]
    public void Read_AnySpansAdded_LoseNoCall()
    {
        string[] spans =
        [
            Span("a1", "", "rollout", Start, Start + (9 * Second), ("rl.episode.id", "e1"), ("sandbox.id", "sb-1")),
            Tool("c1", "a1", "execute_tool bash", Name, Id, Command), Tool("c2", "a1", "execute_tool bash", Name, ("gen_ai.tool.call.id", "call_2"), ("gen_ai.tool.args", "pwd")),
        ];
        var expected = Told(Read(spans));
        var forged = Gen.Select(Gen.Int[0, 3], OneOf("", "a1", "c1"), OneOf("execute_tool bash", "tools/call bash", "rollout", "chat m"), Gen.Long[0, 20],
            OneOf(Id, ("gen_ai.tool.call.id", "call_2"), Name), OneOf(Command, ("gen_ai.tool.args", "true"), ("sandbox.id", "sb-2"), ("rl.episode.id", "e2")))
            .Select((id, parent, name, seconds, a, b) => Span($"{(id > 1 ? 'c' : 'd')}{id}", parent, name, Start + 1, Start + (seconds * Second), a, b));
        Gen.Select(Gen.Shuffle(spans), forged.Array[1, 4]).Sample((own, added) =>
        {
            var told = Told(Reading.Timeline(Request(own), Request(added).Replace("run-1", "run-2", StringComparison.Ordinal)).Timeline);
            Assert.IsTrue(expected.All(told.Contains), string.Join('\n', added));
        }, iter: 500);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static List<string> Told(Timelines.Timeline timeline) => [.. timeline.Calls.Select(c => $"{c.SandboxId} {c.Command}")];
}
