// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Tests.CommandLine;

[TestClass]
public sealed class RulesCommandTests
{
    private const string Ssh = "title: SSH out\nid: ssh-out\nlogsource: {product: fwcorrelate, service: flow}\ndetection:\n  sel: {dst_port: [22, 2222]}\n  filter: {protocol: udp}\n"
        + "  condition: sel and not filter\n";

    private const string Command = "title: Key in the command\nid: key\nlogsource: {product: fwcorrelate, service: tool_call}\ndetection:\n  sel: {CommandLine|contains: ssh}\n  condition: sel\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Check_AllErrorsOfAFolder_ComeInOneRun()
    {
        File("a.yml", "title: A\nlogsource: {category: firewall}\ndetection:\n  sel: {dst_port|containz: 22}\n  condition: sel\n");
        File("b.yml", "title: B\nlogsource: {category: firewall}\ndetection:\n  sel: {dst_port: 22}\n  condition: sell\n");
        File("c.yml", Ssh);
        File("c.tests.yml", "matches: [{dst_port: 222222}]");
        File("d.tests.yml", "matches: []");
        var run = CliRun.Of("rules", "check", _folder, "--format", "table");

        Assert.AreEqual(ExitCode.RuleUnusable, run.Code);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.AreEqual("a.yml:4:9 b.yml:5:14 c.tests.yml:1:12 d.tests.yml:1:1", string.Join(' ', lines.Select(l => l.Replace(_folder + "/", "", StringComparison.Ordinal).Split(": ")[0])));
        Assert.EndsWith("3 files: 1 rule can be used, 4 errors\n", run.Error);
    }

    [TestMethod]
    public void Check_RulesThatNeverFire_AreWarnedOfWithTheirNumber()
    {
        foreach (var i in Enumerable.Range(0, 3))
            File($"w{i}.yml", $"title: W{i}\nlogsource: {{product: windows, category: process_creation}}\ndetection:\n  sel: {{Image: x}}\n  condition: sel\n");
        File("never.yml", "title: Never\nlogsource: {product: fwcorrelate, service: tool_call}\ndetection:\n  sel: {Image: x}\n  condition: sel\n");
        var run = CliRun.Of("rules", "check", _folder, "--format", "table");

        Assert.AreEqual(ExitCode.Done, run.Code);
        Assert.Contains($"warning: {_folder}/w0.yml:2:12: 3 rules never run, this one first: they are for category process_creation product windows, and there is no such log source here.", run.Output);
        Assert.Contains($"warning: {_folder}/never.yml:1:1: 'Never' can match nothing: it is blind everywhere: it needs fields that a tool call does not have.", run.Output);
        Assert.EndsWith("4 files: 1 rule can be used, 0 errors, 2 warnings; 3 rules for log sources that are not read here\n", run.Error);
        Assert.AreEqual(ExitCode.RuleUnusable, CliRun.Of("rules", "check", _folder, "--strict").Code);
    }

    [TestMethod]
    public void Check_Strict_NamesWhatARuleLacks()
    {
        File("r.yml", Ssh);
        var run = CliRun.Of("rules", "check", _folder, "--strict");

        Assert.AreEqual(ExitCode.RuleUnusable, run.Code);
        var missing = Json(run).Select(l => l.GetProperty("what").GetString()).ToList();
        Assert.AreSequenceEqual(["'SSH out' has no description.", "'SSH out' has no level.", "'SSH out' has no false positives.", "'SSH out' has no examples."], missing);
    }

    [TestMethod]
    public void Check_ShippedPackStrictly_IsClean()
    {
        var run = CliRun.Of("rules", "check", "--strict");
        Assert.AreEqual(ExitCode.Done, run.Code, run.Output + run.Error);
    }

    [TestMethod]
    public void Test_ExampleThatFails_ShowsWhyAndExitsWithOne()
    {
        File("ssh.yml", Ssh);
        File("ssh.tests.yml", "matches:\n  - {dst_port: 443, protocol: tcp}\nmisses:\n  - {dst_port: 22, protocol: udp}\n");
        File("key.yml", Command);
        var run = CliRun.Of(["rules", "test", _folder, "--format", "table"], terminal: false);

        Assert.AreEqual(ExitCode.Findings, run.Code);
        Assert.Contains("FAIL    SSH out: 1 positive, 1 negative, 1 failed\n", run.Output);
        Assert.Contains("ssh.tests.yml:2:5: should match, but does not\n", Unwrapped(run.Output));
        Assert.Contains("✗ dst_port: 22 or 2222  (dst_port is 443)  ← decides\n", run.Output);
        Assert.Contains("none    Key in the command: no examples beside", run.Output);
        Assert.EndsWith("2 rules: 2 examples, 1 failed; 1 rule without examples\n", run.Error);
    }

    [TestMethod]
    public void Test_ShippedPack_Passes()
    {
        var run = CliRun.Of("rules", "test");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.IsTrue(Json(run).All(l => l.GetProperty("result").GetString() == "ok"));
    }

    [TestMethod]
    public void Test_DamagedExamples_ExitWithTwo()
    {
        File("ssh.yml", Ssh);
        File("ssh.tests.yml", "matches: *x\n");
        var run = CliRun.Of("rules", "test", _folder);

        Assert.AreEqual(ExitCode.RuleUnusable, run.Code);
        Assert.Contains("ssh.tests.yml:1:10: The alias '*x' is refused", run.Error);
    }

    [TestMethod]
    public void Explain_RuleAlone_IsTheRuleInWords()
    {
        var path = File("ssh.yml", Ssh);
        var run = CliRun.Of("rules", "explain", path, "--format", "table");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.EndsWith("""
              reads     dst_port, protocol: from the record
              tried on  destination port: 22, 2222
              blind     where the input holds no logs

            CONDITION
              - all of these
                - sel
                  - dst_port: 22 or 2222
                - not
                  - filter
                    - protocol: udp

            """, run.Output);
    }

    [TestMethod]
    public void Explain_Events_ShowsEachPartWithTheEventsValue()
    {
        var path = File("ssh.yml", Ssh);
        var run = CliRun.Of("rules", "explain", path, File("e.json", "{\"dst_port\": 2222, \"protocol\": \"tcp\"}\n{\"dst_port\": 22, \"protocol\": \"udp\"}\n"), "--format", "table");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.EndsWith($"""
            {_folder}/e.json:1:1: MATCHES
              ✓ all of these
                ✓ sel
                  ✓ dst_port: 22 or 2222  (dst_port is 2222: meets 2222)  ← decides
                ✓ not
                  ✗ filter
                    ✗ protocol: udp  (protocol is tcp)  ← decides

            {_folder}/e.json:2:1: does not match
              ✗ all of these
                ✓ sel
                  ✓ dst_port: 22 or 2222  (dst_port is 22: meets 22)
                ✗ not
                  ✓ filter
                    ✓ protocol: udp  (protocol is udp)  ← decides

            """, run.Output);
    }

    [TestMethod]
    public void Explain_StandardInput_IsReadThroughADash()
    {
        using var input = new MemoryStream("dst_port: 22\n"u8.ToArray());
        var run = CliRun.Of(["rules", "explain", File("ssh.yml", Ssh), "-"], terminal: false, input: input);

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        var verdict = Json(run).Single();
        Assert.IsTrue(verdict.GetProperty("matches").GetBoolean());
        Assert.AreEqual("-:1:1", verdict.GetProperty("event").GetString());
    }

    [TestMethod]
    public void Explain_SecretsAndControlCharacters_StayHidden()
    {
        var events = File("e.yml", "tool.command: \"ssh \\e[31m --password hunter2secret\"\n");
        var page = CliRun.Of("rules", "explain", File("key.yml", Command), events, "--format", "table");
        var json = CliRun.Of("rules", "explain", File("key.yml", Command), events, "--format", "jsonl");

        Assert.Contains("<U+001B>[31m", page.Output);
        Assert.DoesNotContain('\u001b', page.Output);
        foreach (var run in new[] { page, json })
            Assert.DoesNotContain("hunter2secret", run.Output);
    }

    [TestMethod]
    [DataRow("reverse shel", "is no rule in use: expected the id, title or file of one")]
    [DataRow("flow_ssh_to_strangr", "Did you mean 'flow_ssh_to_stranger'?")]
    [DataRow("", "RULE is empty")]
    public void Explain_UnknownRule_SaysWhatThereIs(string name, string error)
    {
        var run = CliRun.Of("rules", "explain", name);

        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.Contains(error, run.Error);
    }

    [TestMethod]
    public void Explain_RuleOfThePackByTitleIdAndFile_IsTheSameRule()
    {
        string[] names = ["tool call opens a reverse or dynamic SSH tunnel", "3e054c59-1d7f-5fa0-bac0-baaf750ad585", "call_ssh_reverse_tunnel"];
        Assert.AreEqual(1, names.Select(n => Json(CliRun.Of("rules", "explain", n)).Single().GetProperty("id").GetString()).Distinct().Count());
    }

    [TestMethod]
    public void Explain_BrokenRuleOrEvent_NamesThePlace()
    {
        var broken = CliRun.Of("rules", "explain", File("r.yml", Ssh.Replace("sel and", "sell and", StringComparison.Ordinal)));
        Assert.AreEqual(ExitCode.RuleUnusable, broken.Code);
        Assert.Contains("r.yml:7:14: The condition names 'sell'", broken.Error);

        var damaged = CliRun.Of("rules", "explain", File("s.yml", Ssh), File("e.yml", "dst_port: x\n"));
        Assert.AreEqual(ExitCode.InputDamaged, damaged.Code);
        Assert.Contains("e.yml:1:1: The value 'x' of 'dst_port' is no number from 0 to 65535. Write one.", damaged.Error);
    }

    [TestMethod]
    public void Explain_Correlation_ShowsWindowGroupAndEvents()
    {
        var rule = File("c.yml", Ssh.Replace("id: ssh-out", "id: ssh-out\nname: ssh", StringComparison.Ordinal)
            + "---\ntitle: Twice\nid: twice\ncorrelation:\n  type: event_count\n  rules: [ssh]\n  group-by: [src_ip]\n  timespan: 1m\n  condition: {gte: 2}\n");
        var events = File("e.yml", "- {at: 0s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5}\n- {at: 30s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5}\n- {at: 0s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.6}\n");
        var page = CliRun.Of("rules", "explain", rule, events, "--format", "table");
        var json = CliRun.Of("rules", "explain", rule, events);

        Assert.AreEqual(ExitCode.Done, page.Code, page.Error);
        Assert.Contains("FIRES on src_ip 10.0.0.5\n  window    2026-01-15 03:00:00.000 to 03:00:30.000, 30 s; held first at\n            03:00:30.000\n", page.Output);
        Assert.Contains("did not fire on 1 other group:\n  ✗ src_ip 10.0.0.6: at most 1 events within 1 min", page.Output);
        Assert.AreSequenceEqual([true, false], Json(json).Select(d => d.GetProperty("fires").GetBoolean()));
        Assert.Contains("  holds     event_count: gte 2\n", CliRun.Of("rules", "explain", rule, "--format", "table").Output);
    }

    [TestMethod]
    public void ExplainAndBacktest_OnACase_TellWhatWasSeenAndWhatWasWatched()
    {
        var logs = Directory.CreateDirectory(Path.Combine(_folder, "case", "logs"));
        System.IO.File.WriteAllText(Path.Combine(logs.FullName, "vpc.log"),
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"
            + "2 123456789012 eni-1 10.0.0.5 198.51.100.23 40112 2222 6 10 1234 1768446764 1768446790 ACCEPT OK\n"
            + "2 123456789012 eni-1 10.0.0.5 198.51.100.23 40113 22 6 10 1234 1768446864 1768446890 ACCEPT OK\n");
        var added = File("new.yml", Ssh);
        var old = File("old.yml", Ssh.Replace("[22, 2222]", "22", StringComparison.Ordinal));
        var none = File("none.yml", Ssh.Replace("[22, 2222]", "23", StringComparison.Ordinal));
        var folder = Path.Combine(_folder, "case");

        var explained = CliRun.Of("rules", "explain", added, "--case", folder, "--format", "table", "--no-default-rules", "--rules", File("key.yml", Command));
        Assert.AreEqual(ExitCode.Done, explained.Code, explained.Error);
        Assert.Contains("✓ dst_port: 22 or 2222  (dst_port is 2222: meets 2222)  ← decides\n", explained.Output);
        Assert.Contains("logs/vpc.log:2", explained.Output);

        var silent = CliRun.Of("rules", "explain", none, "--case", folder, "--format", "table");
        Assert.Contains("not seen in aws-vpc-flow (2026-01-15 03:12:44 to 03:14:50)", silent.Output);

        var page = CliRun.Of("rules", "backtest", folder, "--rules", added, "--against", old, "--format", "table");
        Assert.AreEqual(ExitCode.Done, page.Code, page.Error);
        Assert.Contains("INCIDENTS: 0 gained, 0 lost\n", page.Output);
        Assert.Contains("  gained  1: logs/vpc.log:2 (2026-01-15 03:12:44)\n", page.Output);

        var rule = Json(CliRun.Of("rules", "backtest", folder, "--rules", added, "--against", old)).Single(d => d.GetProperty("kind").GetString() == "rule");
        Assert.AreEqual(2, rule.GetProperty("new").GetProperty("events").GetInt32());
        Assert.AreEqual(1, rule.GetProperty("old").GetProperty("events").GetInt32());
        Assert.AreEqual(1, rule.GetProperty("gained").GetProperty("count").GetInt32());
        Assert.IsFalse(rule.GetProperty("same").GetBoolean());

        var nothing = CliRun.Of("rules", "backtest", folder, "--rules", none, "--against", none, "--format", "table");
        Assert.Contains("NOT SEEN by either: 1 rule\n", nothing.Output);
    }

    [TestMethod]
    [DataRow("rules explain flow_ssh_to_stranger --incident INC-1", "--incident needs --case CASE")]
    [DataRow("rules explain flow_ssh_to_stranger /none --case /tmp", "EVENT and --case are both given")]
    [DataRow("rules backtest /none/such --rules x", "does not exist: expected a folder")]
    [DataRow("rules backtest /tmp", "--rules")]
    public void Usage_OfExplainAndBacktest_SaysWhatWasExpected(string line, string error)
    {
        var run = CliRun.Of(line.Split(' '));

        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.Contains(error, run.Error);
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    private static List<JsonElement> Json(CliRun run) =>
        [.. run.Output.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];

    private static string Unwrapped(string output) => string.Join('\n', output.Split('\n').Select(l => l[(l.LastIndexOf('/') + 1)..]));
}
