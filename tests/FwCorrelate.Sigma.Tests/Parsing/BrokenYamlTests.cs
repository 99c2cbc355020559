// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;

namespace FwCorrelate.Sigma.Tests.Parsing;

/// <summary>Text that is no YAML costs its document, whatever the scanner makes of it.</summary>
[TestClass]
public sealed class BrokenYamlTests
{
    private static readonly string[] Tokens =
    [
        "a", "key: ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", ": ", "? ", "'", "\"", "\\", "|", ">", ">-\n", "!", "!!", "!<", "!!str ", "&a ", "*a", "%", "%YAML 1.2\n",
        "%TAG ! x\n", "---\n", "...\n", "#", " # c\n", "\t", "@", "`", "<<: ", "~", "null", "1e400", "\u0085", "\u2028", "\uFEFF", "\0", "\ud83d\ude00", "title: x\n", "detection:\n", "|2-\n",
    ];

    [TestMethod]
    [DataRow("title: typo\ntags: [attack.t1572\nlogsource: {product: fwcorrelate, service: flow}\n")]
    [DataRow("logsource: {category: firewall\ndetection:\n")]
    [DataRow("a: {!!]\n")]
    [DataRow("? [\n")]
    [DataRow("{a: b, ? }: [")]
    public void BrokenText_AmongGoodRules_CostsItself(string broken)
    {
        var good = new RuleFile("good.yml", "good.yml", Encoding.UTF8.GetBytes(TestRules.Rule("dst_port: 22")));
        var loaded = SigmaRules.Compile([good, new RuleFile("bad.yml", "bad.yml", Encoding.UTF8.GetBytes(broken))], new SigmaOptions { UseShippedRules = false });
        Assert.HasCount(1, loaded.Detector.Rules);
        Assert.IsTrue(loaded.Errors.All(e => e.File == "bad.yml"));
        Assert.IsNotEmpty(loaded.Errors);
    }

    /// <summary>Whatever was wrong is named with a place in the file.</summary>
    [TestMethod]
    public void AnyTokens_ReadAsRules_AreRulesOrErrorsWithAPlace() => Gen.OneOf([.. Tokens.Select(Gen.Const)]).Array[1, 40].Sample(
        tokens =>
        {
            var text = string.Concat(tokens);
            var loaded = SigmaRules.Compile(
                [new RuleFile("r.yml", "r.yml", Encoding.UTF8.GetBytes(text))], new SigmaOptions { UseShippedRules = false });
            Assert.IsTrue(loaded.Errors.All(e => e.Line >= 1 && e.Column >= 1), text);
        },
        iter: 3_000);
}
