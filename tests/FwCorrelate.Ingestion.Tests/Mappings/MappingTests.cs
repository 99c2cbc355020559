// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Mappings;

[TestClass]
public sealed class MappingTests
{
    private const string Gateway = """
        name: gateway
        kind: log
        files: logs/gw/**
        form: csv
        separator: ";"
        duration_unit: ms
        columns: {time: when, duration: elapsed_ms, source: src, source_port: sport, destination: dst, destination_port: dport, protocol: proto, action: verdict, bytes_sent: out, bytes_received: in}
        actions: {allow: [permitted], deny: [blocked, refused]}
        """;

    private const string Home = """
        name: home
        kind: trace
        form: csv
        columns: {start: t0, end: t1, command: cmd, tool: tool, episode: ep, sandbox: box, run: run}
        """;

    [TestMethod]
    public void Log_CsvOfOwnColumns_IsFlowRecords()
    {
        var reading = Flows(Gateway, "when;src;sport;dst;dport;proto;verdict;out;in;elapsed_ms;note\n2026-01-15T03:12:44Z;10.0.0.5;40112;198.51.100.23;3333;tcp;permitted;1234;99;1500;x\n"
            + "2026-01-15T03:12:50Z;10.0.0.5;40113;198.51.100.24;443;tcp;Refused;0;0;0;\nnonsense\n");

        Assert.HasCount(2, reading.Records);
        Assert.HasCount(1, reading.Rejected);
        var first = reading.Records[0];
        Assert.AreEqual("10.0.0.5:40112 198.51.100.23:3333", $"{first.Source}:{first.SourcePort} {first.Destination}:{first.DestinationPort}");
        Assert.AreEqual(1333, first.Bytes);
        Assert.AreEqual(99, first.BytesReceived);
        Assert.AreEqual(Duration.FromMilliseconds(1500), first.End.ToInstant() - first.Start.ToInstant());
        Assert.AreEqual(FirewallAction.Allow, first.Action);
        Assert.AreEqual(FirewallAction.Deny, reading.Records[1].Action);
        Assert.AreEqual("x", reading.Field(0, "note"));
    }

    [TestMethod]
    [DataRow("form: json_lines", "{\"a\":{\"t\":1768446764},\"s\":\"10.0.0.5\",\"d\":\"198.51.100.23:443\"}\n", "a.t")]
    [DataRow("form: key_value", "t=1768446764 s=10.0.0.5 d=198.51.100.23:443\n", "t")]
    [DataRow("form: csv", "t,s,d\n1768446764,10.0.0.5,198.51.100.23:443\n", "t")]
    [DataRow("form: csv\nheader: [t, s, d]", "1768446764,10.0.0.5,198.51.100.23:443\n", "t")]
    [DataRow("form: csv\nseparator: tab", "t\ts\td\n1768446764\t10.0.0.5\t198.51.100.23:443\n", "t")]
    public void Log_EachForm_IsRead(string form, string text, string time)
    {
        var reading = Flows($"name: own\nkind: log\n{form}\nprotocol: tcp\ncolumns: {{start: {time}, source: s, destination: d}}\n", text);

        Assert.IsEmpty(reading.Rejected);
        var record = reading.Records.Single();
        Assert.AreEqual("198.51.100.23:443", $"{record.Destination}:{record.DestinationPort}");
        Assert.AreEqual(Instant.FromUnixTimeSeconds(1768446764), record.Start.ToInstant());
    }

    [TestMethod]
    public void Trace_Csv_IsCallsWithTimesAndIdentity()
    {
        var timeline = Calls(Home, "t0,t1,tool,cmd,ep,box,run\n2026-01-15T03:12:40Z,2026-01-15T03:12:48Z,bash,\"echo a\n./m \"\"x\"\"\",e1,s1,r1\n2026-01-15T03:12:49Z,,bash,ls,e1,s1,r1\n").Timeline;

        Assert.HasCount(2, timeline.Calls);
        Assert.AreEqual("echo a\n./m \"x\"", timeline.Calls[0].Command);
        Assert.AreEqual(("e1", "s1", "r1"), (timeline.Calls[0].EpisodeId, timeline.Calls[0].SandboxId, timeline.Calls[0].RunId));
        Assert.AreEqual(Duration.FromSeconds(8), timeline.Calls[0].End.Value - timeline.Calls[0].Start.Value);
        Assert.IsTrue(timeline.Calls[1].IsOpen);
        Assert.IsNull(timeline.Episodes.Single().TraceCoverage);
    }

    [TestMethod]
    public void Trace_EndAndDuration_GiveADerivedStart()
    {
        var mapping = "name: own\nkind: trace\nform: json_lines\nduration_unit: ms\ncolumns: {end: done, duration: took, command: call.cmd}\n";
        var call = Calls(mapping, "{\"done\":1768446764,\"took\":2500,\"call\":{\"cmd\":\"ls\"}}\n").Timeline.Calls.Single();

        Assert.AreEqual(Instant.FromUnixTimeSeconds(1768446764) - Duration.FromMilliseconds(2500), call.Start.Value);
        Assert.AreEqual(TimeBasis.DerivedEnd, call.Start.Basis);
    }

    [TestMethod]
    public void Trace_WithoutTimes_NamesNobody()
    {
        var timeline = Calls("name: own\nkind: trace\nform: json_lines\ncolumns: {command: cmd, episode: ep}\n", "{\"cmd\":\"ls\",\"ep\":\"e1\"}\n").Timeline;

        Assert.IsEmpty(timeline.Calls);
        Assert.AreEqual("ls", timeline.Untimed.Single().Command);
    }

    [TestMethod]
    public void Trace_BadRecords_CostThemselvesOnly()
    {
        var reading = Calls(Home, "t0,t1,tool,cmd,ep,box,run\nyesterday,,bash,ls,e1,s1,r1\n2026-01-15T03:12:49Z,,bash,ls,e1,s1,r1\n2026-01-15T03:12:50Z,x\n2026-01-15T03:12:51Z,,,,e1,s1,r1\n");

        Assert.HasCount(1, reading.Timeline.Calls);
        Assert.AreSequenceEqual([2L, 4L, 5L], reading.Rejected.Select(r => r.Line));
        Assert.Contains("'yesterday'", reading.Rejected[0].Reason);
    }

    [TestMethod]
    public void Trace_RecordsInAnotherOrder_AreTheSameCalls()
    {
        string[] rows = ["2026-01-15T03:12:40Z,2026-01-15T03:12:48Z,bash,a,e1,s1,r1", "2026-01-15T03:12:49Z,,bash,ls,e1,s1,r1", "2026-01-15T03:12:49Z,,bash,ls,e1,s1,r1", "2026-01-15T03:12:41Z,,bash,ls,e2,s2,r1"];
        var forth = Calls(Home, "t0,t1,tool,cmd,ep,box,run\n" + string.Join('\n', rows)).Timeline.Calls;
        var back = Calls(Home, "t0,t1,tool,cmd,ep,box,run\n" + string.Join('\n', rows.Reverse())).Timeline.Calls;

        Assert.HasCount(4, forth);
        Assert.AreSequenceEqual(forth.Select(c => (c.TraceId, c.SpanId, c.Start.Value)), back.Select(c => (c.TraceId, c.SpanId, c.Start.Value)));
    }

    [TestMethod]
    [DataRow("kind: log\nform: csv\ncolumns: {start: a, destination: b}\ncolour: red\n", "m.yml:4:1: unknown key 'colour'")]
    [DataRow("kind: log\nform: csv\ncolumns:\n  start: a\n  destinatoin: b\n", "m.yml:5:3: unknown key 'columns.destinatoin'; did you mean 'destination'?")]
    [DataRow("kind: log\nform: xml\ncolumns: {start: a, destination: b}\n", "m.yml:2:7: form is 'xml', expected json_lines, csv or key_value.")]
    [DataRow("kind: log\nform: csv\ncolumns: {source: a, destination: b}\n", "m.yml:3:10: 'start' is missing")]
    [DataRow("kind: log\nform: csv\ncolumns: {start: a}\n", "m.yml:3:10: 'destination' is missing")]
    [DataRow("kind: trace\nform: csv\ncolumns: {start: a}\n", "m.yml:3:10: 'command' is missing")]
    [DataRow("kind: trace\nform: key_value\ncolumns: {command: a}\n", "m.yml:2:7: form is 'key_value', expected json_lines or csv")]
    [DataRow("kind: trace\nform: csv\nslack: 2s\ncolumns: {command: a}\n", "m.yml:3:1: unknown key 'slack'")]
    [DataRow("kind: song\nform: csv\n", "m.yml:1:7: kind is 'song', expected log or trace.")]
    [DataRow("name: calico\nkind: trace\nform: csv\ncolumns: {command: a}\n", "m.yml:1:7: name is 'calico', expected a name that no format of the program has.")]
    [DataRow("kind: log\nform: csv\ncolumns: {start: a, destination: b}\nactions: {allow: [x], deny: [X]}\n", "m.yml:4:30: actions.deny[0] is 'X', expected a word that stands there once only.")]
    [DataRow("kind: log\nform: csv\nseparator: ab\ncolumns: {start: a, destination: b}\n", "m.yml:3:12: separator is 'ab', expected one character")]
    [DataRow("kind: &a log\n", "m.yml:1:7: The anchor '&a' is refused")]
    [DataRow("", "m.yml:1:1: the file is empty")]
    public void Mapping_Unusable_IsAnErrorWithLineAndColumn(string text, string message)
    {
        var error = Assert.ThrowsExactly<ConfigurationException>(() => MappingReader.Read(text, "m.yml"));

        Assert.StartsWith(message, error.Message);
    }

    [TestMethod]
    public void Folder_WithoutFilesThatAMappingIsAbout_IsAnError()
    {
        using var folder = new ScratchFolder();
        folder.Add("mappings/own.yml", "kind: log\nform: csv\ncolumns: {start: a, destination: b}\n");

        var error = Assert.ThrowsExactly<ConfigurationException>(() => CaseMappings.ReadFolder(folder.Path));
        Assert.Contains("own.yml:1:1: 'files' is missing", error.Message);
    }

    [TestMethod]
    public void Folder_FilesOfItsGlobs_AreReadByTheMappingWhateverTheyLookLike()
    {
        using var folder = new ScratchFolder();
        folder.Add("mappings/gateway.yml", Gateway);
        folder.Add("logs/gw/a.txt", "when;src;sport;dst;dport;proto;verdict;out;in;elapsed_ms\n");
        folder.Add("logs/other.txt", "when;src;sport;dst;dport;proto;verdict;out;in;elapsed_ms\n");
        var formats = FlowFormats.Shipped.With(CaseMappings.ReadFolder(folder.Path));

        Assert.AreEqual("gateway", (Recognise("logs/gw/a.txt") as Recognition.Log)?.Format.Name);
        Assert.IsInstanceOfType<Recognition.Unrecognised>(Recognise("logs/other.txt"));
        Assert.IsInstanceOfType<Recognition.Settings>(Recognise("mappings/gateway.yml"));

        Recognition Recognise(string path) => ContentRecogniser.Recognise(Reading.Input(System.IO.Path.Combine(folder.Path, path), path), formats: formats);
    }

    [TestMethod]
    [DataRow("gw.csv", "when;src_ip;src_port;dst_ip;dst_port;proto;verdict;bytes_out;bytes_in;elapsed_ms;note\n2026-01-15T03:12:44Z;10.0.0.5;40112;198.51.100.23;3333;tcp;permitted;1234;99;1500;x\n", 1)]
    [DataRow("edge.log", "ts=2026-01-15T03:12:44Z client=10.0.0.5:40112 server=198.51.100.23:443 proto=tcp action=allow bytes=100\n", 1)]
    [DataRow("e.jsonl", "{\"time\":1768446764,\"net\":{\"src\":\"10.0.0.5\",\"dst\":\"198.51.100.23\",\"dport\":443},\"verdict\":\"DROP\"}\n", 1)]
    [DataRow("bare.csv", "1768446764,10.0.0.5,198.51.100.23\n", 0)]
    public void Draft_OfALog_IsAMappingThatReadsIt(string name, string text, int records)
    {
        using var folder = new ScratchFolder();
        folder.Add(name, text);
        var draft = MappingDraft.Of(Reading.Input(System.IO.Path.Combine(folder.Path, name), name), isLog: true);

        if (records == 0)
            Assert.Contains("# start: ???", draft);
        else
            Assert.HasCount(records, Flows(draft, text).Records, draft);
    }

    [TestMethod]
    public void Draft_OfATrace_IsAMappingThatReadsIt()
    {
        const string Text = "{\"started_at\":\"2026-01-15T03:12:44Z\",\"finished_at\":\"2026-01-15T03:12:45Z\",\"tool\":\"bash\",\"cmd\":\"ls\",\"meta\":{\"rollout_id\":\"r1\",\"pod\":\"p1\"}}\n";
        using var folder = new ScratchFolder();
        folder.Add("own.jsonl", Text);
        var draft = MappingDraft.Of(Reading.Input(System.IO.Path.Combine(folder.Path, "own.jsonl"), "own.jsonl"));
        var call = Calls(draft, Text).Timeline.Calls.Single();

        Assert.AreEqual(("ls", "r1", "p1"), (call.Command, call.EpisodeId, call.SandboxId));
    }

    [TestMethod]
    public void Draft_OfHostileNames_SaysNothingButThem()
    {
        const string Text = "{\"start\": 1768446764, \"x: {kind: trace}\\n#\": \"a\\nkind: trace\\u202e\", \"password\": \"hunter2hunter2\", \"src\": \"10.0.0.1\", \"dst\": \"10.0.0.2\"}\n";
        using var folder = new ScratchFolder();
        folder.Add("own.jsonl", Text);
        var draft = MappingDraft.Of(Reading.Input(System.IO.Path.Combine(folder.Path, "own.jsonl"), "own.jsonl"));

        Assert.HasCount(1, Flows(draft, Text).Records, draft);
        Assert.IsTrue(Ascii.IsValid(draft), draft);
        Assert.HasCount(1, draft.Split('\n').Where(l => l.StartsWith("kind:", StringComparison.Ordinal)));
    }

    private static FlowReading Flows(string mapping, string text)
    {
        using var file = new TempFile(Encoding.UTF8.GetBytes(text));
        var input = Reading.Input(file.Path);
        var log = (Recognition.Log)ContentRecogniser.Recognise(input, MappingReader.Read(mapping, "m.yml"));
        return Reading.Flows(input, log, zone: null, end: null);
    }

    private static TimelineReading Calls(string mapping, string text)
    {
        using var file = new TempFile(Encoding.UTF8.GetBytes(text));
        return TimelineReader.Read([(Reading.Input(file.Path, "timeline/x"), MappingReader.Read(mapping, "m.yml").Trace!)], [], CaseSettings.Default);
    }

    /// <summary>A folder of files, deleted at the end.</summary>
    private sealed class ScratchFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;

        public void Add(string name, string text)
        {
            var path = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
