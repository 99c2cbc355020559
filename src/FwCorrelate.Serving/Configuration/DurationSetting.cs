// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Configuration;

/// <summary>A duration of the settings, by its key.</summary>
/// <param name="Least">What it must be at least.</param>
internal sealed record DurationSetting(
    string Key, Duration Least, Func<ServiceSettings, Duration> Get, Func<ServiceSettings, Duration, ServiceSettings> Set)
{
    private static readonly Duration Moment = Duration.FromMilliseconds(10);

    public static IReadOnlyList<DurationSetting> All { get; } =
    [
        new("collect_every", Moment, s => s.CollectEvery, (s, d) => s with { CollectEvery = d }),
        new("report_every", Moment, s => s.ReportEvery, (s, d) => s with { ReportEvery = d }),
        new("revise_every", Duration.Zero, s => s.ReviseEvery, (s, d) => s with { ReviseEvery = d }),
        new("allowed_lateness", Duration.Zero, s => s.AllowedLateness, (s, d) => s with { AllowedLateness = d }),
        new("horizon", Duration.FromMinutes(1), s => s.Horizon, (s, d) => s with { Horizon = d }),
        new("retention", Duration.Zero, s => s.Retention, (s, d) => s with { Retention = d }),
        new("silence_after", Duration.FromSeconds(1), s => s.SilenceAfter, (s, d) => s with { SilenceAfter = d }),
        new("settle_time", Duration.Zero, s => s.SettleTime, (s, d) => s with { SettleTime = d }),
        new("job_timeout", Duration.FromSeconds(1), s => s.JobTimeout, (s, d) => s with { JobTimeout = d }),
    ];
}
