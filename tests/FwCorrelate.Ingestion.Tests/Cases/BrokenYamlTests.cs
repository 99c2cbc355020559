// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Yaml;

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
        Assert.Contains("This is not valid YAML", Assert.ThrowsExactly<ConfigurationException>(() => SettingsText.Read(text, "case.yml")).Message);

    [TestMethod]
    public void Read_DirectiveBeforeTheDocument_BelongsToIt() =>
        Assert.AreEqual(2, SettingsText.Read("# settings\n%YAML 1.2\n---\nzones: {a: b}\nslack: {}\n", "case.yml") is YamlMapping map ? map.Entries.Count : 0);

    [TestMethod]
    public void Read_AnyTokens_IsReadOrAnErrorWithItsPlace() =>
        Gen.OneOf([.. Tokens.Select(Gen.Const)]).Array[1, 40].Sample(
            tokens =>
            {
                try
                {
                    SettingsText.Read(string.Concat(tokens), "case.yml");
                }
                catch (ConfigurationException e)
                {
                    Assert.MatchesRegex("^case\\.yml:[1-9][0-9]*:[1-9][0-9]*: ", e.Message);
                }
            },
            iter: 20_000);
}
