// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>Counts of one file; those of several workers add up.</summary>
internal sealed class FileTally
{
    /// <summary>Rejected records kept with their reasons per file and worker; the rest are counted.</summary>
    public const int RejectedLimit = 10_000;

    public long Parsed { get; set; }

    public long RejectedCount { get; set; }

    public long Ignored { get; set; }

    public long NoData { get; set; }

    public long OutOfRange { get; set; }

    public Instant64? From { get; private set; }

    public Instant64? To { get; private set; }

    public List<RejectedRecord> Rejected { get; } = [];

    public void NoteTime(Instant64 start, Instant64 end)
    {
        From = From is { } from ? Instant64.Min(from, start) : start;
        To = To is { } to ? Instant64.Max(to, end) : end;
    }

    public void Reject(IReadOnlyList<RejectedRecord> rejected)
    {
        RejectedCount += rejected.Count;
        for (var i = 0; i < rejected.Count && Rejected.Count < RejectedLimit; i++)
            Rejected.Add(rejected[i]);
    }

    public void Add(FileTally other)
    {
        Parsed += other.Parsed;
        Ignored += other.Ignored;
        NoData += other.NoData;
        OutOfRange += other.OutOfRange;
        RejectedCount += other.RejectedCount;
        Rejected.AddRange(other.Rejected);
        if (other is { From: { } from, To: { } to })
            NoteTime(from, to);
    }
}
