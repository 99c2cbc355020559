// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Tests.CommandLine;

/// <summary>Commands that ask a case: who, connections, timeline check; and those that help to read files of one's own.</summary>
[TestClass]
public sealed class QuestionCommandTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Who_HeldAddress_TellsHolderCallAndWhatIsMissing()
    {
        MakeCase();
        var run = CliRun.Of("who", "10.0.0.5:40112", "2026-01-15T03:12:45Z", _folder, "--format", "table");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.Contains("held by     sandbox s1", run.Output);
        Assert.Contains("exclusive lease (rung B)", run.Output);
        Assert.Contains("curl http://198.51.100.23:3333/m", run.Output);
        Assert.Contains("missing", run.Output);
    }

    [TestMethod]
    public void Who_StampWithoutAZone_IsAskedInTheZonesOfTheCase()
    {
        MakeCase();
        Add("case.yml", "zones: {gateway: Asia/Shanghai}\n");
        var run = CliRun.Of("who", "10.0.0.5", "2026-01-15 11:12:45", _folder);

        var answers = run.Output.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement.GetProperty("fwcorrelate")).ToList();
        Assert.AreSequenceEqual(["UTC", "Asia/Shanghai"], answers.Select(a => a.GetProperty("asked").GetProperty("zone").GetString()));
        Assert.IsFalse(answers[0].TryGetProperty("calls", out _));
        Assert.AreEqual(1, answers[1].GetProperty("calls").GetArrayLength());
    }

    [TestMethod]
    public void Connections_OfAMappedLogAndTrace_AreListedWithTheirSandbox()
    {
        MakeCase();
        var run = CliRun.Of("connections", _folder, "--format", "csv");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        var rows = run.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(3, rows);
        Assert.StartsWith("start,end,source,", rows[0]);
        Assert.Contains("198.51.100.23,3333", rows[1]);
        Assert.Contains(",s1,", rows[1]);
        Assert.Contains("198.51.100.99,8443", rows[2]);
    }

    [TestMethod]
    public void TimelineCheck_OfACase_IsOneDocument()
    {
        MakeCase();
        var run = CliRun.Of("timeline", "check", _folder);

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        var check = JsonDocument.Parse(run.Output).RootElement;
        Assert.AreEqual("gateway", check.GetProperty("logs")[0].GetProperty("source").GetString());
        Assert.AreEqual(1, check.GetProperty("traces").GetProperty("calls").GetInt32());
    }

    [TestMethod]
    public void FormatsTry_MappedFile_ShowsRawBesideNormalisedAndWhatNothingMaps()
    {
        MakeCase();
        var run = CliRun.Of("formats", "try", Path.Combine(_folder, "logs", "gateway.csv"), "--mapping", Path.Combine(_folder, "mappings", "gateway.yml"), "--format", "table");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.Contains("2026-01-15T03:12:44Z,10.0.0.5,40112,198.51.100.23", run.Output);
        Assert.Contains("destination.ip                  198.51.100.23", run.Output);
        Assert.Contains("nothing maps  note", run.Output);
    }

    [TestMethod]
    public void FormatsTry_UnknownFile_SaysHowToDraftAMapping()
    {
        Add("notes.txt", "a;b\n1;2\n");
        var run = CliRun.Of("formats", "try", Path.Combine(_folder, "notes.txt"), "--format", "table");

        Assert.AreEqual(ExitCode.InputDamaged, run.Code);
        Assert.Contains("fwcorrelate formats draft FILE", run.Output.ReplaceLineEndings(" ").Replace("          ", "", StringComparison.Ordinal));
    }

    [TestMethod]
    public void FormatsDraft_OfALog_IsAMapping()
    {
        MakeCase();
        var run = CliRun.Of("formats", "draft", Path.Combine(_folder, "logs", "gateway.csv"));

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.Contains("\nkind: log\n", run.Output);
        Assert.Contains("  source: \"src\"", run.Output);
    }

    private void MakeCase()
    {
        Add("logs/gateway.csv", "when,src,sport,dst,dport,proto,note\n2026-01-15T03:12:44Z,10.0.0.5,40112,198.51.100.23,3333,tcp,x\n2026-01-15T05:00:00Z,10.0.0.5,40113,198.51.100.99,8443,tcp,x\n");
        Add("mappings/gateway.yml", "kind: log\nfiles: logs/**\nform: csv\nsession: true\ncolumns: {start: when, source: src, source_port: sport, destination: dst, destination_port: dport, protocol: proto}\n");
        Add("timeline/home.csv", "t0,t1,cmd,box\n2026-01-15T03:12:43Z,2026-01-15T03:12:50Z,curl http://198.51.100.23:3333/m,s1\n");
        Add("mappings/home.yml", "kind: trace\nfiles: timeline/**\nform: csv\ncolumns: {start: t0, end: t1, command: cmd, sandbox: box}\n");
        Add("leases/l.csv", "address,owner_kind,owner_id,host,from,to\n10.0.0.5,sandbox,s1,h1,2026-01-15T00:00:00Z,\n");
    }

    private void Add(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
