// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion;

/// <summary>
/// Rejected records of one file: all are counted, the first ones kept with their reasons, so that a file of nothing but garbage costs
/// no memory to speak of.
/// </summary>
/// <param name="limit">How many are kept.</param>
public sealed class RejectedRecords(int limit)
{
    private const int LimitOfRun = 200_000;
    private const int LimitOfFile = 10_000;
    private const int LeastOfFile = 20;
    // Made when there is one: most files reject nothing, and a case may hold very many.
    private List<RejectedRecord>? _kept;

    /// <summary>All of them.</summary>
    public long Count { get; private set; }

    /// <summary>The first ones, in the order in which they were added.</summary>
    public IReadOnlyList<RejectedRecord> Kept => _kept ?? [];

    /// <summary>
    /// How many are kept per file where a run reads so many: made of the case alone, so that every run keeps the same ones.
    /// </summary>
    public static int LimitPerFile(int files) => Math.Clamp(LimitOfRun / Math.Max(1, files), LeastOfFile, LimitOfFile);

    public void Add(RejectedRecord record)
    {
        Count++;
        if (Kept.Count < limit)
            (_kept ??= []).Add(record);
    }

    /// <summary>
    /// Joins what another worker kept of the same file. Workers see a file's blocks in ascending order, so the first records of both are
    /// among those that they kept, whoever read which block.
    /// </summary>
    public void Join(RejectedRecords other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Count += other.Count;
        if (other._kept is null)
            return;
        _kept ??= [];
        _kept.AddRange(other._kept);
        _kept.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        if (_kept.Count > limit)
            _kept.RemoveRange(limit, _kept.Count - limit);
    }
}
