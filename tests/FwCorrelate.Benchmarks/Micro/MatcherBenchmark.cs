// SPDX-License-Identifier: Apache-2.0
using BenchmarkDotNet.Attributes;
using FwCorrelate.Benchmarks.Job;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;

namespace FwCorrelate.Benchmarks.Micro;

/// <summary>The job's ten rules, and the shipped pack, over parsed records; time per record.</summary>
[MemoryDiagnoser]
public class MatcherBenchmark
{
    private readonly List<FlowMatch> _matches = [];
    private readonly SigmaDetector _ten = ProductJob.LoadRules();
    private readonly SigmaDetector _shipped = SigmaRules.Load([], SigmaOptions.Default).Detector;
    private FlowBatch _batch = null!;

    [GlobalSetup]
    public void SetUp() => _batch = SyntheticFlows.Parsed().Batch;

    [Benchmark(OperationsPerInvoke = SyntheticFlows.Count)]
    public int TenRules() => Detect(_ten);

    [Benchmark(OperationsPerInvoke = SyntheticFlows.Count)]
    public int ShippedRules() => Detect(_shipped);

    private int Detect(SigmaDetector detector)
    {
        _matches.Clear();
        detector.Detect(_batch, _matches);
        return _matches.Count;
    }
}
