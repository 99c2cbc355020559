// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>What each family holds beside its table: records by which it is known, and read.</summary>
[TestClass]
public sealed class SampleTests
{
    private const int Repeats = 2000;

    public static IEnumerable<object[]> Families =>
        FlowFormats.Shipped.All.Where(f => f is MappedFormat || f is { Table: { PipelineLack: not null, Folder: not null } })
        .Select(f => new object[] { f.Name });

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void Sample_OfEachFamily_IsKnownByItsContentAndRead(string name)
    {
        foreach (var sample in FlowFormats.Shipped.Find(name)!.Table.Folder!.Samples())
        {
            var reading = Reading.Flows(Text(sample), end: new YearMonth(2026, 12));
            Assert.AreEqual(name, reading.Parser.Format.Name, sample.Message);
            Assert.IsNotEmpty(reading.Records, string.Join(" ", reading.Rejected.Select(r => r.Reason).Append(sample.Message)));
        }
    }

    /// <summary>Without Azure's flow logs: a line of theirs holds many records, whose list is made once a line.</summary>
    public static IEnumerable<object[]> FamiliesOfOneRecordALine => Families.Where(f => (string)f[0] != "azure-flow");

    [TestMethod]
    [DynamicData(nameof(FamiliesOfOneRecordALine))]
    public void Sample_ReadAgainAndAgain_AllocatesNothingPerRecord(string name)
    {
        var format = FlowFormats.Shipped.Find(name)!;
        foreach (var sample in format.Table.Folder!.Samples())
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(sample.Message + "\n", Repeats)).Insert(0, sample.Header is { } header ? header + "\n" : ""));
            var file = new InputFile("x", name, LogSettings.Plain(name) with { LogEnd = new YearMonth(2026, 12) });
            var parser = format.CreateParser(file, text, null);
            var batch = new FlowBatch(file, parser);
            using var block = LineBlock.Of(text);
            parser.Parse(block, batch);
            parser.Parse(block, batch);
            var before = GC.GetAllocatedBytesForCurrentThread();
            parser.Parse(block, batch);
            // Names of columns are made once a block; the smallest object has 24 bytes.
            Assert.IsLessThan(Repeats * 8, GC.GetAllocatedBytesForCurrentThread() - before, sample.Message);
            Assert.AreEqual(Repeats, batch.Count, sample.Message);
        }
    }

    [TestMethod]
    public void Families_ButThatOfDocuments_HaveSamples() =>
        Assert.IsTrue(FlowFormats.Shipped.All.All(f => f.Name == "ecs" || f.Table.Folder is not null));

    [TestMethod]
    public void Families_OfALayout_TellRulesAllColumnsOfTheirRecords() =>
        Assert.IsTrue(FlowFormats.Shipped.All.OfType<MappedFormat>().All(f => f.Table.OtherColumns.Count > 0));

    [TestMethod]
    public void Families_HaveAPipelineOrSayWhyNot() =>
        Assert.IsTrue(FlowFormats.Shipped.Tables.All(t => t.PipelineMaker is null != t.PipelineLack is null));

    [TestMethod]
    public void Sensors_OfEachFamily_StandInItsDocuments()
    {
        foreach (var table in FlowFormats.Shipped.Tables)
        {
            foreach (var column in table.SensorColumns.SelectMany(c => c))
                Assert.IsTrue(table.Mappings.Any(m => m.Column == column), $"{table.Name}: {column}");
        }
    }

    private static string Text(FormatSample sample) => sample.Header is { } header ? $"{header}\n{sample.Message}\n" : sample.Message + "\n";
}
