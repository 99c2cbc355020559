// SPDX-License-Identifier: Apache-2.0
using BenchmarkDotNet.Attributes;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Benchmarks.Micro;

/// <summary>One block of AWS records to a batch; time per record.</summary>
[MemoryDiagnoser]
public class ReaderBenchmark
{
    private IFlowParser _parser = null!;
    private LineBlock _block = null!;
    private FlowBatch _batch = null!;

    [GlobalSetup]
    public void SetUp() => (_parser, _block, _batch) = SyntheticFlows.Parsed();

    [Benchmark(OperationsPerInvoke = SyntheticFlows.Count)]
    public int Parse()
    {
        _parser.Parse(_block, _batch);
        return _batch.Count;
    }
}
