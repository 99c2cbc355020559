// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Parsing;

namespace FwCorrelate.Sigma.Tests.Pack;

[TestClass]
public sealed partial class IndicatorTests
{
    private const string Rule = "title: r\nid: r\nlogsource: {product: fwcorrelate, service: flow}\ndetection:\n  sel:\n    destination.domain|expand: '%LIST%'\n  condition: sel\n";

    private static IReadOnlyList<RuleFile> ShippedLists => [.. ShippedRules.Files.Where(IndicatorReader.IsIndicatorFile)];

    [TestMethod]
    public void Lists_OfThePack_SayWhereTheyComeFrom()
    {
        Assert.IsGreaterThan(8, ShippedLists.Count);
        foreach (var file in ShippedLists)
        {
            var (lists, errors) = IndicatorReader.Read(file);
            Assert.IsEmpty(errors, string.Join("\n", errors));
            var list = lists.Single();
            Assert.AreEqual($"indicators/{list.Name}.yml", file.Name);
            Assert.IsGreaterThan(20, list.Description.Length, file.Name);
            Assert.IsNotEmpty(list.Sources, file.Name);
            Assert.MatchesRegex("^(never|[0-9]{4}-[0-9]{2}-[0-9]{2})$", list.Retrieved);
            Assert.IsGreaterThan(0, list.AsOf.Length, file.Name);
            Assert.IsGreaterThan(0, list.License.Length, file.Name);
            Assert.HasCount(list.Values.Count, list.Values.Distinct(StringComparer.OrdinalIgnoreCase), file.Name);
        }
    }

    [TestMethod]
    public void Lists_OfThePack_AreThoseThatItsRulesName()
    {
        var used = ShippedRules.Files.Except(ShippedLists).SelectMany(f => PlaceholderForm().Matches(Encoding.UTF8.GetString(f.Content.Span)).Select(m => m.Groups[1].Value));
        var defined = ShippedLists.Select(f => Path.GetFileNameWithoutExtension(f.Name));
        Assert.AreEqual(string.Join(' ', defined.Order(StringComparer.Ordinal)), string.Join(' ', used.Distinct().Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public void List_OfARulesFolder_ReplacesTheOneBeforeIt() =>
        Assert.AreEqual("r", Matching("b.example", List("LIST", "a.example"), List("LIST", "b.example")));

    [TestMethod]
    public void List_OfARulesFolder_ReplacesWhatItDoesNotRepeat() =>
        Assert.AreEqual("", Matching("a.example", List("LIST", "a.example"), List("LIST", "b.example")));

    [TestMethod]
    public void List_ThatExtends_KeepsWhatWasThere() =>
        Assert.AreEqual("r", Matching("a.example", List("LIST", "a.example"), List("LIST", "b.example", "mode: extend\n")));

    [TestMethod]
    public void List_GivenByTheCaller_WinsOverFiles()
    {
        var options = new SigmaOptions { UseShippedRules = false, Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["LIST"] = ["c.example"] } };
        Assert.AreEqual("r", Matching("c.example", options, List("LIST", "a.example")));
        Assert.AreEqual("", Matching("a.example", options, List("LIST", "a.example")));
    }

    [TestMethod]
    [DataRow("name: x\nvalue: [a]\n", "own/indicators/0.yml:2:1: The key 'value' is unknown in a list of indicators.")]
    [DataRow("name: x\n", "own/indicators/0.yml:1:1: The list of indicators has no values.")]
    [DataRow("values: [a]\n", "own/indicators/0.yml:1:1: The list of indicators has no name")]
    [DataRow("name: x\nmode: add\nvalues: [a]\n", "own/indicators/0.yml:2:7: The mode 'add' is unknown.")]
    [DataRow("- a\n", "own/indicators/0.yml:1:1: A list of indicators must be a map")]
    public void List_ThatIsWrong_IsReportedWithItsPlace(string text, string expected)
    {
        var loaded = SigmaRules.Compile([File(0, text)], new SigmaOptions { UseShippedRules = false });
        Assert.Contains(e => e.ToString().StartsWith(expected, StringComparison.Ordinal), loaded.Errors, string.Join('\n', loaded.Errors));
    }

    private static string List(string name, string value, string more = "") => $"name: {name}\n{more}values:\n  - {value}\n";

    private static string Matching(string domain, params string[] lists) => Matching(domain, new SigmaOptions { UseShippedRules = false }, lists);

    private static string Matching(string domain, SigmaOptions options, params string[] lists)
    {
        RuleFile[] files = [new("r.yml", "r.yml", Encoding.UTF8.GetBytes(Rule)), .. lists.Select((t, i) => File(i, t))];
        var loaded = SigmaRules.Compile(files, options);
        Assert.IsEmpty(loaded.Errors, string.Join("\n", loaded.Errors));
        return loaded.Detector.MatchesFlow($"src_ip=10.77.1.11 dst_ip=203.0.113.9 destination.domain={domain}");
    }

    private static RuleFile File(int index, string text) => new($"own/indicators/{index}.yml", $"indicators/{index}.yml", Encoding.UTF8.GetBytes(text));

    [GeneratedRegex("%([a-z_]+)%")]
    private static partial Regex PlaceholderForm();
}
