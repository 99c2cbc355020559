// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Tests.Pipelines;

/// <summary>A reader and its pipeline take the same words for the same values: held without an engine.</summary>
[TestClass]
public sealed partial class VocabularyTests
{
    private static readonly string[] NoWords = ["", "-", "--", "0", "3", "unheard-of", "ACCEPTED", "OK ", " OK", "ÄCCEPT"];

    public static IEnumerable<object[]> Families => FlowFormats.Shipped.All.Where(f => f.Table.Pipeline is not null).Select(f => new object[] { f.Name });

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void Pipeline_OfEveryWord_HasTheValueOfTheTable(string name)
    {
        var format = FlowFormats.Shipped.Find(name)!.Table;
        var script = ScriptOf(format);
        Assert.AreNotEqual(0, format.Actions.Words.Count + format.Directions.Words.Count + format.Statuses.Words.Count + format.Mappings.Count);
        AssertSame(script, "actionOf", format.Actions);
        AssertSame(script, "directionOf", format.Directions);
        AssertSame(script, "statusOf", format.Statuses);
    }

    [TestMethod]
    [DataRow("aws-vpc-flow", "action")]
    [DataRow("alibaba-vpc-flow", "action")]
    [DataRow("alibaba-cloud-firewall", "rule_result")]
    public void Reader_OfEveryWordForAnAction_HasTheValueOfTheTable(string name, string column)
    {
        var format = FlowFormats.Shipped.Find(name)!;
        foreach (var word in Candidates(format.Table.Actions).Where(w => !w.Contains(' ', StringComparison.Ordinal) && w.Length > 0))
        {
            var isWord = format.Table.Actions.TryFind(Encoding.UTF8.GetBytes(word), out var expected);
            var record = Read(format, column, word);
            Assert.AreEqual(isWord || IsAbsent(name, word) ? expected : null, UnknownIsNull(name, record?.Action), $"{name} {column}={word}");
        }
    }

    [TestMethod]
    [DataRow("aws-vpc-flow", "log-status")]
    [DataRow("alibaba-vpc-flow", "log-status")]
    public void Reader_OfEveryWordForAStatus_HasTheValueOfTheTable(string name, string column)
    {
        var format = FlowFormats.Shipped.Find(name)!;
        foreach (var word in Candidates(format.Table.Statuses).Where(w => !w.Contains(' ', StringComparison.Ordinal) && w.Length > 0))
        {
            var isWord = format.Table.Statuses.TryFind(Encoding.UTF8.GetBytes(word), out var expected);

            // Addresses that are there make a flow of what says that there was none.
            var read = expected == RecordKind.NoData ? RecordKind.Flow : expected;
            Assert.AreEqual(isWord || IsAbsent(name, word) ? read : null, Read(format, column, word)?.Kind, $"{name} {column}={word}");
        }
    }

    private static void AssertSame<T>(string script, string function, WordTable<T> table)
        where T : struct, Enum
    {
        foreach (var word in Candidates(table))
        {
            var expected = table.TryFind(Encoding.UTF8.GetBytes(word), out var value) ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : -1;
            Assert.AreEqual(expected, Evaluate(script, function, word), $"{function}('{word}')");
        }
    }

    private static IEnumerable<string> Candidates<T>(WordTable<T> table)
        where T : struct, Enum =>
        table.Words.SelectMany(w => (string[])[w.Word, w.Word.ToLowerInvariant(), w.Word.ToUpperInvariant(), w.Word + "x", "x" + w.Word, w.Word.Length > 1 ? w.Word[1..] : "y"])
            .Concat(NoWords).Distinct(StringComparer.Ordinal);

    private static string ScriptOf(LogFormat format) =>
        (string)ShippedPipelines.Set.All.Single(p => p.Format == format.Name).Body(EngineProduct.OpenSearch)["processors"]![0]!["script"]!["source"]!;

    // The generated functions are lists of comparisons.
    private static int Evaluate(string script, string function, string text)
    {
        var start = script.IndexOf($"int {function}(String text) {{", StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, start, function);
        var body = script[start..script.IndexOf("return -1;", start, StringComparison.Ordinal)];
        var word = body.Contains("text.toLowerCase()", StringComparison.Ordinal) ? text.ToLowerInvariant() : text;
        foreach (Match line in Comparison().Matches(body))
        {
            if (line.Groups["word"].Value == word)
                return int.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture);
        }

        return -1;
    }

    private static FlowRecord? Read(IFlowFormat format, string column, string word)
    {
        var sample = format.Table.Folder!.Samples()[0].Message;
        var text = Encoding.UTF8.GetBytes(sample.StartsWith('{') ? InObject(sample, column, word) : InCells(sample, column, word));
        var file = new InputFile("sample", format.Name, LogSettings.Plain(format.Name));
        var parser = format.CreateParser(file, Encoding.UTF8.GetBytes(sample), null);
        var batch = new FlowBatch(file, parser);
        using var block = LineBlock.Of(text);
        parser.Parse(block, batch);
        return batch.Count == 1 ? batch[0] : null;
    }

    private static string InObject(string sample, string column, string word)
    {
        var record = JsonNode.Parse(sample)!.AsObject();
        record[column] = word;
        return record.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static string InCells(string sample, string column, string word)
    {
        var cells = sample.Split(' ');
        cells[column == "action" ? 12 : 13] = word;
        return string.Join(' ', cells);
    }

    // Alibaba Cloud's mark of an absent value stands for an empty one.
    private static bool IsAbsent(string format, string word) => format == "alibaba-vpc-flow" && word == "-";

    // Cloud Firewall keeps a record whose verdict is no word and tells of it.
    private static FirewallAction? UnknownIsNull(string format, FirewallAction? action) =>
        format == "alibaba-cloud-firewall" && action == FirewallAction.Unknown ? null : action;

    [GeneratedRegex("^if \\(word == '(?<word>[^']*)'\\) \\{ return (?<value>\\d+); \\}$", RegexOptions.Multiline)]
    private static partial Regex Comparison();
}
