// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Transcripts;

/// <summary>Formats whose calls and results are records of their own.</summary>
[TestClass]
public sealed class SessionTests
{
    private const string Ask = """{"type":"assistant","sessionId":"s-1","uuid":"u2","parentUuid":"u1","timestamp":"2026-01-05T10:00:05.000Z","message":{"id":"m1","role":"assistant","content":[{"type":"tool_use","id":"toolu_0123456789","name":"Bash","input":{"command":"curl http://203.0.113.9:8080/x"}}]}}""";
    private const string Answer = """{"type":"user","sessionId":"s-1","uuid":"u3","parentUuid":"u2","timestamp":"2026-01-05T10:00:09.000Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_0123456789","content":"ok"}]}}""";
    private const string Prompt = """{"type":"user","sessionId":"s-1","uuid":"u1","parentUuid":null,"timestamp":"2026-01-05T10:00:00.000Z","message":{"role":"user","content":"do it"}}""";

    [TestMethod]
    public void ClaudeCode_RequestAndResult_AreACallBetweenThem()
    {
        var timeline = Transcript.Read("claude-code", string.Join('\n', Prompt, Ask, Answer)).Timeline;
        var call = timeline.Calls.Single();
        Assert.AreEqual("curl http://203.0.113.9:8080/x", call.Command);
        Assert.AreEqual("toolu_0123456789", call.CallId);
        Assert.AreEqual("s-1", call.EpisodeId);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 5), call.Start.Value);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 9), call.End.Value);
        Assert.AreEqual(TimeBasis.Bracketed, call.Start.Basis);
        Assert.AreEqual(1.0, timeline.Episodes.Single().TraceCoverage);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 0), timeline.Generations.Single().Start);
    }

    [TestMethod]
    public void ClaudeCode_OverTwoFilesInAnyOrder_IsOneSession()
    {
        var (one, two) = (Prompt + "\n" + Ask, Answer);
        var forward = Transcript.Read("claude-code", one, two).Timeline.Calls.Single();
        var backward = Transcript.Read("claude-code", two, one).Timeline.Calls.Single();
        Assert.AreEqual(forward.End, backward.End);
        Assert.IsFalse(backward.IsOpen);
    }

    [TestMethod]
    public void ClaudeCode_ResumedSessionThatRepeatsRecords_TellsEachCallOnce()
    {
        var resumed = string.Join('\n', Prompt, Ask, Answer).Replace("s-1", "s-2", StringComparison.Ordinal)
            + "\n" + Ask.Replace("s-1", "s-2", StringComparison.Ordinal).Replace("\"u2\"", "\"u9\"", StringComparison.Ordinal).Replace("10:00:05", "11:00:05", StringComparison.Ordinal)
                .Replace("toolu_0123456789", "toolu_9999999999", StringComparison.Ordinal);
        var calls = Transcript.Read("claude-code", string.Join('\n', Prompt, Ask, Answer), resumed).Timeline.Calls;
        Assert.HasCount(2, calls);
        Assert.AreEqual("s-1", calls[0].EpisodeId);
        Assert.AreEqual("s-2", calls[1].EpisodeId);
        Assert.IsTrue(calls[1].IsOpen);
    }

    [TestMethod]
    public void ClaudeCode_CommandInTheBackground_IsNotOverWithItsResult()
    {
        var ask = Ask.Replace("\"input\":{", "\"input\":{\"run_in_background\":true,", StringComparison.Ordinal);
        Assert.IsTrue(Transcript.Read("claude-code", ask + "\n" + Answer).Timeline.Calls.Single().IsOpen);
    }

    [TestMethod]
    public void ClaudeCode_TwoCallsAtOnce_RunSideBySide()
    {
        var ask = Ask.Replace("\"content\":[", "\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_b\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}},", StringComparison.Ordinal);
        var answer = Answer.Replace("u3", "u4", StringComparison.Ordinal).Replace("toolu_0123456789", "toolu_b", StringComparison.Ordinal);
        var timeline = Transcript.Read("claude-code", string.Join('\n', ask, Answer, answer)).Timeline;
        Assert.HasCount(2, timeline.Calls);
        Assert.IsTrue(timeline.Calls.All(c => !c.IsOpen && c.Start.Value == timeline.Calls[0].Start.Value));
        Assert.AreEqual(1, timeline.Episodes.Single().TurnsSeen);
    }

    [TestMethod]
    public void ClaudeCode_LineThatIsNoJson_CostsItselfAndCompleteness()
    {
        var reading = Transcript.Read("claude-code", string.Join('\n', Prompt, Ask, "{broken", Answer));
        Assert.HasCount(1, reading.Timeline.Calls);
        Assert.AreEqual(1, reading.Files.Single().Rejected);
        Assert.AreNotEqual(1.0, reading.Timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Session_WithoutIdentity_IsJoinedByALeaseOfItsId()
    {
        using var trace = new TempFile(Encoding.UTF8.GetBytes(Ask + "\n" + Answer));
        using var lease = new TempFile("address,owner_kind,owner_id,host,from,to\n10.0.0.5,sandbox,s-1,h,2026-01-05T09:00:00Z,\n"u8.ToArray());
        var timeline = TimelineReader.Read([(Reading.Input(trace.Path), TraceFormats.Find("claude-code")!)], [Reading.Input(lease.Path, "leases/l.csv")], CaseSettings.Default).Timeline;
        Assert.AreEqual("s-1", timeline.Calls.Single().SandboxId);
        Assert.AreEqual("s-1", timeline.Episodes.Single().SandboxId);
    }

    private const string CodexMeta = """{"timestamp":"2026-01-05T10:00:00.000Z","type":"session_meta","payload":{"id":"cx-1","cwd":"/w","originator":"codex_cli"}}""";
    private const string CodexAsk = """{"timestamp":"2026-01-05T10:00:05.000Z","type":"response_item","payload":{"type":"function_call","name":"shell","arguments":"{\"command\":[\"bash\",\"-lc\",\"nc 203.0.113.9 4444\"]}","call_id":"call_abcdef123"}}""";
    private const string CodexAnswer = """{"timestamp":"2026-01-05T10:00:08.500Z","type":"response_item","payload":{"type":"function_call_output","call_id":"call_abcdef123","output":"{\"output\":\"\",\"metadata\":{\"exit_code\":0}}"}}""";

    [TestMethod]
    public void Codex_RequestAndOutput_AreACallBetweenThem()
    {
        var timeline = Transcript.Read("codex", string.Join('\n', CodexMeta, CodexAsk, """{"timestamp":"2026-01-05T10:00:06Z","type":"brand_new","payload":{}}""", CodexAnswer)).Timeline;
        var call = timeline.Calls.Single();
        Assert.AreEqual("bash -lc nc 203.0.113.9 4444", call.Command);
        Assert.AreEqual("cx-1", call.EpisodeId);
        Assert.AreEqual("shell", call.ToolName);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 8).PlusNanoseconds(500_000_000), call.End.Value);
        Assert.AreEqual(1.0, timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Codex_ShellThatKeepsRunning_IsOpen()
    {
        var answer = CodexAnswer.Replace("{\\\"output\\\"", "Process running with session ID 7 {\\\"output\\\"", StringComparison.Ordinal);
        Assert.IsTrue(Transcript.Read("codex", string.Join('\n', CodexMeta, CodexAsk, answer)).Timeline.Calls.Single().IsOpen);
    }

    [TestMethod]
    public void OpenHands1_ActionAndObservation_AreACallInThePod()
    {
        string[] events =
        [
            """{"id":"e-000000001","timestamp":"2026-01-05T18:00:05.000001","source":"agent","kind":"ActionEvent","tool_name":"terminal","tool_call_id":"tc-1","llm_response_id":"r1","action":{"command":"ssh -R 1:2:3 u@203.0.113.7","kind":"TerminalAction"}}""",
            """{"id":"e-000000002","timestamp":"2026-01-05T18:00:07.000001","source":"environment","kind":"ObservationEvent","action_id":"e-000000001","tool_name":"terminal","tool_call_id":"tc-1","observation":{"exit_code":0,"metadata":{"hostname":"runtime-pb2st","pid":7}}}""",
        ];
        var settings = CaseSettings.Default with { Zones = new Dictionary<string, DateTimeZone> { ["openhands"] = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] } };
        var call = Transcript.Read("openhands", settings, Encoding.UTF8.GetBytes(string.Join('\n', events))).Timeline.Calls.Single();
        Assert.AreEqual("runtime-pb2st", call.SandboxId);
        Assert.AreEqual("ssh -R 1:2:3 u@203.0.113.7", call.Command);
        Assert.AreEqual(TimeBasis.ClockNaive, call.Start.Basis);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 5).PlusNanoseconds(1000), call.Start.Value);
        Assert.IsFalse(call.IsOpen);
    }

    [TestMethod]
    public void OpenHands0_ListWithCauses_TellsItsCalls()
    {
        const string list = """
            [
              {"id": 1, "timestamp": "2026-01-05T10:00:00.000001", "source": "user", "message": "go", "action": "message", "args": {"content": "go"}},
              {"id": 2, "timestamp": "2026-01-05T10:00:05.000001", "source": "agent", "message": "", "action": "run", "args": {"command": "nmap 10.0.0.0/24"}},
              {"id": 3, "timestamp": "2026-01-05T10:00:09.000001", "source": "agent", "message": "", "cause": 2, "observation": "run", "content": "", "extras": {"metadata": {"hostname": "0a1b2c3d4e5f"}}}
            ]
            """;
        var call = Transcript.Read("openhands", list).Timeline.Calls.Single();
        Assert.AreEqual("nmap 10.0.0.0/24", call.Command);
        Assert.AreEqual("0a1b2c3d4e5f", call.SandboxId);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 0, 9).PlusNanoseconds(1000), call.End.Value);
    }
}
