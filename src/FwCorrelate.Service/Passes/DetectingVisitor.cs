// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>A record that matched in the first pass, kept with its raw text.</summary>
/// <param name="Rules">Indexes in <see cref="IDetector.Rules"/>.</param>
internal sealed record MatchedFlow(LogFile File, RecordReference Record, IReadOnlyList<int> Rules);

/// <summary>First pass: counts, notes coverage, runs the rules and keeps what matched.</summary>
/// <param name="from">Start of the time that results are wanted for; half open with <paramref name="to"/>.</param>
/// <param name="rejectedLimit">See <see cref="FileTally"/>.</param>
/// <param name="kept">Shared by the visitors of a pass.</param>
internal sealed class DetectingVisitor(
    IDetector detector, Duration64 idleTimeout, Instant64 from, Instant64 to, int rejectedLimit, MatchCount kept) : IBlockVisitor
{
    private readonly Dictionary<LogFile, FlowBatch> _kept = [];
    private readonly List<FlowMatch> _matches = [];

    public CoverageMap Coverage { get; } = new(idleTimeout);

    public Dictionary<LogFile, FileTally> Tallies { get; } = [];

    public List<MatchedFlow> Matched { get; } = [];

    /// <exception cref="InvalidDataException">More records match than can be held.</exception>
    public void Visit(LogFile file, FlowBatch batch)
    {
        if (!Tallies.TryGetValue(file, out var tally))
            Tallies.Add(file, tally = new FileTally(rejectedLimit));
        tally.Parsed += batch.Count;
        tally.Ignored += batch.IgnoredLines;
        tally.Reject(batch.Rejected);
        foreach (ref readonly var record in batch.Records)
            Note(record, file.File.Source.Name, tally);
        _matches.Clear();
        detector.Detect(batch, _matches);
        if (_matches.Count > 0)
            Keep(file, batch);
    }

    private void Note(in FlowRecord record, string source, FileTally tally)
    {
        var coverage = Coverage.At(source, record.Sensor);
        if (record.Kind == RecordKind.SkipData)
            coverage.NoteLoss(record.Start, record.End);
        else
            coverage.NoteRecord(record.Start, record.End);
        tally.NoteTime(record.Start, record.End);
        if (record.Kind is RecordKind.NoData or RecordKind.SkipData)
            tally.NoData++;
        else if (!IsInRange(record))
            tally.OutOfRange++;
    }

    private bool IsInRange(in FlowRecord record) => record.Start >= from && record.Start < to;

    private void Keep(LogFile file, FlowBatch batch)
    {
        for (var i = 0; i < _matches.Count;)
        {
            var record = _matches[i].Record;
            var rules = new List<int>();
            for (; i < _matches.Count && _matches[i].Record == record; i++)
                rules.Add(_matches[i].Rule);
            if (!IsInRange(batch[record]))
                continue;
            if (!_kept.TryGetValue(file, out var records))
                _kept.Add(file, records = new FlowBatch(file.File, batch.Layout));
            kept.Add(Matched, detector);
            Matched.Add(new MatchedFlow(file, new RecordReference(records, records.Append(batch, record)), rules));
        }
    }
}
