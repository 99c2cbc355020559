// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// The rules worth trying on one event, as bits under a summary of which words hold any: adding is two stores, and taking
/// them out costs by what was added, not by the number of rules. Belongs to one thread.
/// </summary>
/// <param name="rules">How many rules there are.</param>
/// <param name="wants">How many of them can be added by <see cref="AddOnce"/>.</param>
internal sealed class CandidateSet(int rules, int wants = 0)
{
    private readonly int[] _addedIn = new int[wants];
    private int _round = 1;

    private readonly ulong[] _words = new ulong[(rules + 63) / 64];
    private readonly ulong[] _summary = new ulong[(rules + 4095) / 4096];

    /// <summary>Adds rules, unless that was done since the set was last empty: a text may stand in a value a million times.</summary>
    /// <param name="want">Number that stands for these rules.</param>
    public void AddOnce(int want, ReadOnlySpan<int> rules)
    {
        if (_addedIn[want] == _round)
            return;
        _addedIn[want] = _round;
        Add(rules);
    }

    public void Add(ReadOnlySpan<int> rules)
    {
        foreach (var rule in rules)
        {
            _words[rule >> 6] |= 1UL << (rule & 63);
            _summary[rule >> 12] |= 1UL << ((rule >> 6) & 63);
        }
    }

    /// <summary>Takes out the least rule; false when none is left, and then the set begins anew.</summary>
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
        NextRound();
        return false;
    }

    public void Clear()
    {
        while (TryTake(out _))
        {
        }
    }

    private void NextRound()
    {
        if (_round++ != int.MaxValue)
            return;
        Array.Clear(_addedIn);
        _round = 1;
    }
}
