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

    public Instant64? From { get; private set; }

    public Instant64? To { get; private set; }

    /// <summary>Words of verdicts that mean nothing here.</summary>
    public SortedSet<string> UnknownVerdicts { get; } = new(StringComparer.Ordinal);

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
        Rejected.Join(other.Rejected);
        UnknownVerdicts.UnionWith(other.UnknownVerdicts);
        if (other is { From: { } from, To: { } to })
            NoteTime(from, to);
    }
}
