// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Commands;

namespace FwCorrelate.Core.Tests.Commands;

[TestClass]
public sealed class ShellScriptTests
{
    [TestMethod]
    [DataRow("ls -la; echo 'a b' > notes.txt", "ls -la | echo a b >notes.txt")]
    [DataRow("a && b || c", "a | b | c")]
    [DataRow("nohup ./m x:1 >/dev/null 2>&1 & sleep 1", "nohup ./m x:1 >/dev/null & | sleep 1")]
    [DataRow("a | b", "a | b")]
    [DataRow("echo \"it's $HOME\"", "echo it's $HOME")]
    [DataRow("x=1 y", "x=1 y")]
    [DataRow("a # comment\nb", "a | b")]
    [DataRow("cmd &> all.log", "cmd >all.log")]
    [DataRow("(sleep 40; kill $!) & echo up", "sleep 40 | kill $! | echo up")]
    [DataRow("", "")]
    [DataRow("'unclosed", "unclosed")]
    [DataRow("a\\ b c", "a b c")]
    public void Parse_Script_CutsIntoSimpleCommands(string script, string expected) => Assert.AreEqual(expected, Render(ShellScript.Parse(script)));

    [TestMethod]
    public void Parse_HereDocument_BelongsToItsCommand()
    {
        var commands = ShellScript.Parse("cat > deploy.sh <<'X'\n#!/bin/bash\nssh -fN host\nX\nchmod +x deploy.sh");
        Assert.HasCount(2, commands);
        Assert.AreEqual("#!/bin/bash\nssh -fN host\n", commands[0].HereDocuments.Single());
        Assert.AreEqual("deploy.sh", commands[0].OutputFiles.Single());
        Assert.AreEqual("chmod", commands[1].Program);
    }

    [TestMethod]
    public void Parse_InlineShell_IsReadToo()
    {
        var commands = ShellScript.Parse("timeout 0.2 bash -c \"</dev/tcp/10.0.0.1/22\"");
        Assert.AreEqual("bash", commands[0].Program);
        Assert.IsTrue(commands.Any(c => c.Words.Contains("/dev/tcp/10.0.0.1/22")));
    }

    [TestMethod]
    public void Parse_Substitution_IsReadToo() =>
        Assert.IsTrue(ShellScript.Parse("echo $(curl 203.0.113.7)").Any(c => c.Program == "curl"));

    [TestMethod]
    [DataRow("sudo -E nohup timeout -k 1 5 /usr/bin/ssh host", "ssh")]
    [DataRow("A=1 B=2 python3 x.py", "python3")]
    [DataRow("do curl x", "curl")]
    public void Program_Wrapped_IsFound(string script, string expected) => Assert.AreEqual(expected, ShellScript.Parse(script)[0].Program);

    [TestMethod]
    public void Parse_AnyText_NeverThrowsNorHangs() => Gen.String[Gen.Char["ab $(){}<>&|;'\"`\\\n#=/-"], 0, 200].Sample(text => ShellScript.Parse(text) is not null);

    [TestMethod]
    [Timeout(TestLimits.Hangs)]
    public void Parse_DeepNesting_StaysBounded() =>
        Assert.IsNotEmpty(ShellScript.Parse(string.Concat(Enumerable.Repeat("$(", 20_000))));

    private static string Render(IReadOnlyList<ShellCommand> commands) => string.Join(" | ", commands.Select(c =>
        string.Join(' ', c.Words.Concat(c.OutputFiles.Select(f => ">" + f)).Concat(c.IsBackground ? ["&"] : Array.Empty<string>()))));
}
