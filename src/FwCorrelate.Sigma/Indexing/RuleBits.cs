// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Indexing;

/// <summary>Sets of rules as bits, 64 in a word.</summary>
internal static class RuleBits
{
    /// <summary>The bits of those rules that are in the set.</summary>
    public static ulong[] Of<T>(IReadOnlyList<T> rules, Func<T, bool> isIn)
    {
        var bits = new ulong[(rules.Count + 63) / 64];
        for (var i = 0; i < rules.Count; i++)
        {
            if (isIn(rules[i]))
                bits[i >> 6] |= 1UL << (i & 63);
        }

        return bits;
    }
}
