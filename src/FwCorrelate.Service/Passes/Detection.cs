// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>What the first pass found, workers put together.</summary>
internal sealed class Detection : IDisposable
{
    private readonly MatchStore _store;
    private readonly IReadOnlyList<SpillFile> _texts;
    private readonly int _rejectedLimit;

    private Detection(
        IReadOnlyList<FileReading> readings, CoverageMap coverage, ClockSampler clocks, MatchStore store, IReadOnlyList<SpillFile> texts,
        int rejectedLimit)
    {
        Clocks = clocks;
        _store = store;
        _texts = texts;
        _rejectedLimit = rejectedLimit;
        Readings = readings;
        Coverage = coverage;
    }

    public IReadOnlyList<FileReading> Readings { get; private set; }

    public CoverageMap Coverage { get; }

    /// <summary>What clocks are read from.</summary>
    public ClockSampler Clocks { get; }

    /// <summary>Which vendors' fields the records have.</summary>
    public FieldPresence Fields { get; } = new([]);

    public Dictionary<LogFile, FileTally> Tallies { get; } = [];

    /// <summary>Matched records, duplicates left out, in an order made of their content.</summary>
    public MatchedFlows Matched { get; private set; } = MatchedFlows.None;

    /// <summary>Matched records beyond what can be held, by file and source: they are only counted.</summary>
    public IEnumerable<(LogFile File, HostAddress Source, long Count)> GivenUp =>
        _store.GivenUp.Where(g => !Copies.Contains(g.Key.File)).Select(g => (g.Key.File, g.Key.Source, g.Value));

    /// <summary>See <see cref="MatchStore.HasGivenUp"/>.</summary>
    public bool HasGivenUp(in FlowRecord record) => _store.HasGivenUp(record);

    /// <summary>Duplicates by file: records of a file that is stored twice, and matched records that stand in two files.</summary>
    public Dictionary<LogFile, long> Duplicates { get; } = [];

    /// <summary>Files whose bytes are those of another file; they are not read again.</summary>
    public HashSet<LogFile> Copies { get; } = [];

    public static Detection Run(
        LogPass pass, IDetector detector, IReadOnlyList<string> vendorFields, int threads, Duration64 idleTimeout, Instant64 from,
        Instant64 to, SandboxAddresses addresses)
    {
        var rejectedLimit = RejectedRecords.LimitPerFile(pass.FileCount);
        var store = new MatchStore();
        var texts = SpillFile.ForWorkers(threads);
        try
        {
            var visitors = texts.ConvertAll(text => new DetectingVisitor(
                detector, idleTimeout, from, to, rejectedLimit, store, text, new ClockSampler(addresses), new FieldPresence(vendorFields)));
            var readings = pass.Run(visitors);
            store.Close();
            var detection = new Detection(readings, new CoverageMap(idleTimeout), new ClockSampler(addresses), store, texts, rejectedLimit);
            detection.Join(visitors, idleTimeout);
            return detection;
        }
        catch
        {
            texts.ForEach(t => t.Dispose());
            throw;
        }
    }

    /// <summary>Deletes the text of matched records that was laid aside: results can no longer be written.</summary>
    public void Dispose()
    {
        foreach (var text in _texts)
            text.Dispose();
    }

    /// <summary>Gives up the matched records, once everything is known of them that they were kept for. Their text stays.</summary>
    public void ForgetMatched() => Matched = MatchedFlows.None;

    /// <summary>Gives up what is known of each file, once the result tells it.</summary>
    public void ForgetFiles()
    {
        Readings = [];
        Tallies.Clear();
        Tallies.TrimExcess();
        Duplicates.Clear();
        Copies.Clear();
    }

    private void Join(IReadOnlyList<DetectingVisitor> visitors, Duration64 idleTimeout)
    {
        foreach (var visitor in visitors)
        {
            Coverage.Merge(visitor.Coverage);
            Clocks.Merge(visitor.Clocks);
            Fields.Merge(visitor.Fields);
            foreach (var (file, tally) in visitor.Tallies)
            {
                // Nearly every file was read by one worker.
                if (!Tallies.TryAdd(file, tally))
                    Tallies[file].Add(tally);
            }
        }

        foreach (var reading in Readings.Where(r => r.Damage is not null || TallyOf(r.File).HasUnplacedRejects))
            Coverage.NoteUnread(reading.File.File.Source.Name, UnreadOf(reading, idleTimeout));
        FindCopies();
        Matched = MatchedFlows.Join([_store.Matched], Copies, file => Duplicates[file] = Duplicates.GetValueOrDefault(file) + 1);
    }

    // What a cut off file would have gone on to say begins where it ends; where whole blocks could not be read, it may be of any time of
    // the file.
    private (Instant64 From, Instant64 To)? UnreadOf(FileReading reading, Duration64 idleTimeout)
    {
        var tally = TallyOf(reading.File);
        if (tally is not { From: { } from, To: { } to })
            return null;
        return (tally.HasUnplacedRejects ? from : to, reading.Damage is null ? to : to + idleTimeout);
    }

    /// <summary>Whether a second pass read the same bytes as the first. A file that changed in between is noted as damaged.</summary>
    public bool IsReadAgain(IReadOnlyList<FileReading> again)
    {
        var second = again.ToDictionary(r => r.File);
        var changed = Readings.Where(r => second.TryGetValue(r.File, out var other) && other.Sha256 != r.Sha256).ToHashSet();
        Readings = [.. Readings.Select(r => changed.Contains(r) ? r with { Damage = r.Damage ?? WhyChanged(second[r.File]) } : r)];
        return changed.Count == 0;
    }

    private static string WhyChanged(FileReading again) => again.Damage is { } damage
        ? $"it could be read once, but not again to stitch its connections: {damage}"
        : "its bytes changed between the two times that it was read";

    public FileTally TallyOf(LogFile file)
    {
        if (!Tallies.TryGetValue(file, out var tally))
            Tallies.Add(file, tally = new FileTally(_rejectedLimit));
        return tally;
    }

    /// <summary>The ledger of one file before matched records are counted: all evaluated ones are unmatched.</summary>
    public Ledger LedgerOf(LogFile file)
    {
        var tally = TallyOf(file);
        var duplicates = Duplicates.GetValueOrDefault(file);
        var evaluated = tally.Parsed - tally.NoData - tally.OutOfRange - duplicates;
        return new Ledger
        {
            Read = tally.Parsed + tally.Rejected.Count + tally.Ignored,
            Parsed = tally.Parsed,
            Rejected = tally.Rejected.Count,
            Ignored = tally.Ignored,
            NoData = tally.NoData,
            Duplicate = duplicates,
            OutOfRange = tally.OutOfRange,
            Evaluated = evaluated,
            Unmatched = evaluated,
        };
    }

    private void FindCopies()
    {
        foreach (var same in Readings.Where(r => r.Sha256.Length > 0 && TallyOf(r.File).Parsed > 0).GroupBy(r => r.Sha256))
        {
            foreach (var copy in same.Skip(1))
            {
                var tally = TallyOf(copy.File);
                Copies.Add(copy.File);
                Duplicates[copy.File] = tally.Parsed - tally.NoData - tally.OutOfRange;
            }
        }
    }
}
