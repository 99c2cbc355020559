// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using CsCheck;
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>What the readers of families that a layout describes make of their samples, whole and damaged, their pipelines make: in one bulk.</summary>
[TestClass]
public sealed class MappedPipelineTests
{
    // More with FWC_MUTATIONS=100000.
    private static readonly int Records =
        int.TryParse(Environment.GetEnvironmentVariable("FWC_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(1, count) : 300;

    private static readonly string? Only = Environment.GetEnvironmentVariable("FWC_FAMILIES");

    public TestContext TestContext { get; set; } = null!;

    private static IEnumerable<IFlowFormat> Families => FlowFormats.Shipped.All.Where(f => f.Table.Pipeline is MappedPipeline && (Only is null || Only.Split(',').Contains(f.Name)));

    [TestMethod]
    public async Task Samples_OfEachFamily_AreTheReadersDocuments()
    {
        using var site = await PipelineSite.OpenAsync();
        var lines = new List<(string, ReadLine)>();
        foreach (var sample in PipelineSample.Of(FlowFormats.Shipped).Where(s => Families.Contains(s.Format)))
        {
            foreach (var line in ReadRecords.OfRecord(sample.Sample.Message, sample.Format, sample.Sample.Header))
                lines.AddRange([(FamilyPipeline.NamePrefix + sample.Format.Name, line), (ShippedPipelines.Set.Routing.Name, line)]);
        }

        var differences = await PipelineComparison.DifferencesAsync(site, lines);
        Assert.IsEmpty(differences, string.Join('\n', differences.Take(60)));
    }

    // Their mappings are strict: a field that the store's table does not have is an error.
    [TestMethod]
    public async Task Samples_OfEachFamily_ShippedAsTheyAre_AreStored()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        var samples = PipelineSample.Of(FlowFormats.Shipped).Where(s => Families.Contains(s.Format)).ToList();
        var statuses = await site.ShipAsync(name, [.. samples.Select(s => s.Event)]);
        Assert.IsEmpty(samples.Where((_, i) => statuses[i] != 201).Select(s => s.Sample.Message).ToList());
        var stored = (await site.DocumentsAsync("flow", name)).Concat(await site.DocumentsAsync("alert", name)).ToList();
        var formats = stored.Select(d => (string?)d["fwcorrelate"]?["record"]?["format"]).Distinct().OfType<string>();
        Assert.AreSequenceEqual(Families.Select(f => f.Name).Order(StringComparer.Ordinal), formats.Order(StringComparer.Ordinal));
        Assert.HasCount(samples.Count, stored);
    }

    [TestMethod]
    public async Task Damaged_RecordsOfEachFamily_AreRefusedAsTheReaderRefuses()
    {
        using var site = await PipelineSite.OpenAsync();
        var lines = new List<(string, ReadLine)>();
        foreach (var family in Families)
        {
            foreach (var samples in family.Table.Folder!.Samples().GroupBy(s => (s.Header, IsObject: s.Message.StartsWith('{'))))
                DamagedRecords.Of([.. samples.Select(s => s.Message)], SeparatorOf(samples.First().Message)).Array[Records].Sample(
                    damaged => lines.AddRange(damaged.Distinct(StringComparer.Ordinal).Where(d => IsOneLine(d, samples.Key.IsObject))
                        .SelectMany(d => ReadRecords.OfRecord(d, family, samples.Key.Header)).Select(l => (FamilyPipeline.NamePrefix + family.Name, l))),
                    iter: 1, threads: 1);
        }

        var differences = await PipelineComparison.DifferencesAsync(site, lines);
        foreach (var family in lines.GroupBy(l => l.Item1))
            TestContext.WriteLine($"{family.Key}: {family.Count(l => l.Item2.Document is not null)} taken, {family.Count(l => l.Item2.Rejection is not null)} refused");
        Assert.IsEmpty(differences, differences.Count + " differences\n" + string.Join('\n', differences.Take(60)));
        Assert.IsTrue(lines.GroupBy(l => l.Item1).All(f => f.Count(l => l.Item2.Document is not null) > f.Count() / 20 && f.Any(l => l.Item2.Rejection is not null)));
    }

    private static char SeparatorOf(string message) => message.StartsWith('{') || message.Count(c => c == ',') > message.Count(c => c == ' ') ? ',' : ' ';

    // What lies in a list, and what is text where objects were, is read by what stands around it in its file.
    private static bool IsOneLine(string record, bool isObject) =>
        !record.Contains('\n', StringComparison.Ordinal) && !record.Trim('\r').Contains('\r', StringComparison.Ordinal) && (!isObject || record.TrimStart().StartsWith('{')) && !record.TrimStart().StartsWith("[{", StringComparison.Ordinal);
}
