// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Flows;

/// <summary>
/// Sums of logged counters. A log may claim any number, so a sum stops at the largest one instead of failing or turning negative.
/// </summary>
public static class Counters
{
    /// <summary>The sum of numbers that are not negative.</summary>
    public static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    /// <summary>The sum of all; negative ones, which stand for "not counted", count as zero.</summary>
    public static long Total(IEnumerable<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.Aggregate(0L, (sum, count) => Add(sum, Math.Max(0, count)));
    }
}
