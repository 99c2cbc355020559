// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>
/// A share of episodes that come in groups, such as the rollouts of one task in one step, which resemble each other: Clopper and
/// Pearson's exact interval over as many independent trials as the groups tell (Korn and Graubard, "Confidence intervals for
/// proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24, 1998).
/// </summary>
/// <param name="Hits">Episodes that show it.</param>
/// <param name="Trials">Episodes that could have shown it.</param>
/// <param name="Groups">Groups that they come in.</param>
/// <param name="EffectiveTrials">How many independent episodes tell as much; <paramref name="Trials"/> where each is a group of its
/// own.</param>
public sealed record GroupedShare(int Hits, int Trials, int Groups, double EffectiveTrials, BinomialInterval Interval)
{
    // How many groups that show something weigh as much as the assumption that the episodes of a group are all alike. With few of
    // them the likeness cannot be estimated, and assuming little of it would make intervals too narrow.
    private const double PriorGroups = 2;

    /// <summary>0 where there is no trial.</summary>
    public double Share => Trials == 0 ? 0 : (double)Hits / Trials;

    /// <param name="groups">Each with 0 to <c>Trials</c> hits; groups without trials do not count.</param>
    /// <exception cref="ArgumentException">A group has more hits than trials, or a negative number.</exception>
    public static GroupedShare Of(IReadOnlyCollection<(int Hits, int Trials)> groups, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Any(g => g.Hits < 0 || g.Hits > g.Trials))
            throw new ArgumentException("Each group has at least 0 hits, and no more than trials.", nameof(groups));
        var (hits, trials, count) = (groups.Sum(g => g.Hits), groups.Sum(g => g.Trials), groups.Count(g => g.Trials > 0));
        if (trials == 0)
            return new GroupedShare(0, 0, 0, 0, new BinomialInterval(0, 1));
        if (count == trials)
            return new GroupedShare(hits, trials, count, trials, BinomialInterval.Of(hits, trials, confidence));
        var effective = Effective(groups, hits, trials, count, confidence);
        return new GroupedShare(
            hits, trials, count, effective, BinomialInterval.OfEffective((double)hits / trials, effective, confidence));
    }

    private static double Effective(
        IReadOnlyCollection<(int Hits, int Trials)> groups, int hits, int trials, int count, double confidence)
    {
        // The size of the group that an episode is in, on average.
        var size = groups.Sum(g => (double)g.Trials * g.Trials) / trials;
        var showing = Math.Min(groups.Count(g => g.Hits > 0), groups.Count(g => g.Hits < g.Trials));
        var trust = showing / (showing + PriorGroups);
        var likeness = (trust * Likeness(groups, hits, trials, count, size)) + 1 - trust;
        var effective = trials / (1 + ((size - 1) * likeness));
        if (hits == 0 || hits == trials || count < 2)
            return Math.Max(1, effective);

        // The likeness is estimated from the groups, as a variance is: Student's t in place of the normal.
        var ratio = StudentSquared(trials - 1, confidence) / StudentSquared(count - 1, confidence);
        return Math.Max(1, effective * Math.Min(1, ratio));
    }

    /// <summary>Correlation within groups, 0 to 1, from how much their shares differ.</summary>
    private static double Likeness(IReadOnlyCollection<(int Hits, int Trials)> groups, int hits, int trials, int count, double size)
    {
        var share = (double)hits / trials;
        if (count < 2 || hits == 0 || hits == trials || size <= 1)
            return 1;
        var variance = count / (count - 1.0) * groups.Sum(g => Math.Pow(g.Hits - (share * g.Trials), 2)) / ((double)trials * trials);
        var effect = variance / (share * (1 - share) / trials);
        return Math.Clamp((effect - 1) / (size - 1), 0, 1);
    }

    /// <summary>Square of the quantile of |t| with so many degrees of freedom.</summary>
    private static double StudentSquared(int freedom, double confidence)
    {
        var x = BinomialInterval.BetaQuantile(1 - confidence, freedom / 2.0, 0.5);
        return freedom * (1 - x) / Math.Max(x, 1e-300);
    }
}
