// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Elastic.Ecs;

/// <summary><c>fwcorrelate.statistics</c> of an incident (design, section 7).</summary>
public static class StatisticsFields
{
    private const string Prefix = "fwcorrelate.statistics.";

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
        document.Set(Prefix + "family", finding.Family)
            .Set(Prefix + "run", finding.Run)
            .Set(Prefix + "runs", finding.Runs)
            .Set(Prefix + "conclusion", Name(finding.Conclusion))
            .Set(Prefix + "reason", finding.Why)
            .Set(Prefix + "bursts", finding.Bursts)
            .Set(Prefix + "in_windows", finding.InWindows)
            .Set(Prefix + "outside_episodes", finding.OutsideEpisodes)
            .Set(Prefix + "untraced", finding.Untraced)
            .Set(Prefix + "coverage", finding.Coverage is { } coverage ? Rounded(coverage) : null);
        if (finding.Rates is { } rates)
        {
            document.Set(Prefix + "rate_ratio.value", Rounded(rates.Ratio)).Set(Prefix + "rate_ratio.low", Rounded(rates.Low))
                .Set(Prefix + "rate_ratio.high", Rounded(rates.High))
                .Set(Prefix + "attributable_share.value", Rounded(rates.AttributableShare))
                .Set(Prefix + "attributable_share.low", Rounded(rates.LeastAttributableShare));
        }

        if (finding.Outcome is { } outcome)
            AddTest(document, finding, outcome);
        document.Set(Prefix + "pattern", Name(finding.Pattern)).Set(Prefix + "period_ms", Milliseconds(finding.Period));
    }

    private static void AddTest(EcsDocument document, CoincidenceFinding finding, TestOutcome outcome)
    {
        document.Set(Prefix + "test.name", Name(outcome.Test))
            .Set(Prefix + "test.bursts", outcome.Bursts)
            .Set(Prefix + "test.in_windows", outcome.InWindows)
            .Set(Prefix + "test.p", Chance(outcome.PValue))
            .Set(Prefix + "test.p_adjusted", finding.Adjusted is { } adjusted ? Chance(adjusted) : null);
        if (finding.Lags is { } lags)
        {
            document.Set(Prefix + "lag.best_ms", Milliseconds(lags.Best))
                .Set(Prefix + "lag.in_windows", lags.InWindows.Max())
                .Set(Prefix + "lag.p", Chance(lags.PValue))
                .Set(Prefix + "lag.low_ms", Milliseconds(lags.Low))
                .Set(Prefix + "lag.high_ms", Milliseconds(lags.High))
                .Set(Prefix + "lag.whole_hours", lags.IsWholeHours);
        }

        document.Set(Prefix + "controls", [.. finding.Controls.Select(c => Control(c, finding.Options.Level))])
            .Set(Prefix + "window.before_ms", EcsTime.Milliseconds(finding.Options.Before))
            .Set(Prefix + "window.after_ms", EcsTime.Milliseconds(finding.Options.After))
            .Set(Prefix + "shifts", finding.Options.Shifts)
            .Set(Prefix + "seed", finding.Options.Seed);
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
