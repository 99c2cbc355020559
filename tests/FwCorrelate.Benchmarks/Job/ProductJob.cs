// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Service;
using FwCorrelate.Service.Passes;
using FwCorrelate.Sigma;

namespace FwCorrelate.Benchmarks.Job;

/// <summary>The job through the product: its block reader and parser, its Sigma detector, its interval index.</summary>
internal static class ProductJob
{
    /// <summary>The benchmark's predicates call these private, and no others.</summary>
    private static readonly AddressPrefix[] PrivateNetworks =
        [AddressPrefix.Parse("10.0.0.0/8"), AddressPrefix.Parse("172.16.0.0/12"), AddressPrefix.Parse("192.168.0.0/16")];

    public static string Run(string flows, string calls, string output, int threads)
    {
        Directory.CreateDirectory(output);
        var loading = Task.Run(LoadRules);
        var table = CallTable.Read(calls);
        var detector = loading.GetAwaiter().GetResult();
        using var pairs = new PairWriter(Path.Combine(output, "pairs.csv"), table);
        var visitors = Enumerable.Range(0, threads).Select(_ => new JobVisitor(detector, table, pairs)).ToList();
        Read(flows, visitors);
        var counts = visitors[0].Counts;
        foreach (var other in visitors.Skip(1))
        {
            for (var i = 0; i < counts.Length; i++)
                counts[i] += other.Counts[i];
        }

        CountWriter.Write(Path.Combine(output, "counts.csv"), table, counts);
        return $"flows={visitors.Sum(v => v.Flows)} hits={visitors.Sum(v => v.Hits)} pairs={pairs.Count} overlaps={counts.Sum(c => (long)c)}";
    }

    /// <summary>Passes over one log with one visitor per thread.</summary>
    public static void Read(string flows, IReadOnlyList<IBlockVisitor> visitors)
    {
        using var inputs = CaseInputs.Find(new InvestigationOptions { Logs = [flows] }, null);
        var readings = new LogPass(inputs.Logs, visitors.Count, isHashing: false, (_, _) => { }, CancellationToken.None).Run(visitors);
        if (readings.FirstOrDefault(r => r.Damage is not null) is { } damaged)
            throw new InvalidDataException($"{damaged.File.File.Path}: {damaged.Damage}");
    }

    /// <summary>The ten predicates; rule i is bit i of a pair's mask.</summary>
    public static SigmaDetector LoadRules()
    {
        var assembly = typeof(ProductJob).Assembly;
        var files = assembly.GetManifestResourceNames().Where(n => n.EndsWith(".yml", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return new RuleFile(name, name, copy.ToArray());
        });
        var loaded = SigmaRules.Compile([.. files], new SigmaOptions { InternalNetworks = PrivateNetworks, UseShippedRules = false });
        return loaded is { Errors: [], Rules.Count: 10 } ? loaded.Detector : throw new InvalidOperationException(string.Join('\n', loaded.Errors));
    }
}
