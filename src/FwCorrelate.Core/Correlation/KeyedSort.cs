// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// Sorts many values by a number that tells most of them apart, and only the rest by comparing: several times as fast as comparing all.
/// </summary>
public static class KeyedSort
{
    /// <param name="keys">A number for each item, in the order of <paramref name="rest"/>; sorted with them.</param>
    /// <param name="rest">Compares items of equal numbers.</param>
    public static void Sort<T>(long[] keys, T[] items, Comparison<T> rest)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(rest);
        Array.Sort(keys, items);
        for (int start = 0, end; start < items.Length; start = end)
        {
            end = start + 1;
            while (end < items.Length && keys[end] == keys[start])
                end++;
            if (end - start > 1)
                items.AsSpan(start, end - start).Sort(rest);
        }
    }
}
