// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Transcripts;

/// <summary>Formats of whole trajectories, most of which tell no time of a call.</summary>
[TestClass]
public sealed class TrajectoryTests
{
    private static string Atif(params string[] steps) => $$"""{"schema_version":"ATIF-v1.4","session_id":"se-1","agent":{"name":"a","version":"1"},"steps":[{{string.Join(',', steps)}}]}""";

    private static string Step(int id, string? time, string more) =>
        $$"""{"step_id":{{id}},{{(time is null ? "" : $"\"timestamp\":\"2026-01-05T10:00:{time}Z\",")}}"source":"agent","message":"m",{{more}}}""";

    private const string Call = """ "tool_calls":[{"tool_call_id":"call_long_0001","function_name":"bash","arguments":{"command":"curl http://203.0.113.9/"}}],"observation":{"results":[{"source_call_id":"call_long_0001","content":"x"}]}""";
    private const string NoCall = """ "observation":{"results":[]}""";

    [TestMethod]
    public void Atif_WithStampsOfSteps_BracketsItsCallWidely()
    {
        var call = Transcript.Read("atif", Atif(Step(1, "00", NoCall), Step(2, "10", Call), Step(3, "30", NoCall))).Timeline.Calls.Single();
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 0), call.Start.Value);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 30), call.End.Value);
        Assert.AreEqual(TimeBasis.Bracketed, call.Start.Basis);
    }

    [TestMethod]
    public void Atif_WithTimesOfCalls_ReadsThem()
    {
        var timed = Call.Replace("\"content\":\"x\"", "\"content\":\"x\",\"extra\":{\"ended_at\":\"2026-01-05T10:00:09Z\",\"duration_ms\":4000}", StringComparison.Ordinal);
        var call = Transcript.Read("atif", Atif(Step(1, null, timed))).Timeline.Calls.Single();
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 5), call.Start.Value);
        Assert.AreEqual(TimeBasis.DerivedEnd, call.Start.Basis);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 9), call.End.Value);
    }

    [TestMethod]
    public void Atif_WhoseStampsAreAllEqual_HasADeadClockAndNoTimes()
    {
        var timeline = Transcript.Read("atif", Atif(Step(1, "10", NoCall), Step(2, "10", Call), Step(3, "10", NoCall), Step(4, "30", NoCall))).Timeline;
        Assert.IsEmpty(timeline.Calls);
        Assert.AreEqual(TimeBasis.None, timeline.Untimed.Single().Start.Basis);
        Assert.AreEqual("curl http://203.0.113.9/", timeline.Untimed.Single().Command);
    }

    [TestMethod]
    public void Atif_CopiedContext_IsNotToldAgain() =>
        Assert.IsEmpty(Transcript.Read("atif", Atif(Step(1, null, Call + ",\"is_copied_context\":true"))).Timeline.Untimed);

    [TestMethod]
    public void SweAgent_Trajectory_TellsCommandsWithoutATime()
    {
        const string text = """{"environment":"e","trajectory":[{"action":"curl http://web.example:8000\n","observation":"o","thought":"t"},{"action":"","observation":"","thought":"t"}],"history":[],"replay_config":"{\"problem_statement\":{\"id\":\"task-1\"}}"}""";
        var timeline = Transcript.Read("swe-agent", text).Timeline;
        Assert.IsEmpty(timeline.Calls);
        Assert.IsEmpty(timeline.Episodes);
        var call = timeline.Untimed.Single();
        Assert.AreEqual("curl http://web.example:8000", call.Command);
        Assert.AreEqual("task-1", call.TaskId);
    }

    [TestMethod]
    [DataRow("1766541735.0", "120.5", 1)]
    [DataRow("1001.0", "120.5", 0)]
    [DataRow("0.0", "120.5", 0)]
    [DataRow("1766541735.0", "null", 0)]
    public void NemoGym_Rollout_IsTimedOnlyByARealStampAndARunTime(string created, string run, int timed)
    {
        var text = $$$"""{"responses_create_params":{"input":[]},"response":{"id":"r1","created_at":{{{created}}},"output":[{"type":"function_call","call_id":"c1","name":"bash","arguments":"{\"command\":\"ls\"}"}]},"reward":1.0,"agent_run_time":{{{run}}},"sandbox_handle":"sb-9","task_id":"t1","_ng_task_index":0,"_ng_rollout_index":3}""";
        var timeline = Transcript.Read("nemo-gym", text).Timeline;
        Assert.HasCount(timed, timeline.Calls);
        Assert.HasCount(1 - timed, timeline.Untimed);
        var call = timeline.Calls.Concat(timeline.Untimed).Single();
        Assert.AreEqual("ls", call.Command);
        Assert.AreEqual("sb-9", call.SandboxId);
        if (timed == 0)
            return;
        Assert.AreEqual(TimeBasis.Step, call.Start.Basis);
        Assert.IsGreaterThan(Duration.FromSeconds(240), call.End.Value - call.Start.Value);
        Assert.AreNotEqual(1.0, timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Verifiers_CallBetweenModelCalls_IsBracketed()
    {
        const string text = """{"id":"ep-1","task":{"type":"t","key":"task-4"},"agent":{"name":"a","runtime":{"type":"docker","id":"0123456789abcdef"}},"nodes":[{"parent":null,"message":{"role":"user","content":"x"},"sampled":false},{"parent":0,"message":{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"bash","arguments":"{\"command\":\"ls\"}"}}]},"sampled":true},{"parent":1,"message":{"role":"tool","tool_call_id":"c1","content":""},"sampled":false},{"parent":2,"message":{"role":"assistant","content":"done"},"sampled":true}],"calls":[{"node":1,"time":{"start":1766541735.0,"end":1766541740.5}},{"node":3,"time":{"start":1766541750.25,"end":1766541752.0}}],"timing":{"start":1766541730.0}}""";
        var timeline = Transcript.Read("verifiers", text).Timeline;
        var call = timeline.Calls.Single();
        Assert.AreEqual(Instant.FromUnixTimeMilliseconds(1766541740500), call.Start.Value);
        Assert.AreEqual(Instant.FromUnixTimeMilliseconds(1766541750250), call.End.Value);
        Assert.AreEqual(TimeBasis.Bracketed, call.End.Basis);
        Assert.AreEqual("0123456789abcdef", call.SandboxId);
        Assert.AreEqual(1.0, timeline.Episodes.Single().TraceCoverage);
    }
}
