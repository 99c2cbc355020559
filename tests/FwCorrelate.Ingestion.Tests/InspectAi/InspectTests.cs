// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Tests.Inputs;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.InspectAi;

[TestClass]
public sealed class InspectTests
{
    private const string Name = "inspect-ai";
    private const string Eval = """{"eval_id":"ev1","run_id":"run1","task":"mine","created":"2026-01-05T10:11:00+00:00"}""";
    private const string Turn = """{"event":"model","uuid":"m1","timestamp":"2026-01-05T06:11:01.000000-04:00","completed":"2026-01-05T06:11:02.000000-04:00","output":{"choices":[{"message":{"role":"assistant","tool_calls":[{"id":"c1","function":"bash","arguments":{"cmd":"x"}}]},"stop_reason":"tool_calls"}]}}""";
    private const string Tool = """{"event":"tool","uuid":"t1","timestamp":"2026-01-05T06:11:03.120000-04:00","completed":"2026-01-05T06:11:09.882000-04:00","id":"c1","function":"bash","arguments":{"cmd":"nc -z 10.0.0.5 22"}}""";

    private static string Sample(params string[] events) =>
        $$$"""{"id":"task-7","epoch":2,"uuid":"s1","input":"do it","target":"","messages":[],"scores":{"x":{"value":NaN}},"metadata":{"sandbox.id":"sb1"},"events":[{{{string.Join(',', events)}}}],"attachments":{"abc1":"curl http://203.0.113.9:8080/x"}}""";

    private static string Log(params string[] events) => $$$"""{"version":2,"status":"success","eval":{{{Eval}}},"plan":{},"samples":[{{{Sample(events)}}}]}""";

    [TestMethod]
    public void Log_WithATurnAndACall_TellsAllOfIt()
    {
        var timeline = Transcript.Read(Name, Log(Turn, Tool)).Timeline;
        var call = timeline.Calls.Single();
        Assert.AreEqual("nc -z 10.0.0.5 22", call.Command);
        Assert.AreEqual("c1", call.CallId);
        Assert.AreEqual("bash", call.ToolName);
        Assert.AreEqual("sb1", call.SandboxId);
        Assert.AreEqual("run1", call.RunId);
        Assert.AreEqual("s1", call.EpisodeId);
        Assert.AreEqual("task-7", call.TaskId);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 11, 3).PlusNanoseconds(120_000_000), call.Start.Value);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 11, 9).PlusNanoseconds(882_000_000), call.End.Value);
        Assert.AreEqual(TimeBasis.Clock, call.Start.Basis);
        Assert.AreEqual(1.0, timeline.Episodes.Single().TraceCoverage);
        Assert.IsEmpty(timeline.Gaps);
    }

    [TestMethod]
    [DataRow(ZipFixture.Deflate)]
    [DataRow(ZipFixture.Zstandard)]
    public void Archive_OfEitherMethod_TellsWhatTheLogTells(int method)
    {
        var archive = ZipFixture.Of((ushort)method, ("_journal/start.json", $$$"""{"version":2,"eval":{{{Eval}}},"plan":{}}"""),
            ("samples/task-7_epoch_2.json", Sample(Turn, Tool)), ("summaries.json", "[]"), ("header.json", $$$"""{"version":2,"status":"success","eval":{{{Eval}}}}"""));
        var reading = Transcript.Read(Name, CaseSettings.Default, archive);
        var (fromArchive, fromLog) = (reading.Timeline.Calls.Single(), Transcript.Read(Name, Log(Turn, Tool)).Timeline.Calls.Single());
        Assert.AreEqual(fromLog with { Origin = fromArchive.Origin, OtherSpanIds = fromArchive.OtherSpanIds }, fromArchive);
        Assert.AreEqual(fromLog.Origin.Sha256, fromArchive.Origin.Sha256);
        Assert.AreEqual(2, fromArchive.Origin.Line);
        Assert.IsNull(reading.Files.Single().Problem);
    }

    [TestMethod]
    public void Archive_WhoseEntryIsDamaged_IsToldAndItsEpisodeMayLackCalls()
    {
        var archive = ZipFixture.Of(ZipFixture.Zstandard, ("_journal/start.json", $$$"""{"version":2,"eval":{{{Eval}}},"plan":{}}"""),
            ("samples/a.json", Sample(Turn, Tool)), ("samples/b.json", Sample(Turn, Tool) + new string(' ', 5000)));
        var second = archive.AsSpan().LastIndexOf("samples/b.json"u8);
        archive.AsSpan(archive.AsSpan(0, second).LastIndexOf("samples/b.json"u8) + 20, 40).Clear();
        var reading = Transcript.Read(Name, CaseSettings.Default, archive);
        Assert.IsNotNull(reading.Files.Single().Problem);
        Assert.IsNull(reading.Timeline.Episodes[0].TraceCoverage);
    }

    [TestMethod]
    public void Call_WhoseArgumentsAreAttached_HasThemPutIn()
    {
        var tool = Tool.Replace("nc -z 10.0.0.5 22", "attachment://abc1", StringComparison.Ordinal);
        Assert.AreEqual("curl http://203.0.113.9:8080/x", Transcript.Read(Name, Log(Turn, tool)).Timeline.Calls.Single().Command);
    }

    [TestMethod]
    public void Call_StillPending_IsOpen()
    {
        var tool = Tool.Replace("\"uuid\"", "\"pending\":true,\"uuid\"", StringComparison.Ordinal);
        Assert.IsTrue(Transcript.Read(Name, Log(Turn, tool)).Timeline.Calls.Single().IsOpen);
    }

    [TestMethod]
    public void Call_OfAnOlderLogWithoutEnd_EndsBeforeTheNextTurnByBracket()
    {
        var tool = Tool.Replace(",\"completed\":\"2026-01-05T06:11:09.882000-04:00\"", "", StringComparison.Ordinal);
        var next = Turn.Replace("06:11:01", "06:11:20", StringComparison.Ordinal).Replace("06:11:02", "06:11:21", StringComparison.Ordinal).Replace("m1", "m2", StringComparison.Ordinal);
        var call = Transcript.Read(Name, Log(Turn, tool, next)).Timeline.Calls.Single();
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 10, 11, 20), call.End.Value);
        Assert.AreEqual(TimeBasis.Bracketed, call.End.Basis);
        Assert.IsFalse(call.IsOpen);
    }

    [TestMethod]
    public void Turn_WhoseCallIsMissing_LeavesAGap()
    {
        var timeline = Transcript.Read(Name, Log(Turn)).Timeline;
        Assert.IsEmpty(timeline.Calls);
        Assert.AreEqual(TraceGapKind.CallWithoutSpan, timeline.Gaps.Single().Kind);
        Assert.AreEqual("c1", timeline.Gaps.Single().CallId);
        Assert.AreEqual(0.0, timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Exec_WithinATool_IsPartOfItsCall()
    {
        var tool = Tool.Replace("\"cmd\":\"nc -z 10.0.0.5 22\"", "\"page\":\"status\"", StringComparison.Ordinal);
        var exec = """{"event":"sandbox","uuid":"x1","timestamp":"2026-01-05T06:11:04.0-04:00","completed":"2026-01-05T06:11:05.0-04:00","action":"exec","cmd":"curl http://203.0.113.9/status"}""";
        var call = Transcript.Read(Name, Log(Turn, tool, exec)).Timeline.Calls.Single();
        StringAssert.Contains(call.Command, "curl http://203.0.113.9/status");
        Assert.AreEqual("""{"page":"status"}""", call.Arguments);
    }

    [TestMethod]
    public void Exec_OfTheScorer_IsNoCallOfTheAgentButAGap()
    {
        var span = """{"event":"span_begin","timestamp":"2026-01-05T06:12:00-04:00","id":"sp1","type":"scorer","name":"includes"}""";
        var exec = """{"event":"sandbox","uuid":"x1","span_id":"sp1","timestamp":"2026-01-05T06:12:04-04:00","completed":"2026-01-05T06:12:05-04:00","action":"exec","cmd":"curl http://203.0.113.9/status"}""";
        var timeline = Transcript.Read(Name, Log(Turn, Tool, span, exec)).Timeline;
        Assert.HasCount(1, timeline.Calls);
        Assert.AreEqual(TraceGapKind.SpanNotTaken, timeline.Gaps.Single().Kind);
        Assert.AreEqual("sb1", timeline.Gaps.Single().SandboxId);
    }

    [TestMethod]
    public void Log_CutOff_KeepsItsCallsAndSaysItMayLackSome()
    {
        var log = Log(Turn, Tool, Tool);
        var reading = Transcript.Read(Name, log[..log.LastIndexOf("\"event\":\"tool\"", StringComparison.Ordinal)]);
        Assert.HasCount(1, reading.Timeline.Calls);
        Assert.AreEqual(1, reading.Files.Single().Rejected);
        Assert.IsLessThan(1.0, reading.Timeline.Episodes.Single().TraceCoverage ?? 0);
    }

    [TestMethod]
    public void Event_ThatIsNone_CostsItselfOnly()
    {
        var reading = Transcript.Read(Name, Log(Turn, "17", Tool));
        Assert.HasCount(1, reading.Timeline.Calls);
        Assert.AreEqual(1, reading.Files.Single().Rejected);
    }

    [TestMethod]
    public void Log_OfOthers_OpensWholeWithItsCalls()
    {
        var reading = Transcript.Read(Name, CaseSettings.Default, File.ReadAllBytes(SharedCases.Path("timelines/inspect-ai/2025-05-12T20-27-36-04-00_browser.json")));
        Assert.HasCount(4, reading.Timeline.Calls);
        Assert.AreEqual(1.0, reading.Timeline.Episodes.Single().TraceCoverage);
        StringAssert.Contains(reading.Timeline.Calls[0].Command, "https://www.aisi.gov.uk/");
        Assert.AreEqual(0, reading.Files.Single().Rejected);
    }

    [TestMethod]
    public void Origin_OfACall_OpensToItsBytes()
    {
        var log = "\n\n" + Log(Turn, Tool);
        var origin = Transcript.Read(Name, log).Timeline.Calls.Single().Origin;
        var bytes = Encoding.UTF8.GetBytes(log).AsSpan((int)origin.Offset, Encoding.UTF8.GetByteCount(Tool));
        Assert.AreEqual(Tool, Encoding.UTF8.GetString(bytes));
        Assert.AreEqual(FwCorrelate.Flows.RecordHash.Of(bytes).ToString(), origin.Sha256);
        Assert.AreEqual(3, origin.Line);
    }
}
