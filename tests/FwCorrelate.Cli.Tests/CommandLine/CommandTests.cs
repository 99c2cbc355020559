// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Simulation;

namespace FwCorrelate.Cli.Tests.CommandLine;

[TestClass]
public sealed class CommandTests
{
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
    private const string Flow = "2 123456789012 eni-1 10.0.0.5 198.51.100.23 40112 3333 6 10 1234 1768446764 1768446790 ACCEPT OK\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Program_WithoutACommand_SaysWhatThereIs()
    {
        var run = CliRun.Of();

        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.AreEqual(
            "fwcorrelate: a command is missing. Expected investigate, serve, flows, timeline, connections, who, rules, formats, simulate, alert, incidents, show, extract, census, compare, why, evidence, export, infrastructure, mcp, elastic, config, completion.\nTry: fwcorrelate --help\n", run.Error);
    }

    [TestMethod]
    [DataRow("rules chek", "fwcorrelate: 'chek' is not a command here. Expected list, check, test, explain, backtest. Did you mean 'check'?\nTry: fwcorrelate rules --help\n")]
    [DataRow("rules", "fwcorrelate: a command is missing. Expected list, check, test, explain, backtest.\nTry: fwcorrelate rules --help\n")]
    [DataRow("flows", "fwcorrelate: PATH is missing: Logs: files, folders, globs, or - for standard input\nTry: fwcorrelate flows --help\n")]
    [DataRow("flows /none/such", "fwcorrelate: path '/none/such' does not exist: expected a file or a folder. Looked at /none/such\nTry: fwcorrelate flows --help\n")]
    [DataRow("simulate x --scenario rme", "fwcorrelate: --scenario 'rme' is not known: expected a name that 'fwcorrelate simulate --list' shows, or a file whose name ends in .yml. Did you mean 'rome'?\nTry: fwcorrelate simulate --help\n")]
    [DataRow("simulate x --seed -1", "fwcorrelate: unknown option '-1'.\nTry: fwcorrelate simulate --help\n")]
    [DataRow("timeline", "fwcorrelate: PATH is missing: Traces and leases, or a case folder: files, folders, globs, or - for standard input\nTry: fwcorrelate timeline --help\n")]
    [DataRow("who 10.0.0.5:x 2026-01-15 .", "fwcorrelate: ADDRESS '10.0.0.5:x' is not an address: expected one such as 10.8.3.21, 10.8.3.21:40112 or [fd00::12]:40112\nTry: fwcorrelate who --help\n")]
    [DataRow("who 10.0.0.5 soon .", "fwcorrelate: TIME 'soon' is not a time: expected RFC 3339 such as 2026-01-15T04:00:00Z, or 2026-01-15 04:00 in --tz\nTry: fwcorrelate who --help\n")]
    [DataRow("timeline check /none/such", "fwcorrelate: case '/none/such' does not exist: expected a folder. Looked at /none/such\nTry: fwcorrelate timeline check --help\n")]
    [DataRow("evidence verify /none/such", "fwcorrelate: OUT '/none/such' does not exist: expected a folder. Looked at /none/such\nTry: fwcorrelate evidence verify --help\n")]
    public void Usage_Wrong_SaysWhatWasExpected(string line, string error)
    {
        var run = CliRun.Of(line.Split(' '));

        Assert.AreEqual(error, run.Error);
        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.AreEqual("", run.Output);
    }

    [TestMethod]
    [DataRow("investigate --help")]
    [DataRow("flows -h")]
    [DataRow("timeline --help")]
    [DataRow("timeline check --help")]
    [DataRow("connections --help")]
    [DataRow("who --help")]
    [DataRow("rules list --help")]
    [DataRow("rules check --help")]
    [DataRow("rules test --help")]
    [DataRow("rules explain --help")]
    [DataRow("rules backtest --help")]
    [DataRow("formats --help")]
    [DataRow("formats try --help")]
    [DataRow("formats draft --help")]
    [DataRow("simulate --help")]
    [DataRow("evidence verify --help")]
    public void Help_OfEveryCommand_HasExamplesAndFits(string line)
    {
        var run = CliRun.Of(line.Split(' '));

        Assert.AreEqual(ExitCode.Done, run.Code);
        Assert.Contains("Examples:\n  fwcorrelate " + line.Split(" -")[0], run.Output);
        foreach (var help in run.Output.Split('\n').TakeWhile(l => l != "Examples:"))
            Assert.IsLessThanOrEqualTo(80, help.Length, help);
    }

    [TestMethod]
    public void Version_Asked_IsThatOfTheProgram() => Assert.MatchesRegex(@"^fwcorrelate \d+\.\d+\.\d+", CliRun.Of("--version").Output);

    [TestMethod]
    public void Flows_Records_AreEcsLinesAndRejectsGoToStandardError()
    {
        var path = File("flows.log", Header + Flow + "2 123456789012 eni-1 nonsense\n" + Flow);
        var run = CliRun.Of("flows", path);

        Assert.AreEqual(ExitCode.Done, run.Code);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.HasCount(2, lines);
        Assert.AreEqual("198.51.100.23", JsonDocument.Parse(lines[0]).RootElement.GetProperty("destination").GetProperty("ip").GetString());
        Assert.StartsWith($"{path}:3: ", run.Error);
        Assert.EndsWith("1 problem in all\n", run.Error);
        Assert.AreEqual(ExitCode.InputDamaged, CliRun.Of("flows", path, "--strict").Code);
    }

    [TestMethod]
    public void Flows_ManyRejects_AreCappedWithATotal()
    {
        var path = File("flows.log", Header + Flow + string.Concat(Enumerable.Repeat("2 x\n", 500)));
        var run = CliRun.Of("flows", path);

        Assert.HasCount(22, run.Error.Split('\n'));
        Assert.EndsWith("500 problems in all, 480 of them not shown\n", run.Error);
    }

    [TestMethod]
    public void Flows_StandardInput_IsReadThroughADash()
    {
        using var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Header + Flow));
        var run = CliRun.Of(["flows", "-", "--format", "csv"], terminal: false, input: input);

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.EndsWith("2026-01-15T03:12:44.000000Z,2026-01-15T03:13:10.000000Z,flow,allow,tcp,10.0.0.5,40112,198.51.100.23,3333,10,1234,'-,2\r\n", run.Output);
    }

    [TestMethod]
    public void Flows_OnATerminal_IsATableInTheZone()
    {
        var run = CliRun.Of(["flows", File("flows.log", Header + Flow), "--tz", "Asia/Shanghai"], terminal: true);

        Assert.AreEqual(
            "START (Asia/Shanghai) ACTION BYTES      FROM → TO\n2026-01-15 11:12:44 allow    1234       10.0.0.5:40112 → 198.51.100.23:3333 tcp\n", run.Output);
    }

    [TestMethod]
    public void Flows_NothingReadable_IsDamage()
    {
        var run = CliRun.Of("flows", File("notes.txt", "shopping list\n"));

        Assert.AreEqual(ExitCode.InputDamaged, run.Code);
        Assert.Contains("notes.txt: ", run.Error);
    }

    [TestMethod]
    public void Flows_Interrupted_ExitsWith130() =>
        Assert.AreEqual(ExitCode.Interrupted, CliRun.Of(["flows", File("flows.log", Header + Flow)], false, interrupted: new CancellationToken(true)).Code);

    [TestMethod]
    public void Flows_ColumnsAsTheFormat_ReadAFileWithoutAHeader()
    {
        var columns = Header.TrimEnd();
        var run = CliRun.Of("flows", File("flows.log", Flow), "--log-format", columns);

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.Contains("\"198.51.100.23\"", run.Output);
    }

    [TestMethod]
    public void Simulate_SameSeed_WritesTheSameCaseOnce()
    {
        var (a, b) = (Path.Combine(_folder, "a"), Path.Combine(_folder, "b"));
        var first = CliRun.Of("simulate", a, "--scenario", "aws", "--seed", "3");
        CliRun.Of("simulate", b, "--scenario", "aws", "--seed", "3");

        Assert.AreEqual(ExitCode.Done, first.Code, first.Error);
        Assert.AreEqual($"Wrote {a} (scenario aws, seed 3) and its truth {a}.truth.jsonl. Next: fwcorrelate investigate {a}\n", first.Error);
        Assert.AreEqual(System.IO.File.ReadAllText(a + ".truth.jsonl"), System.IO.File.ReadAllText(b + ".truth.jsonl"));
        Assert.AreEqual(ExitCode.WrongUsage, CliRun.Of("simulate", a).Code);
    }

    [TestMethod]
    public void Simulate_WithoutAFolder_ListsTheScenarios()
    {
        var run = CliRun.Of("simulate");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.AreEqual(run.Output, CliRun.Of("simulate", "--list").Output);
        foreach (var name in ScenarioCatalogue.Names)
            Assert.MatchesRegex($"(?m)^{name} +[a-zA-Z]", run.Output);
    }

    [TestMethod]
    public void Simulate_ScenarioFile_IsUsedOrSaysWhereItIsWrong()
    {
        var right = File("mine.yml", "summary: mine\nlength: 5m\nfleet: {sandboxes: 2}\n");
        var wrong = File("wrong.yml", "length: 5m\nfleet: {sandboxs: 2}\n");
        var folder = Path.Combine(_folder, "case");

        Assert.AreEqual(ExitCode.Done, CliRun.Of("simulate", folder, "--scenario", right).Code);
        Assert.IsTrue(System.IO.File.Exists(folder + ".truth.jsonl"));
        var run = CliRun.Of("simulate", folder + "2", "--scenario", wrong);
        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.StartsWith($"fwcorrelate: {wrong}:2:9: unknown key 'fleet.sandboxs'; did you mean 'sandboxes'?", run.Error);
        Assert.IsFalse(Path.Exists(folder + "2"));
    }

    [TestMethod]
    public void Timeline_OfASimulatedCase_HoldsCallsAndLeases()
    {
        var folder = Path.Combine(_folder, "case");
        CliRun.Of("simulate", folder, "--scenario", "aws", "--seed", "3");
        var piped = CliRun.Of("timeline", folder);
        var shown = CliRun.Of(["timeline", folder], terminal: true);
        var csv = CliRun.Of("timeline", folder, "--format", "csv");

        Assert.AreEqual(ExitCode.Done, piped.Code, piped.Error);
        Assert.Contains("\"execute_tool\"", piped.Output);
        Assert.MatchesRegex(@"^\d+ calls in \d+ episodes, \d+ leases\. Times in UTC\.\n", shown.Output);
        var rows = csv.Output.TrimEnd().Split("\r\n");
        Assert.HasCount(piped.Output.TrimEnd('\n').Split('\n').Length + 1, rows);
        Assert.IsTrue(rows.Any(r => r.StartsWith("lease,", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Formats_Listed_NameWhatLogFormatTakes()
    {
        var names = CliRun.Of("formats").Output.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement.GetProperty("name").GetString()).ToList();

        Assert.Contains("aws-vpc-flow", names);
        Assert.Contains("aws-vpc-flow", CliRun.Of(["formats"], terminal: true).Output);
    }

    [TestMethod]
    public void RulesCheck_BadRule_NamesItsPlaceAndExitsWithTwo()
    {
        var path = File("bad.yml", "title: Bad\nlogsource:\n  category: firewall\ndetection:\n  sel:\n    dst_port|containz: 22\n  condition: sel\n");
        var run = CliRun.Of("rules", "check", path, "--format", "table");

        Assert.AreEqual(ExitCode.RuleUnusable, run.Code);
        Assert.StartsWith($"{path}:6:", run.Output);
        Assert.EndsWith("1 file: 0 rules can be used, 1 error\n", run.Error);
    }

    [TestMethod]
    public void RulesCheckAndList_GoodRule_AreClean()
    {
        var path = File("good.yml", "title: Telnet out\nid: 11111111-2222-4333-8444-555555555555\nlevel: high\nlogsource:\n  category: firewall\n"
            + "detection:\n  sel:\n    dst_port: 23\n  condition: sel\n");
        var check = CliRun.Of("rules", "check", path);
        var list = CliRun.Of("rules", "list", "--rules", path, "--no-default-rules", "--format", "csv");

        Assert.AreEqual(ExitCode.Done, check.Code, check.Error + check.Output);
        Assert.AreEqual(ExitCode.Done, list.Code, list.Error);
        Assert.Contains("11111111-2222-4333-8444-555555555555,high,", list.Output);
    }

    [TestMethod]
    public void RulesList_RuleWithASlowRegex_IsUsedOnlyWithALimit()
    {
        var path = File("slow.yml", "title: Twice\nid: 11111111-2222-4333-8444-666666666666\nlogsource:\n  category: firewall\n"
            + "detection:\n  sel:\n    src_ip|re: '(1).*\\1'\n  condition: sel\n");
        var refused = CliRun.Of("rules", "list", "--rules", path, "--no-default-rules", "--format", "csv");
        var limited = CliRun.Of("rules", "list", "--rules", path, "--no-default-rules", "--format", "csv", "--slow-regex", "100ms");

        Assert.AreEqual(ExitCode.RuleUnusable, refused.Code, refused.Error);
        Assert.Contains("1 rule cannot be used", refused.Error);
        Assert.AreEqual(ExitCode.Done, limited.Code, limited.Error);
        Assert.Contains("11111111-2222-4333-8444-666666666666,", limited.Output);
    }

    [TestMethod]
    public void EvidenceVerify_FolderWithoutAManifest_IsFour()
    {
        var run = CliRun.Of("evidence", "verify", _folder);

        Assert.AreEqual(ExitCode.InputDamaged, run.Code);
        Assert.Contains("manifest_unusable", run.Output);
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
