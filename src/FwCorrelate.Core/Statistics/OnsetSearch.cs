// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>What became of episodes in one training step, in the groups that they come in.</summary>
/// <param name="Step">As the traces name it; steps are given in their order.</param>
/// <param name="Groups">Hits and trials of each group of rollouts.</param>
public sealed record StepCounts(string Step, IReadOnlyList<(int Hits, int Trials)> Groups);

/// <summary>From which step on something is seen more often.</summary>
/// <param name="Step">The first step of the higher rate.</param>
/// <param name="From">Earliest step that the counts do not speak against (95 %).</param>
/// <param name="To">Latest one.</param>
/// <param name="PValue">How often the groups, dealt to the steps by chance, show a rise as clear anywhere.</param>
/// <param name="Before">What was seen in the steps before; its interval's upper end bounds what may have been there unseen.</param>
/// <param name="After">From the step on.</param>
public sealed record Onset(string Step, string From, string To, double PValue, GroupedShare Before, GroupedShare After);

/// <summary>
/// Finds a step from which on a behaviour is more frequent. The clearest rise of all is judged against the clearest rises of the same
/// groups dealt to the steps by chance, so that having searched costs what it should; its interval holds the steps that a permutation
/// within the parts before and after them does not refuse.
/// </summary>
public sealed class OnsetSearch
{
    /// <summary>With fewer groups that show it there is nothing to find.</summary>
    public const int FewestHits = 4;
    private const int Permutations = 999;
    private const int PermutationsForInterval = 199;
    private const int MostSteps = 100;
    private const double Level = 0.05;

    // In log likelihood. By Wilks the double of it is chi-squared with one degree of freedom: over 100 steps chance comes so far in less
    // than one case of 100.
    private const double FarBehind = 8;

    private readonly (int Hits, int Trials)[] _groups;
    private readonly int[] _ends;
    private readonly double[] _logs;

    private OnsetSearch(IReadOnlyList<StepCounts> steps)
    {
        _groups = [.. steps.SelectMany(s => s.Groups)];
        _ends = new int[steps.Count];
        for (var (i, end) = (0, 0); i < steps.Count; i++)
            _ends[i] = end += steps[i].Groups.Count;
        _logs = new double[_groups.Sum(g => g.Trials) + 1];
        for (var n = 1; n < _logs.Length; n++)
            _logs[n] = n * Math.Log(n);
    }

    /// <summary>The clearest rise, or null where fewer than three steps or <see cref="FewestHits"/> groups tell anything.</summary>
    /// <param name="steps">In their order; more than 100 are put together with their neighbours.</param>
    /// <param name="seed">Two equal ones draw the same.</param>
    public static Onset? Of(IReadOnlyList<StepCounts> steps, SeededDraws seed)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(seed);
        var told = Together([.. steps.Select(s => s with { Groups = [.. s.Groups.Where(g => g.Trials > 0)] })
            .Where(s => s.Groups.Count > 0)]);
        if (told.Count < 3 || told.Sum(s => s.Groups.Count(g => g.Hits > 0)) < FewestHits)
            return null;
        return new OnsetSearch(told).Find(told, seed);
    }

    private static List<StepCounts> Together(List<StepCounts> steps)
    {
        var size = (steps.Count + MostSteps - 1) / MostSteps;
        return size <= 1 ? steps : [.. steps.Chunk(size).Select(c => new StepCounts(c[0].Step, [.. c.SelectMany(s => s.Groups)]))];
    }

    private Onset? Find(List<StepCounts> steps, SeededDraws draws)
    {
        var (at, best) = Clearest(_groups, 0, _ends.Length);
        if (at == 0)
            return null;
        var (dealt, asClear) = ((int Hits, int Trials)[])_groups.Clone() is var copy ? (copy, 0) : default;
        for (var i = 0; i < Permutations; i++)
        {
            Deal(dealt, 0, dealt.Length, draws);
            if (Clearest(dealt, 0, _ends.Length).Gain >= best - 1e-9)
                asClear++;
        }

        var p = (1.0 + asClear) / (1 + Permutations);
        var possible = Enumerable.Range(1, steps.Count - 1).Where(k => k == at || IsPossible(k, best, draws)).ToList();
        return new Onset(
            steps[at].Step, steps[possible[0]].Step, steps[possible[^1]].Step, p,
            GroupedShare.Of([.. steps.Take(at).SelectMany(s => s.Groups)]),
            GroupedShare.Of([.. steps.Skip(at).SelectMany(s => s.Groups)]));
    }

    /// <summary>Whether the counts are such as a rise at a step leaves: the gain of looking elsewhere is no larger than chance gives.</summary>
    private bool IsPossible(int step, double best, SeededDraws draws)
    {
        var own = Gain(_groups, step);
        var (lead, asLarge) = (best - own, 0);
        if (lead > FarBehind)
            return false;
        var dealt = ((int Hits, int Trials)[])_groups.Clone();
        for (var i = 0; i < PermutationsForInterval; i++)
        {
            Deal(dealt, 0, _ends[step - 1], draws);
            Deal(dealt, _ends[step - 1], dealt.Length, draws);
            if (Clearest(dealt, 0, _ends.Length).Gain - own >= lead - 1e-9)
                asLarge++;
            if (1.0 + asLarge > Level * (1 + PermutationsForInterval))
                return true;
        }

        return false;
    }

    /// <summary>The step from which on the rate rises most clearly, 0 where it rises nowhere, and the gain in log likelihood.</summary>
    private (int Step, double Gain) Clearest((int Hits, int Trials)[] groups, int from, int to)
    {
        var (all, hits) = (0, 0);
        foreach (var group in groups)
            (all, hits) = (all + group.Trials, hits + group.Hits);
        var (best, at, before, hitsBefore, next) = (0.0, 0, 0, 0, 0);
        for (var step = from + 1; step < to; step++)
        {
            for (; next < _ends[step - 1]; next++)
                (before, hitsBefore) = (before + groups[next].Trials, hitsBefore + groups[next].Hits);
            var gain = Gain(hitsBefore, before, hits, all);
            if (gain > best)
                (best, at) = (gain, step);
        }

        return (at, best);
    }

    private double Gain((int Hits, int Trials)[] groups, int step)
    {
        var first = groups.Take(_ends[step - 1]).ToList();
        return Gain(first.Sum(g => g.Hits), first.Sum(g => g.Trials), groups.Sum(g => g.Hits), groups.Sum(g => g.Trials));
    }

    private double Gain(int hitsBefore, int before, int hits, int all)
    {
        var (hitsAfter, after) = (hits - hitsBefore, all - before);
        return (long)hitsAfter * before <= (long)hitsBefore * after ? 0 : LogLikelihood(hitsBefore, before) + LogLikelihood(hitsAfter, after)
            - LogLikelihood(hits, all);
    }

    private double LogLikelihood(int hits, int trials) => _logs[hits] + _logs[trials - hits] - _logs[trials];

    private static void Deal((int Hits, int Trials)[] groups, int from, int to, SeededDraws draws)
    {
        for (var i = to - 1; i > from; i--)
        {
            var other = from + draws.Below(i - from + 1);
            (groups[i], groups[other]) = (groups[other], groups[i]);
        }
    }
}
