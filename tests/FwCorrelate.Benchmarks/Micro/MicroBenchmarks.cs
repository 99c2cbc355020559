// SPDX-License-Identifier: Apache-2.0
using BenchmarkDotNet.Running;

namespace FwCorrelate.Benchmarks.Micro;

/// <summary>Reader, join and matcher one by one, for whoever changes them. The arguments are BenchmarkDotNet's.</summary>
public static class MicroBenchmarks
{
    public static void Run(string[] arguments) => BenchmarkSwitcher.FromTypes([typeof(ReaderBenchmark), typeof(JoinBenchmark), typeof(MatcherBenchmark)]).Run(arguments);
}
