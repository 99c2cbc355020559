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

    /// <summary>Overlapping flows by number of the call.</summary>
    public int[] Counts { get; } = new int[table.Count];

    public long Flows { get; private set; }

    public long Hits { get; private set; }

    public void Visit(LogFile file, FlowBatch batch)
    {
        _matches.Clear();
        detector.Detect(batch, _matches);
        var records = batch.Records;
        for (int i = 0, match = 0; i < records.Length; i++)
        {
            var mask = 0;
            for (; match < _matches.Count && _matches[match].Record == i; match++)
                mask |= 1 << _matches[match].Rule;
            ref readonly var record = ref records[i];
            if (record.HasAddresses)
                Join(in record, mask);
        }
    }

    private void Join(in FlowRecord record, int mask)
    {
        Flows++;
        Hits += mask == 0 ? 0 : 1;
        if (!table.ByHost.TryGetValue(Hosts.Contains(record.Source) ? record.Source : record.Destination, out var host))
            return;
        var (start, end) = (record.Start.ToUnixTimeMilliseconds(), record.End.ToUnixTimeMilliseconds());
        var count = new CountOverlaps(Counts, host.First);
        host.Intervals.Visit(start, end, ref count);
        if (mask == 0)
            return;
        var write = new WritePairs(pairs, record, mask, host.First);
        host.Intervals.Visit(start, end, ref write);
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
