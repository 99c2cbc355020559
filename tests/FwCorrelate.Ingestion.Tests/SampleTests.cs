// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>What each family holds beside its table: records by which it is known, and read.</summary>
[TestClass]
public sealed class SampleTests
{
    public static IEnumerable<object[]> Families =>
        FlowFormats.Shipped.All.Where(f => f.Table.Folder is not null && f.Table.PipelineMaker is null).Select(f => new object[] { f.Name });

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

    [TestMethod]
    public void Families_ButThatOfDocuments_HaveSamples() =>
        Assert.IsTrue(FlowFormats.Shipped.All.All(f => f.Name == "ecs" || f.Table.Folder is not null));

    [TestMethod]
    public void Families_WithoutAPipeline_TellRulesAllColumnsOfTheirRecords() =>
        Assert.IsTrue(FlowFormats.Shipped.All.Where(f => f.Table.PipelineMaker is null && f.Name is not ("ecs" or "azure-flow")).All(f => f.Table.OtherColumns.Count > 0));

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
