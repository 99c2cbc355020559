// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion;
using FwCorrelate.Matching;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>What the first pass found, workers put together.</summary>
internal sealed class Detection
{
    private readonly int _rejectedLimit;

    private Detection(IReadOnlyList<FileReading> readings, CoverageMap coverage, int rejectedLimit)
    {
        _rejectedLimit = rejectedLimit;
        Readings = readings;
        Coverage = coverage;
    }

    public IReadOnlyList<FileReading> Readings { get; private set; }

    public CoverageMap Coverage { get; }

    public Dictionary<LogFile, FileTally> Tallies { get; } = [];

    /// <summary>Matched records, duplicates left out, in an order made of their content.</summary>
    public List<(MatchedFlow Flow, string Sha256)> Matched { get; private set; } = [];

    /// <summary>Duplicates by file: records of a file that is stored twice, and matched records that stand in two files.</summary>
    public Dictionary<LogFile, long> Duplicates { get; } = [];

    /// <summary>Files whose bytes are those of another file; they are not read again.</summary>
    public HashSet<LogFile> Copies { get; } = [];

    public static Detection Run(LogPass pass, IDetector detector, int threads, Duration64 idleTimeout, Instant64 from, Instant64 to)
    {
        var rejectedLimit = RejectedRecords.LimitPerFile(pass.FileCount);
        var kept = new MatchCount();
        var visitors = Enumerable.Range(0, Math.Max(1, threads)).Select(_ => new DetectingVisitor(detector, idleTimeout, from, to, rejectedLimit, kept)).ToList();
        var readings = pass.Run(visitors);
        var detection = new Detection(readings, new CoverageMap(idleTimeout), rejectedLimit);
        foreach (var visitor in visitors)
        {
            detection.Coverage.Merge(visitor.Coverage);
            foreach (var (file, tally) in visitor.Tallies)
                detection.TallyOf(file).Add(tally);
        }

        detection.FindCopies();
        detection.KeepOnce(visitors.SelectMany(v => v.Matched));
        return detection;
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

    private void KeepOnce(IEnumerable<MatchedFlow> matched)
    {
        var hashed = matched.Where(m => !Copies.Contains(m.File)).Select(m => (Flow: m, Sha256: Convert.ToHexStringLower(SHA256.HashData(m.Record.Raw.Span))));
        foreach (var same in hashed.GroupBy(m => (m.Sha256, m.Flow.File.Format.Name, m.Flow.Record.Record.Index)))
        {
            // Two equal lines of one file are two records; the same line in two files is one that was delivered twice.
            var first = same.Select(m => m.Flow.File).MinBy(f => f.File.Path, StringComparer.Ordinal)!;
            foreach (var match in same)
            {
                if (match.Flow.File == first)
                    Matched.Add(match);
                else
                    Duplicates[match.Flow.File] = Duplicates.GetValueOrDefault(match.Flow.File) + 1;
            }
        }

        Matched = [.. Matched.OrderBy(m => m.Flow.Record.Record.Start).ThenBy(m => m.Sha256, StringComparer.Ordinal)
            .ThenBy(m => m.Flow.File.File.Path, StringComparer.Ordinal).ThenBy(m => m.Flow.Record.Record.Line).ThenBy(m => m.Flow.Record.Record.Index)
            .ThenBy(m => m.Flow.Record.Record.Offset)];
    }
}
