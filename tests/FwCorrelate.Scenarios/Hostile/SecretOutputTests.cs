// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Scenarios.Hostile;

/// <summary>No output keeps a secret of a command, whichever way the command reaches it.</summary>
[TestClass]
public sealed class SecretOutputTests
{
    private static readonly string[] Secrets =
    [
        "hunter2", "ter2pass", "abcdEFGH", "abcdefABCDEF", "w0rdXYZ", "abcdef0123456789abcdef", "0123456789abcdef0123456789", "AAHdqTcv", "XXXXXXXX", "deadbeef", "UFJJVkFURSBLRVkt", "CAESIJ",
        "AgEIcHlwaS5vcmc", "abcdefghijklmnop", "test junk", "AKIAIOSFODNN7EXAMPLE",
    ];

    [TestMethod]
    [DataRow("timeline", "table")]
    [DataRow("timeline", "csv")]
    [DataRow("timeline", "jsonl")]
    [DataRow("investigate", "table")]
    [DataRow("investigate", "csv")]
    [DataRow("investigate", "jsonl")]
    [DataRow("investigate", "timesketch")]
    [DataRow("investigate", "html")]
    public void Commands_OfTheSharedCase_AreMaskedInEveryFormat(string command, string format)
    {
        using var hostile = HostileCase.Of("secrets-not-masked");
        var output = Path.Combine(hostile.Folder, "out");
        string[] more = command == "investigate" ? ["--out", output] : [];
        var run = ProgramRun.Of([command, hostile.Path, "--format", format, .. more]);
        AssertNone(run.Output, run.Error);
        if (command == "investigate")
            AssertNone([.. Directory.EnumerateFiles(output).Select(File.ReadAllText)]);
    }

    [TestMethod]
    public void Secret_InACommandThatIsExplained_IsMasked()
    {
        using var tiny = new TinyCase();
        tiny.Write("../rule.yml", "title: t\nlogsource: {product: fwcorrelate, service: tool_call}\ndetection:\n  s: {CommandLine|contains: 'hunter2pass'}\n  condition: s\nlevel: low\n");
        tiny.Write("../event.yml", "{CommandLine: 'redis-cli -a hunter2pass', User: 'PASSWORD=hunter2pass'}\n");
        var run = ProgramRun.Of("rules", "explain", Path.Combine(tiny.Folder, "rule.yml"), Path.Combine(tiny.Folder, "event.yml"));
        Assert.DoesNotContain("-a hunter2pass", run.Output);
        Assert.DoesNotContain("PASSWORD=hunter2pass", run.Output);
    }

    [TestMethod]
    public void Secret_InALineThatIsRejected_IsMasked()
    {
        using var tiny = new TinyCase().Append("timeline/t.jsonl", "{\"resourceSpans\": \"PASSWORD=hunter2pass curl -u a:hunter2pass https://u:hunter2pass@x/\n" + TinyCase.Call(1, 0, 1, "true"))
            .Append("logs/vpc.log", "2 PASSWORD=hunter2pass\n");
        foreach (var format in (string[])["table", "jsonl", "html"])
        {
            var run = tiny.Investigate("--format", format, "--out", tiny.Out, "--force");
            AssertNone(run.Output, run.Error);
            Assert.Contains("\"reason\"", File.ReadAllText(Path.Combine(tiny.Out, "rejected.jsonl")));
            AssertNone([.. Directory.EnumerateFiles(tiny.Out).Select(File.ReadAllText)]);
        }

        AssertNone(ProgramRun.Of("flows", Path.Combine(tiny.Path, "logs")).Error, ProgramRun.Of("timeline", tiny.Path).Error);
    }

    private static void AssertNone(params string[] texts)
    {
        foreach (var text in texts)
        {
            foreach (var secret in Secrets)
                Assert.DoesNotContain(secret, text);
        }
    }
}
