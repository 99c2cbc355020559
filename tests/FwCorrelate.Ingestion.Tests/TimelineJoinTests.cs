// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>One thing told by several files and formats.</summary>
[TestClass]
public sealed class TimelineJoinTests
{
    private const string Span = """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"sandbox.id","value":{"stringValue":"sb1"}},{"key":"rl.run.id","value":{"stringValue":"r"}}]},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"bbbbbbbbbbbbbbb1","name":"execute_tool bash","startTimeUnixNano":"1769749800000000001","endTimeUnixNano":"1769749810000000009","attributes":[{"key":"gen_ai.tool.name","value":{"stringValue":"bash"}},{"key":"gen_ai.tool.call.id","value":{"stringValue":"call_1"}},{"key":"rl.episode.id","value":{"stringValue":"ep"}},{"key":"gen_ai.tool.call.arguments","value":{"stringValue":"COMMAND"}}]}]}]}]}
        """;

    private const string Document = """
        {"@timestamp":"2026-01-30T05:10:00.000000Z","event":{"action":"execute_tool","start":"2026-01-30T05:10:00.000000Z","end":"2026-01-30T05:10:10.000000Z"},"trace":{"id":"5b8efff798038103d269b633813fc60c"},"span":{"id":"bbbbbbbbbbbbbbb1"},"gen_ai":{"tool":{"name":"bash","call":{"id":"call_1"}}},"fwcorrelate":{"run":{"id":"r"},"episode":{"id":"ep","start":"2026-01-30T05:10:00.000000Z","end":"2026-01-30T05:10:10.000000Z","sandbox":"SANDBOX","turns":0,"turns_with_calls":0,"turns_without_tools":0},"command":"COMMAND","call":{"open":false,"start_basis":"clock","start_uncertainty_ms":0,"end_basis":"clock","end_uncertainty_ms":0}}}
        """;

    [TestMethod]
    [DataRow("ls -l", "ls -l")]
    [DataRow("curl -H 'authorization: bearer abcdefghijkl' x", "curl -H 'authorization: bearer [secret]' x")]
    public void Read_OneCallAsSpanAndAsDocument_IsTheSpansCall(string command, string shown)
    {
        var timeline = Read(("a.jsonl", Span.Replace("COMMAND", command, StringComparison.Ordinal)), ("b.ndjson", Written("sb1", shown)));

        Assert.AreEqual(command, timeline.Calls.Single().Command);
        Assert.HasCount(1, timeline.Episodes);
        Assert.IsEmpty(timeline.Conflicts);
    }

    [TestMethod]
    public void Read_ADocumentThatContradictsTheSpan_IsKeptBesideIt()
    {
        foreach (var reverse in (bool[])[false, true])
        {
            (string, string)[] files = [("a.jsonl", Span.Replace("COMMAND", "ls", StringComparison.Ordinal)), ("b.ndjson", Written("sb2", "true"))];
            var timeline = Read(reverse ? [files[1], files[0]] : files);
            CollectionAssert.AreEqual(new[] { "ls sb1", "true sb2" }, timeline.Calls.Select(c => $"{c.Command} {c.SandboxId}").Order().ToArray());
            Assert.HasCount(2, timeline.Calls.Select(c => c.SpanId).Distinct().ToList());
            Assert.HasCount(2, timeline.Conflicts);
        }
    }

    [TestMethod]
    public void Read_DocumentsThatTellAnEpisodeDifferently_AreTheSameInAnyOrder()
    {
        var lines = new[] { Written("sb1", "ls"), Written("sb4", "true").Replace("bbb1", "bbb2", StringComparison.Ordinal) };
        var (one, other) = (Read(("a.ndjson", string.Join('\n', lines))), Read(("a.ndjson", string.Join('\n', lines.Reverse()))));

        Assert.AreEqual(one.Episodes.Single(), other.Episodes.Single());
        Assert.IsNull(one.Episodes.Single().SandboxId);
        CollectionAssert.AreEqual(new[] { "sb1", "sb4" }, one.Calls.Select(c => c.SandboxId).ToArray());
        CollectionAssert.AreEqual(one.Calls.Select(c => c.SandboxId).ToArray(), other.Calls.Select(c => c.SandboxId).ToArray());
        Assert.HasCount(1, one.Conflicts);
    }

    [TestMethod]
    public void Read_EventOriginalWithHalfAPair_IsARecordAndHasAHash()
    {
        var document = """{"@timestamp":"2026-01-30T05:10:00Z","event":{"start":"2026-01-30T05:10:00Z","end":"2026-01-30T05:10:01Z","original":"a\ud800b"},"source":{"ip":"10.0.0.1","port":1},"destination":{"ip":"10.0.0.2","port":2},"network":{"transport":"tcp"}}""";
        var reading = Reading.Flows(document + "\n", force: "ecs");
        Assert.HasCount(1, reading.Records);
        Assert.AreNotEqual("", reading.Parser.HashOf(Encoding.UTF8.GetBytes(reading.Raw[0])).ToString());
        Assert.AreEqual("a\ufffdb", reading.Field(0, "event.original"));
    }

    private static string Written(string sandbox, string command) =>
        Document.Replace("SANDBOX", sandbox, StringComparison.Ordinal).Replace("COMMAND", command, StringComparison.Ordinal).Trim();

    private static Timeline Read(params (string Name, string Text)[] files)
    {
        var stored = files.Select(f => (f.Name, File: new TempFile(Encoding.UTF8.GetBytes(f.Text)))).ToList();
        try
        {
            return TimelineReader.Read(
                [.. stored.Select(f => (Reading.Input(f.File.Path, f.Name), TraceFormats.Find(f.Name.EndsWith(".ndjson", StringComparison.Ordinal) ? "ecs" : "otlp-json")!))], [], CaseSettings.Default).Timeline;
        }
        finally
        {
            stored.ForEach(f => f.File.Dispose());
        }
    }
}
