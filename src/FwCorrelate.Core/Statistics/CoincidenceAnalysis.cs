// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Statistics;

/// <summary>The bursts of a family of rules.</summary>
/// <param name="Why">Why they cannot be tested, in words; null where they can.</param>
public sealed record FamilyBursts(string Family, IReadOnlyList<Burst> Bursts, string? Why);

/// <summary>
/// Asks of each family of rules whether its bursts coincide with tool calls beyond chance, in each run and over all of them. It speaks of
/// runs; no call is ever named by it.
/// </summary>
/// <param name="from">What the logs cover, in seconds since 1970.</param>
public sealed class CoincidenceAnalysis(Fleet fleet, double from, double to, CoincidenceOptions options)
{
    // Beyond so many a test would take minutes and find the same.
    private const int MostTested = 10_000;

    /// <summary>
    /// Findings by family, then run, those over several runs after each family's own. They depend on the content of the input only, not on
    /// its order.
    /// </summary>
    public IReadOnlyList<CoincidenceFinding> Run(IEnumerable<FamilyBursts> families)
    {
        ArgumentNullException.ThrowIfNull(families);
        var findings = families.OrderBy(f => f.Family, StringComparer.Ordinal).SelectMany(Of).ToList();
        Adjust(findings, f => f.Runs == 1);
        Adjust(findings, f => f.Runs > 1);
        return findings;
    }

    private IEnumerable<CoincidenceFinding> Of(FamilyBursts family)
    {
        var placed = family.Bursts.Select(b => (Burst: b, Activity: fleet.Of(b.Sandboxes))).ToList();
        var runs = placed.Where(p => p.Activity is not null).GroupBy(p => RunOf(p.Activity!, p.Burst.Start), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var untraced = placed.Where(p => p.Activity is null).Select(p => p.Burst).ToList();
        if (runs.Count <= 1)
        {
            var (run, traced) = runs.Count == 0 ? (null, []) : (runs[0].Key, runs[0].Select(p => p.Burst).ToList());
            return [Finding(family, run, 1, traced, untraced, null)];
        }

        var findings = runs.Select(r => Finding(family, r.Key, 1, [.. r.Select(p => p.Burst)], [], null)).ToList();
        List<Burst> all = [.. placed.Where(p => p.Activity is not null).Select(p => p.Burst)];
        return [.. findings,
            Finding(family, null, runs.Count, all, untraced, AreIndependent([.. runs.Select(r => r.Key)]) ? findings : null)];
    }

    // A burst between episodes belongs to the run before it.
    private static string? RunOf(AgentActivity activity, double time) =>
        (activity.EpisodeAt(time) ?? activity.Episodes.LastOrDefault(
            e => e.Start <= time) ?? (activity.Episodes is [var first, ..] ? first : null))?.Run;

    /// <summary>Runs that never ran at the same time share no moment that could drive both.</summary>
    private bool AreIndependent(IReadOnlyList<string?> runs)
    {
        var episodes = fleet.Sandboxes.SelectMany(s => s.Episodes).Where(e => runs.Contains(e.Run)).GroupBy(e => e.Run)
            .Select(g => (From: g.Min(e => e.Start), To: g.Max(e => e.End))).OrderBy(r => r.From).ToList();
        return episodes.Zip(episodes.Skip(1), (a, b) => a.To < b.From).All(apart => apart);
    }

    /// <param name="singles">The findings of the runs, where they are independent.</param>
    private CoincidenceFinding Finding(
        FamilyBursts family, string? run, int runs, IReadOnlyList<Burst> traced, IReadOnlyList<Burst> untraced,
        List<CoincidenceFinding>? singles)
    {
        var placed = traced.Select(b => (Burst: b, Activity: fleet.Of(b.Sandboxes)!))
            .Select(p => (p, Episode: p.Activity.EpisodeAt(p.Burst.Start)))
            .Where(p => p.Episode is not null).Select(p => new PlacedBurst(p.p.Burst, p.p.Activity, p.Episode!)).ToList();
        var part = $"{family.Family}\n{run}\n{runs}";
        var (pattern, period) = TimePatternTest.Of(traced.Concat(untraced).OrderBy(b => b.Start)
            .ThenBy(b => b.Actor, StringComparer.Ordinal), options, part);
        var within = placed.Count(b => b.IsInWindow);
        var finding = new CoincidenceFinding
        {
            Family = family.Family,
            Run = run,
            Runs = runs,
            Conclusion = Conclusion.TooFew,
            Why = family.Why,
            Bursts = placed.Count,
            InWindows = within,
            OutsideEpisodes = traced.Count - placed.Count,
            Untraced = untraced.Count,
            Pattern = pattern,
            Period = period,
            Options = options,
        };
        if (family.Why is not null || fleet.Sandboxes.All(s => s.Calls.Count == 0))
            return finding with { Conclusion = Conclusion.NotTestable, Why = family.Why ?? "no trace tells when calls ran in a sandbox" };
        var coverage = new Exposure(fleet, from, to).Coverage(placed);
        finding = finding with { Coverage = coverage, Rates = coverage is { } share ? RateRatio.Of(within, placed.Count, share) : null };
        return placed.Count < options.FewestBursts ? finding : Tested(finding, LagSearch.Thinned(placed, MostTested), singles, part);
    }

    private CoincidenceFinding Tested(
        CoincidenceFinding finding, IReadOnlyList<PlacedBurst> bursts, List<CoincidenceFinding>? singles, string part)
    {
        var calls = new WindowChoice(fleet, null, options);
        var lags = LagSearch.Of(bursts, calls, options, part);
        if (singles?.TrueForAll(s => s.Outcome is not null) == true)
        {
            return finding with
            {
                Lags = lags,
                Outcome = Combined([.. singles.Select(s => s.Outcome!)]),
                Controls = [.. Enum.GetValues<ControlKind>()
                    .Select(k => Combined(k, [.. singles.Select(s => s.Controls.First(c => c.Kind == k))]))],
            };
        }

        var exact = ConcurrentSandboxTest.Run(bursts, calls);
        var isExact = exact.Bursts >= options.FewestBursts && 2 * exact.Bursts >= bursts.Count;
        return finding with
        {
            Lags = lags,
            Outcome = isExact ? exact : new BlockShiftTest(bursts, calls, options).Run(part),
            Controls = [.. Enum.GetValues<ControlKind>().Select(k => Control(k, bursts, isExact, part))],
        };
    }

    private NegativeControl Control(ControlKind kind, IReadOnlyList<PlacedBurst> bursts, bool isExact, string part)
    {
        if (kind == ControlKind.Generation && !fleet.HasGenerations)
            return new NegativeControl(kind, null, "the traces do not tell when a model generated");
        if (kind == ControlKind.NextStep && !bursts.Any(b => fleet.StepLength(b.Episode.Run) is not null))
            return new NegativeControl(kind, null, "the traces tell of fewer than two training steps");
        if (kind == ControlKind.OtherHosts && fleet.Sandboxes.Select(s => s.Host).OfType<string>().Distinct().Count() < 2)
            return new NegativeControl(kind, null, "sandboxes of fewer than two hosts are known");
        var choice = new WindowChoice(fleet, kind, options);
        var outcome = isExact ? ConcurrentSandboxTest.Run(bursts, choice)
            : new BlockShiftTest(bursts, choice, options).Run($"{part} {kind}");
        return outcome.Bursts >= options.FewestBursts
            ? new NegativeControl(kind, outcome, null)
            : new NegativeControl(kind, null, "too few bursts have sandboxes to compare with");
    }

    private static TestOutcome Combined(IReadOnlyList<TestOutcome> outcomes) => new(
        CoincidenceTest.Fisher, outcomes.Sum(o => o.Bursts), outcomes.Sum(o => o.InWindows),
        FalseDiscovery.Combine([.. outcomes.Select(o => o.PValue)]), null);

    private static NegativeControl Combined(ControlKind kind, IReadOnlyList<NegativeControl> controls)
    {
        var made = controls.Select(c => c.Outcome).OfType<TestOutcome>().ToList();
        return made.Count == 0 ? controls[0] : new NegativeControl(kind, Combined(made), null);
    }

    private void Adjust(List<CoincidenceFinding> findings, Func<CoincidenceFinding, bool> isOne)
    {
        var tested = Enumerable.Range(0, findings.Count).Where(i => isOne(findings[i]) && findings[i].Outcome is not null).ToList();
        var adjusted = FalseDiscovery.Adjust([.. tested.Select(i => findings[i].Outcome!.PValue)]);
        foreach (var (index, value) in tested.Zip(adjusted))
            findings[index] =
                findings[index] with { Adjusted = value, Conclusion = Conclude(findings[index], value), Why = WhyInVain(findings[index]) };
    }

    /// <summary>Why a test could not have found anything; null where it could.</summary>
    private string? WhyInVain(CoincidenceFinding finding) =>
        finding.Outcome is { Null: { } chance } outcome && chance.AtLeast(outcome.Bursts) > options.Level
            ? string.Create(CultureInfo.InvariantCulture,
                $"even if every burst coincided, chance would explain it: calls cover {100 * finding.Coverage ?? 100:0} % of the time")
            : null;

    private Conclusion Conclude(CoincidenceFinding finding, double adjusted) => adjusted > options.Level ? Conclusion.NotBeyondChance
        : finding.Controls.Any(c => c.IsSignificant(options.Level)) ? Conclusion.Withdrawn
        : Conclusion.Coincides;
}
