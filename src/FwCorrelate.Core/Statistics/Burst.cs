// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>A match as bursts are made of it.</summary>
/// <param name="Actor">Who did it: a sandbox, else a source address; matches of different actors never make one burst.</param>
/// <param name="Sandboxes">Keys of the sandboxes that may have been it, in order.</param>
/// <param name="HasIdentity">Whether it is known to be the only one of <paramref name="Sandboxes"/> (rungs A to C).</param>
/// <param name="Start">True time in seconds since 1970.</param>
/// <param name="End">Likewise, at or after <paramref name="Start"/>.</param>
public readonly record struct BurstMatch(string Actor, IReadOnlyList<string> Sandboxes, bool HasIdentity, double Start, double End);

/// <summary>
/// Matches of one rule, or of one family of rules, from one actor with gaps of at most <see cref="LongestGap"/>: the unit of every test,
/// since a firewall repeats its alerts and a sweep is one event.
/// </summary>
/// <param name="Start">Of its first match.</param>
/// <param name="End">Latest end of its matches.</param>
/// <param name="Matches">How many there are.</param>
public sealed record Burst(string Actor, IReadOnlyList<string> Sandboxes, bool HasIdentity, double Start, double End, int Matches)
{
    /// <summary>In seconds (design, section 2).</summary>
    public const double LongestGap = 300;

    /// <summary>Bursts by start, then actor; the order of the matches does not matter.</summary>
    public static IReadOnlyList<Burst> Of(IEnumerable<BurstMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var bursts = new List<Burst>();
        foreach (var actor in matches.GroupBy(m => m.Actor, StringComparer.Ordinal))
        {
            Burst? burst = null;
            foreach (var match in actor.OrderBy(m => m.Start).ThenBy(m => m.End))
            {
                if (burst is not null && match.Start - burst.End <= LongestGap)
                {
                    burst = burst.With(match);
                    continue;
                }

                if (burst is not null)
                    bursts.Add(burst);
                burst = new Burst(actor.Key, match.Sandboxes, match.HasIdentity, match.Start, match.End, 1);
            }

            bursts.Add(burst!);
        }

        return [.. bursts.OrderBy(b => b.Start).ThenBy(b => b.Actor, StringComparer.Ordinal)];
    }

    // An address may change hands within a burst.
    private Burst With(in BurstMatch match)
    {
        var isSame = ReferenceEquals(match.Sandboxes, Sandboxes) || match.Sandboxes.SequenceEqual(Sandboxes, StringComparer.Ordinal);
        return this with
        {
            End = Math.Max(End, match.End),
            Matches = Matches + 1,
            Sandboxes = isSame ? Sandboxes : [.. Sandboxes.Union(match.Sandboxes, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            HasIdentity = HasIdentity && match.HasIdentity && isSame,
        };
    }
}
