// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Pipelines;

namespace FwCorrelate.Elastic.Engines.Pipelines;

[TestClass]
public sealed class PipelineDocumentTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Fixtures_ThroughTheirPipelines_AreTheReadersDocuments() => await CheckAsync(SharedFiles.Fixtures);

    [TestMethod]
    public async Task Cases_ThroughTheirPipelines_AreTheReadersDocuments()
    {
        if (SharedFiles.Cases is not { } folder)
            throw new AssertInconclusiveException("the real cases are not beside the project");
        await CheckAsync(SharedFiles.Files(folder));
    }

    private async Task CheckAsync(IEnumerable<string> files)
    {
        using var site = await PipelineSite.OpenAsync();
        var (differences, records) = (new List<string>(), 0);
        foreach (var pipeline in PipelineSet.All.Where(p => p.Format is not null))
        {
            var lines = files.SelectMany(f => ReadRecords.Of(f, pipeline.Format!)).ToList();
            records += lines.Count(l => l.Document is not null);
            differences.AddRange(await PipelineComparison.DifferencesAsync(site, pipeline.Name, lines));
        }

        TestContext.WriteLine($"{records} records, {differences.Count} differences");
        Assert.IsEmpty(differences, string.Join('\n', differences.Take(20)));
        Assert.IsGreaterThan(100, records);
    }
}
