// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// The rules worth trying on one event, as bits under a summary of which words hold any: adding is two stores, and taking
/// them out costs by what was added, not by the number of rules. Belongs to one thread.
/// </summary>
internal sealed class CandidateSet(int rules)
{
    private readonly ulong[] _words = new ulong[(rules + 63) / 64];
    private readonly ulong[] _summary = new ulong[(rules + 4095) / 4096];

    public void Add(ReadOnlySpan<int> rules)
    {
        foreach (var rule in rules)
        {
            _words[rule >> 6] |= 1UL << (rule & 63);
            _summary[rule >> 12] |= 1UL << ((rule >> 6) & 63);
        }
    }

    /// <summary>Takes out the least rule; false when none is left.</summary>
    public bool TryTake(out int rule)
    {
        for (var s = 0; s < _summary.Length; s++)
        {
            if (_summary[s] == 0)
                continue;
            var word = (s << 6) + BitOperations.TrailingZeroCount(_summary[s]);
            rule = (word << 6) + BitOperations.TrailingZeroCount(_words[word]);
            _words[word] &= _words[word] - 1;
            if (_words[word] == 0)
                _summary[s] &= _summary[s] - 1;
            return true;
        }

        rule = -1;
        return false;
    }

    public void Clear()
    {
        while (TryTake(out _))
        {
        }
    }
}
