// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using CsCheck;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Service.Tests.Results;

/// <summary>What is read of a result by parts, on all cores and without what nobody asks for, is what stands in it.</summary>
[TestClass]
public sealed class LargeResultTests
{
    private const int Many = 4000;

    [TestMethod]
    public void Incidents_OfALargeFile_ComeInItsOrder()
    {
        using var scratch = new ScratchFolder();
        var folder = ResultFolder.Open(Write(scratch));
        var ids = folder.Incidents().Select(i => i.Text(EcsFields.EventId)).ToList();
        Assert.HasCount(Many, ids);
        CollectionAssert.AreEqual(ids.Order(StringComparer.Ordinal).ToList(), ids);
        CollectionAssert.AreEqual(ids, folder.Incidents(new IncidentQuery(isBrief: true), i => i.Text(EcsFields.EventId)).ToList());
        CollectionAssert.AreEqual(File.ReadAllLines(Path.Combine(folder.Path, OutputFiles.Incidents)), folder.Incidents().Select(i => i.Line).ToList());
        Assert.AreEqual(ids[1234], folder.Incidents(new IncidentQuery(holding: ids[1234])).Single().Text(EcsFields.EventId));
    }

    [TestMethod]
    public void Incidents_OfALargeFileThatWasChanged_AreRefused()
    {
        using var scratch = new ScratchFolder();
        var path = Path.Combine(Write(scratch), OutputFiles.Incidents);
        var text = File.ReadAllText(path);
        var at = text.LastIndexOf("2026", StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + "2027" + text[(at + 4)..]);
        var folder = ResultFolder.Open(scratch["out"]);
        Assert.Contains("is not the file that was written", Assert.ThrowsExactly<InvalidDataException>(() => folder.Incidents().Count()).Message);
    }

    [TestMethod]
    [DataRow("""{"a":1,"fwcorrelate":{"x":"y","why":{"rivals":[{"t":"}\"{\\"},{}]},"z":2},"b":3}""", """{"a":1,"fwcorrelate":{"x":"y","z":2},"b":3}""")]
    [DataRow("""{"a":"\",\"why\":{","fwcorrelate":{"x":1,"why":{}}}""", """{"a":"\",\"why\":{","fwcorrelate":{"x":1}}""")]
    [DataRow("""{"a":1}""", """{"a":1}""")]
    public void Parse_Brief_LeavesOnlyTheReviewOut(string line, string expected)
    {
        var brief = StoredDocument.Parse(Encoding.UTF8.GetBytes(line), isBrief: true);
        Assert.AreEqual(line, brief.Line);
        var whole = StoredDocument.Parse(expected);
        CollectionAssert.AreEqual(whole.Fields().ToList(), brief.Fields().ToList());
        foreach (var field in whole.Fields())
            CollectionAssert.AreEqual(whole.Values(field).ToList(), brief.Values(field).ToList());
    }

    [TestMethod]
    public void Use_Document_SaysWhatParseSays() => Gen.String[0, 30].Sample(text =>
    {
        var line = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { ["text"] = text, ["why"] = new Dictionary<string, string> { ["x"] = text }, ["end"] = text });
        var whole = StoredDocument.Parse(line);
        foreach (var isBrief in new[] { false, true })
        {
            StoredDocument.Use(Encoding.UTF8.GetBytes(line), isBrief, used =>
            {
                Assert.AreEqual(whole.Text("text"), used.Text("text"));
                Assert.AreEqual(whole.Text("end"), used.Text("end"));
                Assert.AreEqual(!isBrief, used.Has("why.x"));
            });
        }
    }, iter: 500);

    [TestMethod]
    public void Lines_OfAFile_AreThoseOfItsText()
    {
        using var scratch = new ScratchFolder();
        var text = string.Concat(Enumerable.Range(0, 9).Select(i => new string((char)('a' + i), 1 << (3 * (i % 8))) + (i % 2 == 0 ? "\n" : "\r\n"))) + "\nlast";
        File.WriteAllText(scratch["lines"], text);
        var blocks = LineBlocks.Of(scratch["lines"]).ToList();
        CollectionAssert.AreEqual(File.ReadAllLines(scratch["lines"]), blocks.SelectMany(b => b.Lines).Select(l => Encoding.UTF8.GetString(l.Span)).ToList());
        Assert.AreEqual(1, blocks[0].First);
    }

    private static string Write(ScratchFolder scratch)
    {
        var sample = SampleResult.Build();
        var made = Enumerable.Range(0, Many).Select(i => sample.Incidents[i % sample.Incidents.Count] with
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"INC-{i:x12}"),
            Command = new string('x', 3000),
        }).ToList();
        OutputFolder.Write(sample with { Incidents = made, Settings = sample.Settings with { Redaction = Cases.ArgumentRedaction.None } }, scratch["out"], force: false);
        Assert.IsGreaterThan(8L << 20, new FileInfo(Path.Combine(scratch["out"], OutputFiles.Incidents)).Length, "large enough to be read on all cores");
        return scratch["out"];
    }
}
