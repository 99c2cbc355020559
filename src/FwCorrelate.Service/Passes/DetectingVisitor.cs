// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>First pass: counts, notes coverage, runs the rules and keeps what matched.</summary>
/// <param name="from">Start of the time that results are wanted for; half open with <paramref name="to"/>.</param>
/// <param name="rejectedLimit">See <see cref="FileTally"/>.</param>
/// <param name="store">Takes what matches; shared by the visitors of a pass.</param>
/// <param name="text">Takes the raw text of what matches.</param>
/// <param name="clocks">Takes what clocks are read from.</param>
/// <param name="fields">Takes which vendors' fields the records have.</param>
internal sealed class DetectingVisitor(
    IDetector detector, Duration64 idleTimeout, Instant64 from, Instant64 to, int rejectedLimit, MatchStore store, SpillFile text,
    ClockSampler clocks, FieldPresence fields) : IBlockVisitor
{
    private readonly List<FlowMatch> _matches = [];
    private readonly List<int> _rules = [];
    private readonly List<MatchedFlow> _found = [];
    private readonly RuleSets _ruleSets = new();
    private readonly RecordContexts _contexts = new();

    public CoverageMap Coverage { get; } = new(idleTimeout);

    public ClockSampler Clocks => clocks;

    public FieldPresence Fields => fields;

    public Dictionary<LogFile, FileTally> Tallies { get; } = [];

    /// <exception cref="IOException">What matched cannot be kept on the disk.</exception>
    public void Visit(LogFile file, FlowBatch batch)
    {
        if (!Tallies.TryGetValue(file, out var tally))
            Tallies.Add(file, tally = new FileTally(rejectedLimit));
        tally.Parsed += batch.Count;
        tally.Ignored += batch.IgnoredLines;
        tally.Reject(batch.Rejected);
        if (batch.Layout.UnknownVerdicts.Count > tally.UnknownVerdicts.Count)
            tally.NoteUnknownVerdicts(batch.Layout.UnknownVerdicts);
        foreach (ref readonly var record in batch.Records)
            Note(record, file.File.Source.Name, tally);
        if (batch.Rejected.Count > 0)
            NoteUnread(batch, file.File.Source.Name, tally);
        fields.Note(file.File.Source.Name, batch);
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
        if (!clocks.IsIdle)
            clocks.Add(record, source);
        tally.NoteTime(record.Start, record.End);
        if (record.OtherStartMinutes != 0)
            tally.DoubtfulStamps++;
        if (record.Kind is RecordKind.NoData or RecordKind.SkipData)
            tally.NoData++;
        else if (!IsInRange(record))
            tally.OutOfRange++;
    }

    // Logs are nearly in order: what could not be read is of about the time of its block, and of any of its sensors.
    private void NoteUnread(FlowBatch batch, string source, FileTally tally)
    {
        if (batch.Count == 0)
        {
            tally.HasUnplacedRejects = true;
            return;
        }

        var (start, end) = (Instant64.MaxValue, Instant64.MinValue);
        foreach (ref readonly var record in batch.Records)
            (start, end) = (Instant64.Min(start, record.Start), Instant64.Max(end, record.End));
        foreach (ref readonly var record in batch.Records)
            Coverage.At(source, record.Sensor).NoteUnread(start, end);
    }

    private bool IsInRange(in FlowRecord record) => record.Start >= from && record.Start < to;

    private void Keep(LogFile file, FlowBatch batch)
    {
        _found.Clear();
        for (var i = 0; i < _matches.Count;)
        {
            var record = _matches[i].Record;
            _rules.Clear();
            for (; i < _matches.Count && _matches[i].Record == record; i++)
                _rules.Add(_matches[i].Rule);
            if (!IsInRange(batch[record]))
                continue;
            var raw = batch.Raw(record).Span;
            _found.Add(new MatchedFlow
            {
                Record = batch[record],
                Hash = batch.Layout.HashOf(raw),
                File = file,
                Layout = batch.Layout,
                Rules = _ruleSets.Of(CollectionsMarshal.AsSpan(_rules)),
                Context = _contexts.Of(new RecordReference(batch, record)),
                Text = RecordText.LayAside(text, raw),
            });
        }

        store.Add(_found);
    }
}
