// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>
/// Were it by chance, bursts could as well have begun at any other time of the same episode: they are moved within it by a random share of
/// its length and wrap at its ends. What follows steps, phases, days or load is thereby kept, and explains nothing more.
/// </summary>
/// <remarks>
/// All episodes of one step move by the same share, so that what sandboxes do in step is kept as well: were each moved by its own, eight
/// that act as one would count as eight. Likewise episodes of different runs that overlap in time.
/// </remarks>
internal sealed class BlockShiftTest
{
    private readonly List<(PlacedBurst Burst, WindowChoice.Place Place, int Group)> _bursts = [];
    private readonly CoincidenceOptions _options;
    private readonly int _groups;

    public BlockShiftTest(IReadOnlyList<PlacedBurst> bursts, WindowChoice choice, CoincidenceOptions options)
    {
        _options = options;
        var groups = GroupsOf(bursts);
        _groups = groups.Count == 0 ? 0 : groups.Values.Max() + 1;
        foreach (var burst in bursts)
        {
            if (choice.PlaceOf(burst) is { } place)
                _bursts.Add((burst, place, groups[burst.Episode]));
        }
    }

    /// <summary>Bursts that there is something to hold against.</summary>
    public int Count => _bursts.Count;

    /// <param name="part">What the draws are for.</param>
    public TestOutcome Run(string part)
    {
        var draws = SeededDraws.For(_options.Seed, part);
        var observed = _bursts.Count(b => b.Place.Windows.Covers(b.Burst.Start + b.Place.Offset));
        var counts = new int[_options.Shifts];
        var shares = new double[_groups];
        for (var i = 0; i < counts.Length; i++)
        {
            Draw(draws, shares);
            foreach (var (burst, place, group) in _bursts)
            {
                if (place.Windows.Covers(Moved(burst.Start, place, shares[group]) + place.Offset))
                    counts[i]++;
            }
        }

        var asMany = counts.Count(c => c >= observed);
        return new TestOutcome(
            CoincidenceTest.BlockShift, Count, observed, (1.0 + asMany) / (1 + counts.Length), CountDistribution.Uniform(counts));
    }

    /// <summary>The observed count at each lag, and how many shifts reach its largest at a lag of their own.</summary>
    public (int[] Counts, double PValue) Profile(double[] lags, string part)
    {
        var draws = SeededDraws.For(_options.Seed, part);
        var observed = new int[lags.Length];
        foreach (var (burst, place, _) in _bursts)
            place.Windows.CountCovered(burst.Start, lags, observed);
        var (most, asMany) = (observed.Max(), 0);
        var (counts, shares) = (new int[lags.Length], new double[_groups]);
        for (var i = 0; i < _options.Shifts; i++)
        {
            Draw(draws, shares);
            Array.Clear(counts);
            foreach (var (burst, place, group) in _bursts)
                place.Windows.CountCovered(Moved(burst.Start, place, shares[group]), lags, counts);
            if (counts.AsSpan().IndexOfAnyInRange(most, int.MaxValue) >= 0)
                asMany++;
        }

        return (observed, (1.0 + asMany) / (1 + _options.Shifts));
    }

    private static void Draw(SeededDraws draws, double[] shares)
    {
        for (var i = 0; i < shares.Length; i++)
            shares[i] = draws.NextShare();
    }

    private static double Moved(double time, in WindowChoice.Place place, double share)
    {
        var length = place.To - place.From;
        if (length <= 0)
            return time;
        var moved = time - place.From + (share * length);
        return place.From + (moved >= length ? moved - length : moved);
    }

    /// <summary>One group for all episodes of a step; where steps are not told, or runs overlap, for all that overlap in time.</summary>
    private static Dictionary<EpisodeSpan, int> GroupsOf(IReadOnlyList<PlacedBurst> bursts)
    {
        var blocks = bursts.Select(b => b.Episode).Distinct().OrderBy(e => e.Start).ThenBy(e => e.End).ToList();
        var hasOneRun = blocks.Select(e => e.Run).Distinct().Count() < 2;
        var (groups, ofSteps) = (new Dictionary<EpisodeSpan, int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var (next, chained, end) = (0, -1, double.NegativeInfinity);
        foreach (var block in blocks)
        {
            if (hasOneRun && block.Step is { } step)
            {
                if (!ofSteps.TryGetValue(step, out var ofStep))
                    ofSteps.Add(step, ofStep = next++);
                groups.Add(block, ofStep);
                continue;
            }

            if (block.Start > end)
                chained = next++;
            end = Math.Max(end, block.End);
            groups.Add(block, chained);
        }

        return groups;
    }
}
