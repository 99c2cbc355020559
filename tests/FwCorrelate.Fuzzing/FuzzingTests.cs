// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace FwCorrelate.Fuzzing;

/// <summary>
/// Mutants of good texts through every reader: none throws, none takes long, none takes much memory, and the counts add up. A short run
/// belongs to the tests; <c>FWC_FUZZ_MUTANTS=1000000</c> makes it a long one, <c>FWC_FUZZ_SEED</c> another one,
/// <c>FWC_FUZZ_READERS=leases,case</c> one of
/// some readers.
/// </summary>
[TestClass]
public sealed class FuzzingTests
{
    // For a text of at most 64 KiB; a file of 1 MB may take five seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private const long MostBytes = 512L << 20;

    public required TestContext TestContext { get; init; }

    public static IEnumerable<object[]> Names => Chosen.Select(name => new object[] { name });

    /// <summary>A name that no target has fails its own test.</summary>
    private static IEnumerable<string> Chosen => Environment.GetEnvironmentVariable("FWC_FUZZ_READERS") is { Length: > 0 } names
        ? names.Split(',', StringSplitOptions.TrimEntries) : Targets.All.Select(t => t.Name);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Mutants_OfGoodTexts_AreReadOrRefused(string name)
    {
        var target = Targets.All.Single(t => t.Name == name);
        var seeds = target.AllSeeds;
        foreach (var seed in seeds)
            target.Run(seed);
        var mutants = Gen.Select(Gen.Int[0, seeds.Count - 1], Gen.Int[0, seeds.Count - 1], Mutator.Mutations, (of, with, changes) =>
            Mutator.Apply(seeds[of], seeds[with], changes));
        var (count, random) = (Setting("FWC_FUZZ_MUTANTS") ?? target.ShortRun / 4, new PCG(1, (ulong)(Setting("FWC_FUZZ_SEED") ?? 7)));
        var (watch, slowest, most) = (Stopwatch.StartNew(), TimeSpan.Zero, 0L);
        for (long i = 0; i < count; i++)
        {
            var mutant = mutants.Generate(random, null, out _);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var took = Read(target, mutant);
            if (took > Longest) // Slow itself, or kept from running by others on the machine?
                took = Read(target, mutant);
            slowest = took > slowest ? took : slowest;
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {count} mutants in {watch.Elapsed.TotalSeconds:0.0} s, "
            + $"the slowest {slowest.TotalMilliseconds:0} ms, at most {most >> 10} KiB allocated"));
        Assert.IsLessThan(Longest, slowest);
        Assert.IsLessThan(MostBytes, most);
    }

    private static TimeSpan Read(FuzzTarget target, byte[] mutant)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            target.Run(mutant);
            return watch.Elapsed;
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"{target.Name}: {e.GetType().Name}: {e.Message} on {mutant.Length} bytes, in base64:\n{Convert.ToBase64String(mutant)}\n"
                + e.StackTrace, e);
        }
    }

    private static long? Setting(string name) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : null;
}
