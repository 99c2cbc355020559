// SPDX-License-Identifier: Apache-2.0
using BenchmarkDotNet.Attributes;
using FwCorrelate.Timelines;

namespace FwCorrelate.Benchmarks.Micro;

/// <summary>Overlap queries against the calls of 2,000 hosts, 250 each; time per query.</summary>
[MemoryDiagnoser]
public class JoinBenchmark
{
    private const int Queries = 4_096;
    private const int Day = 86_400_000;
    private readonly IntervalIndex[] _hosts = new IntervalIndex[2_000];
    private readonly (int Host, long From, long To)[] _queries = new (int, long, long)[Queries];

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(42);
        for (var host = 0; host < _hosts.Length; host++)
        {
            var starts = Enumerable.Range(0, 250).Select(_ => (long)random.Next(Day)).Order().ToArray();
            _hosts[host] = new IntervalIndex(starts, [.. starts.Select(s => s + random.Next(32_000, 150_000))]);
        }

        for (var i = 0; i < Queries; i++)
        {
            var from = random.Next(Day);
            _queries[i] = (random.Next(_hosts.Length), from, from + random.Next(60_000));
        }
    }

    [Benchmark(OperationsPerInvoke = Queries)]
    public int Overlaps()
    {
        var counter = default(Counter);
        foreach (var (host, from, to) in _queries)
            _hosts[host].Visit(from, to, ref counter);
        return counter.Count;
    }

    private struct Counter : IOverlapVisitor
    {
        public int Count { get; private set; }

        public void Visit(int index) => Count++;
    }
}
