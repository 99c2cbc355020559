// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>Counts of one file; those of several workers add up.</summary>
/// <param name="rejectedLimit">How many rejected records are kept with their reasons.</param>
/// <remarks>There is one for each file of a case, of which there may be very many.</remarks>
internal sealed class FileTally(int rejectedLimit)
{
    private static readonly RejectedRecords None = new(0);
    private Instant64 _from = Instant64.MaxValue;
    private Instant64 _to = Instant64.MinValue;
    private RejectedRecords? _rejected;
    private SortedSet<string>? _unknownVerdicts;

    public long Parsed { get; set; }

    public long Ignored { get; set; }

    public long NoData { get; set; }

    public long OutOfRange { get; set; }

    /// <summary>Whether records could not be read around which nothing else was: nothing tells of what time they are.</summary>
    public bool HasUnplacedRejects { get; set; }

    /// <summary>Records of which a stamp has two readings.</summary>
    public long DoubtfulStamps { get; set; }

    /// <summary>Words of verdicts that mean nothing here.</summary>
    public IReadOnlyCollection<string> UnknownVerdicts => _unknownVerdicts ?? (IReadOnlyCollection<string>)[];

    public Instant64? From => _to >= _from ? _from : null;

    public Instant64? To => _to >= _from ? _to : null;

    public RejectedRecords Rejected => _rejected ?? None;

    public void NoteTime(Instant64 start, Instant64 end)
    {
        _from = Instant64.Min(_from, start);
        _to = Instant64.Max(_to, end);
    }

    public void Reject(IReadOnlyList<RejectedRecord> rejected)
    {
        for (var i = 0; i < rejected.Count; i++)
            (_rejected ??= new RejectedRecords(rejectedLimit)).Add(rejected[i]);
    }

    public void NoteUnknownVerdicts(IReadOnlyCollection<string> words)
    {
        if (words.Count > 0)
            (_unknownVerdicts ??= new SortedSet<string>(StringComparer.Ordinal)).UnionWith(words);
    }

    public void Add(FileTally other)
    {
        Parsed += other.Parsed;
        Ignored += other.Ignored;
        NoData += other.NoData;
        OutOfRange += other.OutOfRange;
        NoteUnknownVerdicts(other.UnknownVerdicts);
        DoubtfulStamps += other.DoubtfulStamps;
        HasUnplacedRejects |= other.HasUnplacedRejects;
        if (other._rejected is { } rejected)
            (_rejected ??= new RejectedRecords(rejectedLimit)).Join(rejected);
        if (other is { From: { } from, To: { } to })
            NoteTime(from, to);
    }
}
