// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>Counts of one file; those of several workers add up.</summary>
/// <param name="rejectedLimit">How many rejected records are kept with their reasons.</param>
internal sealed class FileTally(int rejectedLimit)
{
    public long Parsed { get; set; }

    public long Ignored { get; set; }

    public long NoData { get; set; }

    public long OutOfRange { get; set; }

    /// <summary>Whether records could not be read around which nothing else was: nothing tells of what time they are.</summary>
    public bool HasUnplacedRejects { get; set; }

    /// <summary>Records of which a stamp has two readings.</summary>
    public long DoubtfulStamps { get; set; }

    public Instant64? From { get; private set; }

    public Instant64? To { get; private set; }

    public RejectedRecords Rejected { get; } = new(rejectedLimit);

    public void NoteTime(Instant64 start, Instant64 end)
    {
        From = From is { } from ? Instant64.Min(from, start) : start;
        To = To is { } to ? Instant64.Max(to, end) : end;
    }

    public void Reject(IReadOnlyList<RejectedRecord> rejected)
    {
        for (var i = 0; i < rejected.Count; i++)
            Rejected.Add(rejected[i]);
    }

    public void Add(FileTally other)
    {
        Parsed += other.Parsed;
        Ignored += other.Ignored;
        NoData += other.NoData;
        OutOfRange += other.OutOfRange;
        DoubtfulStamps += other.DoubtfulStamps;
        HasUnplacedRejects |= other.HasUnplacedRejects;
        Rejected.Join(other.Rejected);
        if (other is { From: { } from, To: { } to })
            NoteTime(from, to);
    }
}
