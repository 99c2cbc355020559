// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Incidents;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Service.Rules;

/// <summary>Runs two sets of rules over one case with one reading of its logs, and compares what they find.</summary>
public sealed class Backtest
{
    private const int Listed = 5;

    private readonly BacktestSide _new;
    private readonly BacktestSide _old;

    private Backtest(BacktestSide newSide, BacktestSide oldSide) => (_new, _old) = (newSide, oldSide);

    /// <summary>Compares. Cancelling ends it early with what was read so far.</summary>
    /// <param name="options">The case; its own rules are not used.</param>
    /// <param name="rulesOf">The new set and the old one, given the settings of the case.</param>
    /// <exception cref="ConfigurationException">A path, option or setting cannot be used; nothing was done.</exception>
    public static BacktestResult Run(
        InvestigationOptions options, Func<CaseSettings, (LoadedRules New, LoadedRules Old)> rulesOf,
        IProgress<InvestigationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rulesOf);
        using var inputs = CaseInputs.Find(options, standardInput: null, progress: progress, cancellation: cancellation);
        var (added, old) = rulesOf(inputs.Settings);
        using var run = CaseRun.Read(options, inputs, _ => new TwinDetector(added.Detector, old.Detector), progress, cancellation);
        var backtest = new Backtest(BacktestSide.Of(options, run, added), BacktestSide.Of(options, run, old));
        return backtest.Compare(options, run, added, old, cancellation.IsCancellationRequested);
    }

    private BacktestResult Compare(InvestigationOptions options, CaseRun run, LoadedRules added, LoadedRules old, bool interrupted)
    {
        var starts = _new.Sources.Select(s => s.From).Append(_new.Traces.From).OfType<Instant>().ToList();
        var ends = _new.Sources.Select(s => s.To).Append(_new.Traces.To).OfType<Instant>().ToList();
        Instant? from = starts.Count == 0 ? null : Instant.Max(starts.Min(), options.From ?? Instant.MinValue);
        Instant? to = ends.Count == 0 ? null : Instant.Min(ends.Max(), options.To ?? Instant.MaxValue);
        return new BacktestResult(
            from, to, run.Detection.Tallies.Values.Sum(t => t.Parsed),
            [.. _new.Rules.Keys.Union(_old.Rules.Keys).Order(StringComparer.Ordinal).Select(Compare)],
            Only(_new, _old), Only(_old, _new), Unusable(added), Unusable(old), interrupted);
    }

    private RuleComparison Compare(string id)
    {
        var (mine, others) = (_new.EventsOf(id), _old.EventsOf(id));
        var gained = mine.Except(others).OrderBy(e => e.Time).ThenBy(e => e.Origin.ToString(), StringComparer.Ordinal).ToList();
        var lost = others.Except(mine).OrderBy(e => e.Time).ThenBy(e => e.Origin.ToString(), StringComparer.Ordinal).ToList();
        return new RuleComparison(
            _new.FiresOf(id), _old.FiresOf(id), [.. gained.Take(Listed)], gained.Count, [.. lost.Take(Listed)], lost.Count);
    }

    private static IReadOnlyList<Incident> Only(BacktestSide side, BacktestSide other) =>
    [
        .. side.Incidents.Where(i => !BacktestSide.EventsOf(i).Any(other.Reported.Contains))
            .OrderBy(i => i.FirstSeen).ThenBy(i => i.Id, StringComparer.Ordinal).Select(i => i with { Records = [] }),
    ];

    private static IReadOnlyList<RuleError> Unusable(LoadedRules rules) =>
        [.. rules.Errors.Where(e => e.Kind != RuleErrorKind.NoSuchLogSource)];
}
