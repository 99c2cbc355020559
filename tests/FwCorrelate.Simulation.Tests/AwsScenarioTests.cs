// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Simulation.Tests;

[TestClass]
public sealed class AwsScenarioTests
{
    private const long LogStart = 1_770_714_000;
    private static readonly string[] BadActs = ["A", "B", "C", "H"];

    private static GeneratedCase Made => GeneratedCases.Of("aws");

    [TestMethod]
    public void Folder_Size_StaysBelowOneMegabyte() => Assert.IsLessThan(1_000_000, Made.Files.Values.Sum(f => (long)f.Length));

    [TestMethod]
    public void Acts_Bad_BeginMoreThanFifteenMinutesIntoTheLog()
    {
        foreach (var truth in GeneratedCases.Truth(Made).Where(t => BadActs.Contains(t.Act)))
        {
            var lines = GeneratedCases.Lines(Made, truth.File);
            var start = long.Parse(lines[truth.Line - 1].Split(' ')[Array.IndexOf(lines[0].Split(' '), "start")], CultureInfo.InvariantCulture);
            Assert.IsGreaterThan(LogStart + 900, start);
        }
    }

    [TestMethod]
    public void Interfaces_EveryMinute_AreTrafficOrNoData()
    {
        foreach (var path in GeneratedCases.Paths(Made, "logs/vpc/"))
        {
            var lines = GeneratedCases.Lines(Made, path);
            var column = Array.IndexOf(lines[0].Split(' '), "start");
            var starts = lines.Skip(1).Select(l => long.Parse(l.Split(' ')[column], CultureInfo.InvariantCulture)).Order().ToList();

            Assert.IsTrue(starts.Zip(starts.Skip(1)).All(p => p.Second - p.First < 120), path);
        }
    }

    [TestMethod]
    public void Leases_Sandboxes_HaveAnAddressEach()
    {
        var addresses = GeneratedCases.Lines(Made, "leases/leases.csv").Skip(1).Select(l => l.Split(',')[0]).ToList();

        Assert.HasCount(addresses.Count, addresses.Distinct().ToList());
        Assert.HasCount(6, addresses.Where(a => a.StartsWith("10.40.1.1", StringComparison.Ordinal)).ToList());
    }
}
