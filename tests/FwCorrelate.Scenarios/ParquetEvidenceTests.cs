// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text.Json;
using FwCorrelate.Ingestion.Tests.Parquet;
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Scenarios;

/// <summary>The same flow records as Parquet instead of text have the same causes, and their evidence is found again in it.</summary>
[TestClass]
public sealed class ParquetEvidenceTests
{
    [TestMethod]
    public void Investigate_RecordsInParquet_HaveTheSameCausesAndCanBeVerified()
    {
        using var text = CaseCopy.Of("aws");
        using var copy = CaseCopy.Of("aws");
        ToParquet(copy.Path);
        using var expected = WrittenResult.Of(text.Path);
        using var found = WrittenResult.Of(copy.Path);
        var causes = Causes(expected.Path);
        Assert.IsNotEmpty(causes);
        CollectionAssert.AreEqual(causes, Causes(found.Path));
        Assert.AreEqual(0, ProgramRun.Of("evidence", "verify", found.Path).Code);

        var id = found.Incidents().First(i => i.GetProperty("fwcorrelate").GetProperty("evidence")[0].GetProperty("file").GetString()!
            .EndsWith(".parquet", StringComparison.Ordinal)).GetProperty("event").GetProperty("id").GetString()!;
        var export = ProgramRun.Of("evidence", "export", found.Path, id, "--to", Path.Combine(copy.Path, "proof"));
        Assert.AreEqual(0, export.Code, export.Error + export.Output);
        Assert.DoesNotContain("MISSING", export.Output);
        var raw = Directory.EnumerateFiles(Path.Combine(copy.Path, "proof"), "*", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.IsTrue(raw.Any(t => t.StartsWith("{\"version\":", StringComparison.Ordinal)), "no record is among the evidence");
    }

    [TestMethod]
    public void Run_ParquetFromAfterATunnelWasOpened_StillNamesTheCallThatOpenedIt()
    {
        var from = Instant.FromUtc(2026, 2, 10, 9, 30);
        using var copy = CaseCopy.Of("aws");
        ToParquet(copy.Path);
        using var whole = Investigation.Run(new InvestigationOptions { CasePath = copy.Path });
        using var part = Investigation.Run(new InvestigationOptions { CasePath = copy.Path, From = from });
        var expected = whole.Attributions.Where(a => a.Record.Record.Start.ToInstant() >= from).Select(a => (a.Origin.Sha256, a.Attribution.Call?.SpanId)).ToList();
        Assert.IsNotEmpty(expected);
        Assert.AreSequenceEqual(expected, part.Attributions.Select(a => (a.Origin.Sha256, a.Attribution.Call?.SpanId)).ToList());
        Assert.IsGreaterThan(0, part.Ledger.OutOfRange);
        Assert.IsEmpty(part.Ledger.Discrepancies());
    }

    private static void ToParquet(string casePath)
    {
        foreach (var log in Directory.GetFiles(Path.Combine(casePath, "logs", "vpc")))
        {
            using var stored = File.OpenRead(log);
            using Stream unpacked = log.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
            using var reader = new StreamReader(unpacked);
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            File.WriteAllBytes(log + ".parquet", ParquetFixture.OfCells(lines[0], lines[1..], rowsPerGroup: 500));
            File.Delete(log);
        }
    }

    private static List<string> Causes(string folder) =>
    [
        .. File.ReadLines(Path.Combine(folder, "attributions.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)
            .Select(d => string.Join(' ', d.GetProperty("event").GetProperty("start"), d.GetProperty("source").GetProperty("ip"), d.GetProperty("destination").GetProperty("ip"),
                d.GetProperty("fwcorrelate").GetProperty("attribution").GetProperty("kind"), d.GetProperty("fwcorrelate").GetProperty("attribution").TryGetProperty("tool_call_id", out var call) ? call : "",
                d.GetProperty("fwcorrelate").GetProperty("attribution").GetProperty("rung")))
            .Order(StringComparer.Ordinal),
    ];
}
