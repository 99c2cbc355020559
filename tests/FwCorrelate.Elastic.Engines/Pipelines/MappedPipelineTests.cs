// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using CsCheck;
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>
/// What the readers of families that a layout describes make of their samples, whole and damaged, their pipelines make.
/// <c>FWC_MUTATIONS=5000</c> damages more, <c>FWC_FAMILIES=squid,envoy</c> tests some only.
/// </summary>
[TestClass]
public sealed class MappedPipelineTests
{
    private static readonly int Records =
        int.TryParse(Environment.GetEnvironmentVariable("FWC_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Max(1, count)
            : 300;

    private static readonly string[]? Only = Environment.GetEnvironmentVariable("FWC_FAMILIES")?.Split(',');

    public TestContext TestContext { get; set; } = null!;

    private static IReadOnlyList<IFlowFormat> Families { get; } =
        [.. FlowFormats.Shipped.All.Where(f => f.Table.Pipeline is MappedPipeline && Only?.Contains(f.Name) != false)];

    private static IReadOnlyList<PipelineSample> Samples { get; } = [.. PipelineSample.Of(FlowFormats.Shipped).Where(s => Families.Contains(s.Format))];

    [TestMethod]
    public async Task Samples_OfEachFamily_AreTheReadersDocuments()
    {
        using var site = await PipelineSite.OpenAsync();
        var lines = new List<(string, ReadLine)>();
        foreach (var (format, sample) in Samples)
        {
            foreach (var line in ReadRecords.OfRecord(sample.Message, format, sample.Header))
                lines.AddRange([(FamilyPipeline.NamePrefix + format.Name, line), (ShippedPipelines.Set.Routing.Name, line)]);
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
        var statuses = await site.ShipAsync(name, [.. Samples.Select(s => s.Event)]);
        Assert.IsEmpty(Samples.Where((_, i) => statuses[i] != 201).Select(s => s.Sample.Message).ToList());
        var stored = (await site.DocumentsAsync("flow", name)).Concat(await site.DocumentsAsync("alert", name)).ToList();
        var formats = stored.Select(d => (string?)d["fwcorrelate"]?["record"]?["format"]).Distinct().OfType<string>();
        Assert.AreSequenceEqual(Families.Select(f => f.Name).Order(StringComparer.Ordinal), formats.Order(StringComparer.Ordinal));
        Assert.HasCount(Samples.Count, stored);
    }

    [TestMethod]
    public async Task Damaged_RecordsOfEachFamily_AreRefusedAsTheReaderRefuses()
    {
        using var site = await PipelineSite.OpenAsync();
        var lines = Families.SelectMany(f => Damaged(f).Select(l => (Pipeline: FamilyPipeline.NamePrefix + f.Name, Line: l))).ToList();
        var differences = await PipelineComparison.DifferencesAsync(site, lines);
        foreach (var family in lines.GroupBy(l => l.Pipeline))
        {
            TestContext.WriteLine($"{family.Key}: {PipelineComparison.Fates(family.Select(l => l.Line))}");
            Assert.IsGreaterThan(family.Count() / 20, family.Count(l => l.Line.Document is not null), family.Key);
            Assert.IsTrue(family.Any(l => l.Line.Rejection is not null), family.Key);
        }

        Assert.IsEmpty(differences, $"{differences.Count} differences\n{string.Join('\n', differences.Take(60))}");
    }

    private static List<ReadLine> Damaged(IFlowFormat format)
    {
        var lines = new List<ReadLine>();
        foreach (var samples in format.Table.Folder!.Samples().GroupBy(s => (s.Header, IsObject: s.Message.StartsWith('{'))))
        {
            var records = samples.Select(s => s.Message).ToList();
            DamagedRecords.Of(records, SeparatorOf(records[0])).Array[Records].Sample(
                damaged =>
                {
                    foreach (var record in damaged.Distinct(StringComparer.Ordinal).Where(d => IsOneLine(d, samples.Key.IsObject)))
                        lines.AddRange(ReadRecords.OfRecord(record, format, samples.Key.Header));
                },
                iter: 1, threads: 1);
        }

        return lines;
    }

    private static char SeparatorOf(string message) =>
        message.StartsWith('{') || message.Count(c => c == ',') > message.Count(c => c == ' ') ? ',' : ' ';

    // What lies in a list, and what is text where objects were, is read by what stands around it in its file.
    private static bool IsOneLine(string record, bool isObject)
    {
        var start = record.TrimStart();
        return !record.Contains('\n', StringComparison.Ordinal) && !record.Trim('\r').Contains('\r', StringComparison.Ordinal)
            && (!isObject || start.StartsWith('{')) && !start.StartsWith("[{", StringComparison.Ordinal);
    }
}
