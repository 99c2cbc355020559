// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Pipelines;

[TestClass]
public sealed class PipelineDocumentTests
{
    private const string Version5 =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id instance-id tcp-flags type "
        + "pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path";

    private const string Version8 = Version5 + " ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id "
        + "ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason";

    private static readonly (string File, string Columns)[] ChosenColumns =
        [("elastic-test-v5-all-fields.log", Version5), ("elastic-test-v8-samples.log", Version8)];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Fixtures_ThroughTheirPipelines_AreTheReadersDocuments() => await CheckAsync(SharedFiles.Fixtures);

    [TestMethod]
    public async Task Cases_ThroughTheirPipelines_AreTheReadersDocuments()
    {
        if (SharedFiles.Cases is not { } folder)
            throw new AssertInconclusiveException("the real cases are not beside the project");

        // What consoles and containers wrap records in, and rows of Parquet, are read with files; a shipper sends the records.
        await CheckAsync(SharedFiles.Files(folder).Where(f => !f.Contains("/field/read-", StringComparison.Ordinal)
            && !f.EndsWith(".parquet", StringComparison.Ordinal)));
    }

    // Each file is recognised once; all records go in one bulk, through their own pipeline and through the one that routes.
    private async Task CheckAsync(IEnumerable<string> files)
    {
        using var site = await PipelineSite.OpenAsync();
        var pipelines = ShippedPipelines.Set.All.Where(p => p.Format is not null).ToDictionary(p => p.Format!, p => p.Name);
        var known = files.Select(f => (File: f, Format: ReadRecords.FormatOf(f))).Where(f => f.Format is not null && pipelines.ContainsKey(f.Format));
        var read = known.SelectMany(f => ReadRecords.Of(f.File, f.Format!).Select(l => (Format: f.Format!, Line: l)))
            .Concat(pipelines.Keys.SelectMany(format => Forced(files, format).Select(l => (Format: format, Line: l)))).ToList();
        var routed = read.Where(r => !IsOfAnotherProgram(r.Line)).Select(r => (ShippedPipelines.Set.Routing.Name, r.Line));
        var lines = read.Select(r => (pipelines[r.Format], r.Line)).Concat(routed).ToList();
        var differences = await PipelineComparison.DifferencesAsync(site, lines);

        foreach (var format in read.GroupBy(r => r.Format))
            TestContext.WriteLine($"{format.Key}: {PipelineComparison.Fates(format.Select(r => r.Line))}");
        TestContext.WriteLine($"{differences.Count} differences");
        Assert.IsEmpty(differences, string.Join('\n', differences.Take(60)));
        Assert.IsGreaterThan(100, read.Count(r => r.Line.Document is not null));
    }

    // Syslog of a firewall that no record is in: nothing in the line says what file it is of.
    private static bool IsOfAnotherProgram(ReadLine line) => line.Document is null && line.Rejection is null && line.Text.StartsWith('<');

    // Logs without a header line, of columns that their owner chose: a user names them, and so does a shipper.
    private static IEnumerable<ReadLine> Forced(IEnumerable<string> files, string format)
    {
        foreach (var (name, columns) in ChosenColumns)
        {
            foreach (var file in files.Where(f => Path.GetFileName(f) == name))
            {
                foreach (var line in ReadRecords.Of(file, format, columns))
                    yield return line with { LogFormat = columns };
            }
        }
    }
}
