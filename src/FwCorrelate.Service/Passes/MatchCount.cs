// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Matching;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Counts the records that matched over all workers. Each is held until the end, because incidents are made of all of them: a rule that
/// matches everything would otherwise take all the memory of the machine, and the operating system would end the process without a word.
/// </summary>
/// <param name="limit">How many may be held; a quarter of a kilobyte each in the first pass, up to one in the end.</param>
internal sealed class MatchCount(long limit = MatchCount.MostMatches)
{
    public const long MostMatches = 2_000_000;

    private long _count;

    /// <summary>Counts one more.</summary>
    /// <param name="matched">What the calling worker holds already.</param>
    /// <exception cref="InvalidDataException">There are too many; the message names the rule that matches most.</exception>
    public void Add(ChunkedList<MatchedFlow> matched, IDetector detector)
    {
        if (Interlocked.Increment(ref _count) <= limit)
            return;
        var most = matched.SelectMany(m => m.Rules).GroupBy(r => r).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => detector.Rules[g.Key]).FirstOrDefault();
        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"more than {limit} records match rules, most of them")
            + $" '{most?.Title}' ({most?.Id}): more than can be laid on calls at once. Narrow the time with --from and --to, or use rules that match less.");
    }
}
