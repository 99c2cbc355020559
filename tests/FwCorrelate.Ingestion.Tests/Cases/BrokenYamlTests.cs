// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;

namespace FwCorrelate.Ingestion.Tests.Cases;

/// <summary>Settings that are no YAML are an error with a line, whatever the scanner makes of them.</summary>
[TestClass]
public sealed class BrokenYamlTests
{
    private static readonly string[] Tokens =
    [
        "a", "zones: ", "- ", "\n", "\n  ", "[", "]", "{", "}", ", ", ": ", "? ", "'", "\"", "|", ">", "!", "!!", "&a ", "*a", "%", "%TAG ! x\n", "---\n", "...\n", "#", "\t", "<<: ", "\0", "\u2028",
    ];

    [TestMethod]
    [DataRow("sources: {a: [\n")]
    [DataRow("a: {!!]\n")]
    [DataRow("zones: {a: b\nslack:\n")]
    public void Read_BrokenText_IsAnErrorWithALine(string text) =>
        Assert.Contains("this is not YAML", Assert.ThrowsExactly<ConfigurationException>(() => YamlText.Read(text, "case.yml")).Message);

    [TestMethod]
    public void Read_AnyTokens_IsReadOrAnError() =>
        Gen.OneOf([.. Tokens.Select(Gen.Const)]).Array[1, 40].Sample(
            tokens =>
            {
                try
                {
                    YamlText.Read(string.Concat(tokens), "case.yml");
                }
                catch (ConfigurationException e)
                {
                    Assert.StartsWith("case.yml:", e.Message);
                }
            },
            iter: 20_000);
}
