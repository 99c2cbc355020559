// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Scenarios.Hostile;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>
/// What the field found, read where it lies: wrappers that are opened, rules that say when they cannot fire. Traces and counts have tests
/// of their own.
/// </summary>
[TestClass]
public sealed class FieldCaseTests
{
    [TestMethod]
    [DataRow("read-cloudwatch-csv", "console.csv", 2)]
    [DataRow("read-cloudwatch-csv", "console-quoted.csv", 2)]
    [DataRow("read-cloudwatch-tail", "tail.txt", 2)]
    [DataRow("read-cloudwatch-tail", "tail-short.txt", 2)]
    [DataRow("read-insights-csv", "insights.csv", 2)]
    [DataRow("read-json-arrays", "sls-get-log.json", 2)]
    [DataRow("read-json-arrays", "es-hits.json", 1)]
    public void Field_ALogInAWrapper_IsRead(string folder, string file, int records)
    {
        var run = ProgramRun.Of("flows", Path.Combine(SharedCases.Path($"field/{folder}"), file), "--format", "jsonl", "--strict");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.HasCount(records, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    public void Field_WhatTheCollectorFramed_IsNamed()
    {
        var run = ProgramRun.Of("timeline", Path.Combine(SharedCases.Path("field/read-collector-zstd-framed"), "timeline"), "--format", "csv");
        Assert.AreEqual(4, run.Code);
        Assert.Contains("file exporter with compression zstd (length-prefixed messages), which this version cannot read", run.Error);
    }

    [TestMethod]
    public void Field_WordsOfARefusal_MeanOneThing()
    {
        var folder = SharedCases.Path("field/rule-action-denied");
        var result = Investigation.Run(new InvestigationOptions { CasePath = folder, NoDefaultRules = true, Rules = [Path.Combine(folder, "rules")] });
        Assert.IsTrue(result.Incidents.Any(i => i.Rule.Title == "many refused" && i.RecordCount == 20));
        Assert.IsTrue(result.Rules.Single(r => r.Rule.Title == "refused, flags in words").Matches > 0);
        Assert.IsFalse(result.Inputs.Any(i => i.Role == InputRole.Unrecognised), "Rules within the case are no unread files.");
    }

    [TestMethod]
    public void Field_ARuleOnAFieldThatNoRecordHas_IsBlind()
    {
        var folder = SharedCases.Path("field/rule-field-never-there");
        var result = Investigation.Run(new InvestigationOptions { CasePath = folder, NoDefaultRules = true, Rules = [Path.Combine(folder, "rules")] });
        Assert.AreEqual("opened to a listener port", result.Incidents.Single().Rule.Title);
        Assert.AreEqual("no record has 'Image'", result.Rules.Single(r => r.Rule.Title == "an image makes a connection").BlindBecause);
        Assert.IsTrue(result.Rules.Any(r => r.Rule.Title == "much said to a resolver" && r.BlindBecause?.Contains("'message_size'", StringComparison.Ordinal) == true));
        var check = ProgramRun.Of("rules", "check", Path.Combine(folder, "rules"), "--format", "csv");
        Assert.Contains("'Image', which no log that is read here is known to have", check.Output);
        Assert.Contains("'message_size', which no log that is read here is known to have", check.Output);
    }

    [TestMethod]
    public void Field_AStatusWithACapital_RefusesNoRule() => Assert.AreEqual(0, ProgramRun.Of("rules", "check", SharedCases.Path("field/rule-status-capital")).Code);

    [TestMethod]
    public void Field_WordsOfAVerdict_AreKnownOrTold()
    {
        var run = ProgramRun.Of("flows", Path.Combine(SharedCases.Path("field/verdict-cfw-words"), "logs"), "--format", "csv");
        CollectionAssert.AreEqual((string[])["drop", "allow", "", "drop", "alert"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[3]).ToList());
        Assert.AreEqual(1, run.Error.Split("'blackhole'").Length - 1);
    }

    /// <summary>Evidence in a wrapper is found again where it stands.</summary>
    [TestMethod]
    [DataRow("logs/vpc.csv", "timestamp,message\n1,@\n")]
    [DataRow("logs/vpc.csv", "\"@timestamp\",\"@message\",\"@ptr\"\n\"1\",\"@\",\"x\"\n")]
    [DataRow("logs/vpc.csv", "@message,@ptr\n@,x\n")]
    [DataRow("logs/vpc.txt", "2026-01-20T05:20:00+00:00 eni-1-all @\n")]
    [DataRow("logs/vpc.json", "{\"log\":\"@\\n\",\"stream\":\"stdout\"}\n")]
    [DataRow("logs/cfw.json", "[{\"src_ip\":\"10.9.9.9\",\"dst_ip\":\"203.0.113.1\",\"rule_result\":\"pass\",\"log_type\":\"internet_log\"},\n#]\n")]
    [DataRow("logs/cfw.json", "{\"data\":[#]}")]
    public void Evidence_OutOfAWrapper_Verifies(string file, string shape)
    {
        const string alert = """{"__topic__":"cloudfirewall_access_log","log_type":"internet_log","src_ip":"10.9.0.11","src_port":"50000","dst_ip":"203.0.113.7","dst_port":"22","ip_protocol":"tcp","direction":"out","start_time":"1768886400","end_time":"1768886460","rule_result":"pass"}""";
        using var tiny = new TinyCase().Write(file, shape.Replace("@timestamp", "%t", StringComparison.Ordinal).Replace("@message", "%m", StringComparison.Ordinal).Replace("@ptr", "%p", StringComparison.Ordinal)
            .Replace("@", TinyCase.Flow(1200, TinyCase.Stranger, 22, 50000).TrimEnd(), StringComparison.Ordinal).Replace("#", alert, StringComparison.Ordinal)
            .Replace("%t", "@timestamp", StringComparison.Ordinal).Replace("%m", "@message", StringComparison.Ordinal).Replace("%p", "@ptr", StringComparison.Ordinal));
        Assert.IsTrue(tiny.Attributions().Exists(a => a.GetProperty("record").GetProperty("file").GetString() == file));
        var verified = ProgramRun.Of("evidence", "verify", tiny.Out, "--case", tiny.Path);
        Assert.AreEqual(0, verified.Code, verified.Output + verified.Error);
    }

    /// <summary>The kinds of the field with nothing of others: a rule for a field that no log has, in flow logs and in documents.</summary>
    [TestMethod]
    [DataRow("Image: /usr/bin/ssh", true)]
    [DataRow("NoSuchColumn: 1", true)]
    [DataRow("interface_id: eni-9", false)]
    [DataRow("app_name: HTTPS", false)]
    public void Rule_ForAField_IsBlindWhereNoRecordHasIt(string item, bool isBlind)
    {
        using var tiny = new TinyCase().Write("rules/r.yml", $"title: t\nid: 00000000-0000-4000-8000-0000000000e1\nlogsource: {{category: firewall}}\ndetection:\n  s: {{{item}}}\n  condition: s\nlevel: low\n")
            .Write("logs/cfw.jsonl", """{"__topic__":"cloudfirewall_access_log","log_type":"internet_log","src_ip":"10.9.0.11","dst_ip":"203.0.113.9","dst_port":"443","ip_protocol":"tcp","start_time":"1768886400","end_time":"1768886460","rule_result":"pass","app_name":"SSH"}""" + "\n");
        var result = Investigation.Run(new InvestigationOptions { CasePath = tiny.Path, NoDefaultRules = true, Rules = [Path.Combine(tiny.Path, "rules")] });
        Assert.AreEqual(isBlind, result.Rules.Single().BlindBecause is not null, result.Rules.Single().BlindBecause);
        Assert.AreEqual(isBlind, result.Rules.Single().Watched.Count == 0);
    }

    [TestMethod]
    public void Case_OfTwoTimes_SaysThatNothingMeets()
    {
        using var tiny = new TinyCase().Write("timeline/t.jsonl", TinyCase.Call(1, -86_400, -86_390, "curl example.org"));
        var result = Investigation.Run(new InvestigationOptions { CasePath = tiny.Path });
        Assert.IsTrue(result.Warnings.Any(w => w.StartsWith("logs and traces never overlap: logs cover 2026-01-20T05:00:00Z to", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Case_WithFilesOfAnotherKind_SaysSoFirst()
    {
        using var tiny = new TinyCase();
        for (var i = 0; i < 4; i++)
            tiny.Write($"logs/z{i}.json", "CEF:0|Maker|Wall|1.0|1|flow|3|src=10.0.0.4 dst=10.0.0.1\n");
        var lines = tiny.Investigate("--format", "table").Output.Split('\n');
        Assert.Contains(" in 2 of 6 files, ", lines[0]);
        Assert.StartsWith("4 files were NOT READ", lines[1]);
        Assert.IsTrue(lines.Any(l => l.Contains("4 files such as logs/z0.json: it is a firewall log in CEF", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Documents_OfWhichNoneIsAFlow_AreNothingReadable()
    {
        using var tiny = new TinyCase().Write("logs/d.json", """{"@timestamp":"2026-01-20T05:00:00Z","message":"hello"}""" + "\n");
        var flows = ProgramRun.Of("flows", Path.Combine(tiny.Path, "logs", "d.json"), "--log-format", "ecs");
        Assert.AreEqual(4, flows.Code);
        Assert.Contains("no record: 1 line", flows.Error);
        Assert.Contains("1 ignored", ProgramRun.Of("investigate", "--logs", Path.Combine(tiny.Path, "logs", "d.json"), "--log-format", "ecs", "--format", "table").Output);
    }

    [TestMethod]
    [DataRow("--zone", "bogus=UTC")]
    [DataRow("--clock-offset", "bogus=23s")]
    public void Source_ThatNobodyKnows_IsRefused(string option, string value)
    {
        using var tiny = new TinyCase();
        var run = tiny.Investigate(option, value);
        Assert.AreEqual(3, run.Code);
        Assert.Contains($"{option} 'bogus': no source of that name. Known here: aws-vpc-flow", run.Error);
        Assert.AreEqual(0, tiny.Investigate(option, value.Replace("bogus", "aws-vpc-flow", StringComparison.Ordinal)).Code);
    }

    [TestMethod]
    [DataRow("zones: {bogus: UTC}")]
    [DataRow("slack: {bogus: 1s}")]
    [DataRow("clock_offsets: {bogus: 1s}")]
    public void Source_OfTheSettingsThatNobodyKnows_IsRefused(string setting)
    {
        using var tiny = new TinyCase().Write("case.yml", setting + "\n");
        Assert.AreEqual(3, tiny.Investigate().Code);
    }

    [TestMethod]
    [DataRow("investigate")]
    [DataRow("flows")]
    [DataRow("timeline")]
    public void Folder_WithoutAFile_IsASentence(string command)
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-empty-").FullName;
        var run = ProgramRun.Of(command, folder, "--format", "csv");
        Directory.Delete(folder);
        Assert.AreEqual(4, run.Code);
        Assert.Contains("no file in it, so there is nothing to read", run.Error);
    }

    [TestMethod]
    public void Times_OfOnePage_AreInOneZone()
    {
        using var tiny = new TinyCase().Append("logs/vpc.log", TinyCase.Flow(1200, TinyCase.Stranger, 22, 50000));
        File.Delete(Path.Combine(tiny.Path, "leases", "leases.csv"));
        Assert.Contains("a lease row for 10.9.0.11 that covers 2026-01-20T05:", tiny.Investigate("--format", "table").Output.ReplaceLineEndings(" ").Replace("                  ", "", StringComparison.Ordinal));
        var page = tiny.Investigate("--format", "table", "--tz", "Asia/Shanghai").Output;
        Assert.DoesNotMatchRegex("[0-9]{2}:[0-9]{2}Z", page);
        Assert.Contains("2026-01-20 13:", page);
    }

    [TestMethod]
    public void Commands_ThatThePagesShow_Exist()
    {
        using var tiny = new TinyCase().Append("logs/vpc.log", TinyCase.Flow(1200, TinyCase.Stranger, 22, 50000));
        var page = tiny.Investigate("--format", "table", "--out", tiny.Out).Output + File.ReadAllText(Path.Combine(tiny.Out, "report.html"));
        Assert.Contains("open " + Path.Combine(tiny.Out, "report.html"), page);
        Assert.DoesNotContain("evidence reproduce", page);
        var next = page.Split('\n').Single(l => l.StartsWith("  fwcorrelate evidence verify", StringComparison.Ordinal)).Trim().Split(' ');
        Assert.AreEqual(0, ProgramRun.Of(next[1..]).Code);
    }
}
