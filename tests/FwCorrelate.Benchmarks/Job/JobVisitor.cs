// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;

namespace FwCorrelate.Benchmarks.Job;

/// <summary>Counts the flows that overlap each call, and writes the pairs of flows that hit a rule.</summary>
internal sealed class JobVisitor(IDetector detector, CallTable table, PairWriter pairs) : IBlockVisitor
{
    private static readonly AddressPrefix Hosts = AddressPrefix.Parse("10.20.0.0/16");
    private readonly List<FlowMatch> _matches = [];
    private Probe[] _probes = [];

    /// <summary>Overlapping flows by number of the call.</summary>
    public int[] Counts { get; } = new int[table.Count];

    public long Flows { get; private set; }

    public long Hits { get; private set; }

    public void Visit(LogFile file, FlowBatch batch)
    {
        _matches.Clear();
        detector.Detect(batch, _matches);
        var records = batch.Records;
        var probes = Probes(records);
        for (int i = 0, match = 0; i < records.Length; i++)
        {
            var mask = 0;
            for (; match < _matches.Count && _matches[match].Record == i; match++)
                mask |= 1 << _matches[match].Rule;
            if (records[i].HasAddresses)
                Join(in records[i], in probes[i], mask);
        }
    }

    /// <summary>Step by step for the whole block, so that the look-ups of many records wait for memory together.</summary>
    private ReadOnlySpan<Probe> Probes(ReadOnlySpan<FlowRecord> records)
    {
        if (_probes.Length < records.Length)
            _probes = new Probe[records.Length];
        var probes = _probes.AsSpan(0, records.Length);
        for (var i = 0; i < records.Length; i++)
            probes[i].Host = table.ByHost.GetValueOrDefault(Hosts.Contains(records[i].Source) ? records[i].Source : records[i].Destination);
        for (var i = 0; i < records.Length; i++)
            probes[i].Started = probes[i].Host?.Intervals.CountStartedBy(records[i].End.ToUnixTimeMilliseconds()) ?? 0;
        return probes;
    }

    private void Join(in FlowRecord record, in Probe probe, int mask)
    {
        Flows++;
        Hits += mask == 0 ? 0 : 1;
        if (probe.Host is not { } host)
            return;
        var start = record.Start.ToUnixTimeMilliseconds();
        var count = new CountOverlaps(Counts, host.First);
        host.Intervals.VisitBack(probe.Started, start, ref count);
        if (mask == 0)
            return;
        var write = new WritePairs(pairs, record, mask, host.First);
        host.Intervals.VisitBack(probe.Started, start, ref write);
    }

    private struct Probe
    {
        public HostCalls? Host;

        /// <summary>Calls of the host that started before the flow's end.</summary>
        public int Started;
    }

    private readonly struct CountOverlaps(int[] counts, int first) : IOverlapVisitor
    {
        public void Visit(int index) => counts[first + index]++;
    }

    private readonly struct WritePairs(PairWriter pairs, FlowRecord record, int mask, int first) : IOverlapVisitor
    {
        public void Visit(int index) => pairs.Write(in record, mask, first + index);
    }
}
