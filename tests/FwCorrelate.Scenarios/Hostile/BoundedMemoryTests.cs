// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;

namespace FwCorrelate.Scenarios.Hostile;

/// <summary>Memory grows with what is live, not with what an attacker can multiply: files, leases of one address, matches.</summary>
[TestClass]
[DoNotParallelize]
public sealed class BoundedMemoryTests
{
    private const int Files = 20_000;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void ManySmallLogs_TakeLittleMoreThanOneOfAsManyRecords()
    {
        using var one = new TinyCase().Write("logs/vpc.log", $"{TinyCase.Header}\n{string.Concat(Enumerable.Range(0, Files).Select(Record))}");
        using var many = new TinyCase();
        File.Delete(Path.Combine(many.Path, "logs", "vpc.log"));
        for (var i = 0; i < Files; i++)
            many.Write($"logs/f{i}.log", $"{TinyCase.Header}\n{Record(i)}");
        var (few, all) = (Peak(one), Peak(many));
        TestContext.WriteLine($"one file: {few >> 20} MiB, {Files} files: {all >> 20} MiB");
        Assert.IsLessThanOrEqualTo(1.3 * few, all);
    }

    [TestMethod]
    public void OverlappingLeasesOfOneAddress_AreSharedByItsConnections()
    {
        using var tiny = new TinyCase();
        tiny.Write("leases/leases.csv", "address,owner_kind,owner_id,host,from,to\n"
            + string.Concat(Enumerable.Range(0, 8_000).Select(i => $"{TinyCase.Address},sandbox,sb{i},n,2026-01-01T00:00:00Z,\n")));
        tiny.Append("logs/vpc.log", string.Concat(Enumerable.Range(0, 5_000).Select(i => TinyCase.Flow(1200 + i, TinyCase.Stranger, 22, 30_000 + i))));
        var peak = Peak(tiny);
        TestContext.WriteLine($"{peak >> 20} MiB");
        Assert.IsLessThan(256L << 20, peak);
        var result = Service.Investigation.Run(new Service.InvestigationOptions { CasePath = tiny.Path });
        Assert.IsTrue(result.Attributions.All(a => a.Attribution.Rung == Rung.D));
    }

    private static string Record(int i) => string.Create(CultureInfo.InvariantCulture,
        $"2 1 eni-{i} {TinyCase.Address} 203.0.113.7 40000 443 6 1 60 {1768884600 + i} {1768884601 + i} ACCEPT OK\n");

    private static long Peak(TinyCase tiny)
    {
        var run = MeasuredRun.Of(tiny.Folder, "investigate", "case", "--out", "out", "--force", "--format", "jsonl", "-q");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.IsGreaterThan(0, run.PeakBytes);
        return run.PeakBytes;
    }
}
