// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Statistics;

namespace FwCorrelate.Elastic.Ecs;

/// <summary><c>fwcorrelate.statistics</c> of an incident (design, section 7).</summary>
public static class StatisticsFields
{
    public static string Name(Conclusion conclusion) => conclusion switch
    {
        Conclusion.Coincides => "coincides",
        Conclusion.Withdrawn => "withdrawn",
        Conclusion.NotBeyondChance => "not_beyond_chance",
        Conclusion.TooFew => "too_few",
        _ => "not_testable",
    };

    public static string Name(CoincidenceTest test) => test switch
    {
        CoincidenceTest.ConcurrentSandboxes => "concurrent_sandboxes",
        CoincidenceTest.BlockShift => "block_shift",
        _ => "fisher",
    };

    public static string Name(ControlKind control) => control switch
    {
        ControlKind.Generation => "generation",
        ControlKind.OtherHosts => "other_hosts",
        _ => "next_step",
    };

    public static string Name(TimePattern pattern) => pattern switch
    {
        TimePattern.Periodic => "periodic",
        TimePattern.None => "none",
        _ => "unknown",
    };

    internal static void Add(EcsDocument document, CoincidenceFinding finding)
    {
        document.Set(OwnFields.StatisticsFamily, finding.Family)
            .Set(OwnFields.StatisticsRun, finding.Run)
            .Set(OwnFields.StatisticsRuns, finding.Runs)
            .Set(OwnFields.StatisticsConclusion, Name(finding.Conclusion))
            .Set(OwnFields.StatisticsReason, finding.Why)
            .Set(OwnFields.StatisticsBursts, finding.Bursts)
            .Set(OwnFields.StatisticsInWindows, finding.InWindows)
            .Set(OwnFields.StatisticsOutsideEpisodes, finding.OutsideEpisodes)
            .Set(OwnFields.StatisticsUntraced, finding.Untraced)
            .Set(OwnFields.StatisticsCoverage, finding.Coverage is { } coverage ? Rounded(coverage) : null);
        if (finding.Rates is { } rates)
        {
            document.Set(OwnFields.StatisticsRateRatioValue, Rounded(rates.Ratio)).Set(OwnFields.StatisticsRateRatioLow, Rounded(rates.Low))
                .Set(OwnFields.StatisticsRateRatioHigh, Rounded(rates.High))
                .Set(OwnFields.StatisticsAttributableShareValue, Rounded(rates.AttributableShare))
                .Set(OwnFields.StatisticsAttributableShareLow, Rounded(rates.LeastAttributableShare));
        }

        if (finding.Outcome is { } outcome)
            AddTest(document, finding, outcome);
        document.Set(OwnFields.StatisticsPattern, Name(finding.Pattern)).Set(OwnFields.StatisticsPeriodMs, Milliseconds(finding.Period));
    }

    private static void AddTest(EcsDocument document, CoincidenceFinding finding, TestOutcome outcome)
    {
        document.Set(OwnFields.StatisticsTestName, Name(outcome.Test))
            .Set(OwnFields.StatisticsTestBursts, outcome.Bursts)
            .Set(OwnFields.StatisticsTestInWindows, outcome.InWindows)
            .Set(OwnFields.StatisticsTestP, Chance(outcome.PValue))
            .Set(OwnFields.StatisticsTestPAdjusted, finding.Adjusted is { } adjusted ? Chance(adjusted) : null);
        if (finding.Lags is { } lags)
        {
            document.Set(OwnFields.StatisticsLagBestMs, Milliseconds(lags.Best))
                .Set(OwnFields.StatisticsLagInWindows, lags.InWindows.Max())
                .Set(OwnFields.StatisticsLagP, Chance(lags.PValue))
                .Set(OwnFields.StatisticsLagLowMs, Milliseconds(lags.Low))
                .Set(OwnFields.StatisticsLagHighMs, Milliseconds(lags.High))
                .Set(OwnFields.StatisticsLagWholeHours, lags.IsWholeHours);
        }

        document.Set(OwnFields.StatisticsControls, [.. finding.Controls.Select(c => Control(c, finding.Options.Level))])
            .Set(OwnFields.StatisticsWindowBeforeMs, EcsTime.Milliseconds(finding.Options.Before))
            .Set(OwnFields.StatisticsWindowAfterMs, EcsTime.Milliseconds(finding.Options.After))
            .Set(OwnFields.StatisticsShifts, finding.Options.Shifts)
            .Set(OwnFields.StatisticsSeed, finding.Options.Seed);
    }

    private static EcsDocument Control(NegativeControl control, double level)
    {
        var document = new EcsDocument().Set("windows", Name(control.Kind));
        return control.Outcome is not { } outcome
            ? document.Set("unavailable", control.Unavailable)
            : document.Set("bursts", outcome.Bursts).Set("in_windows", outcome.InWindows).Set("p", Chance(outcome.PValue))
            .Set("significant", control.IsSignificant(level));
    }

    // What is left of sums of products beyond it differs between processors; an infinite ratio has no number.
    private static decimal? Rounded(double value) =>
        double.IsFinite(value) && Math.Abs(value) < 1e9 ? decimal.Round((decimal)value, 4) + 0.0000m : null;

    /// <summary>Rounded up: a chance is never told smaller than it is.</summary>
    private static decimal Chance(double value) => (Math.Ceiling(Math.Round((decimal)value * 10_000, 6)) / 10_000) + 0.0000m;

    private static long? Milliseconds(double? seconds) => seconds is { } value ? (long)Math.Round(value * 1000) : null;
}
