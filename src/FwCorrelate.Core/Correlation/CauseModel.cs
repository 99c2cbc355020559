// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>
/// The numbers behind a candidate's weight: how likely it is that a call opens a connection to one endpoint at one moment, in events
/// per second, against the rate at which the same happens without any call. Decision record 0002 derives them and says what each
/// mistake would cost. They are fixed beforehand; nothing is fitted to the alerts of a case.
/// </summary>
internal static class CauseModel
{
    /// <summary>A call is named from this weight on (design, section 6).</summary>
    public const double NamingThreshold = 0.99;

    /// <summary>What timing alone may claim where a guard fails: the trace is incomplete, the start is unknown, the call had ended.</summary>
    public const double TimingOnlyCap = 0.98;

    /// <summary>Candidates below it are not listed.</summary>
    public const double ListingThreshold = 0.01;

    /// <summary>Causes of earlier connections below it are not carried over to later ones.</summary>
    public const double RememberedWeight = 0.1;

    /// <summary>
    /// Rate at which a connection that ran before the log began shows itself in the log's first minute and goes where a command happens to
    /// point: one sandbox in ten has such a connection, one in twenty of those to that very place, at any of 60 seconds.
    /// </summary>
    public const double RanBeforeRate = 0.1 * 0.05 / 60;

    /// <summary>Rate at which an intruder with a session in a sandbox makes connections that rules match, per second.</summary>
    public const double IntruderRate = 0.05;

    /// <summary>How long after an inbound session an intruder may still act.</summary>
    public const double IntruderMemorySeconds = 600;

    private const double OpaqueProbability = 0.02;
    private const double InertProbability = 0.0005;
    private const double AtStart = 0.6;
    private const double Throughout = 0.35;
    private const double AfterForeground = 0.01;
    private const double AfterBackground = 0.2;
    private const double StartSeconds = 2;
    private const double TailSeconds = 10;
    private const double RetryRate = 0.05;
    private const double RetrySeconds = 60;
    private const double LateReconnectRate = 0.005;

    /// <summary>Probability that a call connects to the endpoint at all. Without a mention it is that of any endpoint, times <paramref name="endpointShare"/>.</summary>
    public static double Probability(MentionKind mention, NetworkAbility ability, double endpointShare) => mention switch
    {
        MentionKind.Exact => 0.9,
        MentionKind.Pattern => 0.6,
        MentionKind.Lineage => 0.6,
        MentionKind.AddressOnly => 0.4,
        _ => (ability == NetworkAbility.Inert ? InertProbability : OpaqueProbability) * endpointShare,
    };

    /// <summary>
    /// Density of a connection's start in time, per second, given that the call makes it: most commands connect when they start, some
    /// throughout, few after their end unless they leave a process behind.
    /// </summary>
    /// <param name="lag">Connection start minus call start, seconds.</param>
    /// <param name="duration">Of the call, seconds.</param>
    /// <param name="doubt">How far off both stamps may be together, seconds.</param>
    public static double Density(double lag, double duration, double doubt, bool outlivesCall)
    {
        var scale = StartSeconds + doubt;
        var after = lag - duration - doubt;
        var density = 0.0;
        if (lag < -doubt)
            return AtStart * 0.05 * Math.Exp(lag + doubt) / scale;
        if (after <= 0 || outlivesCall)
            density += AtStart * Math.Exp(-Math.Max(lag, 0) / scale) / scale;
        if (after <= 0)
            density += Throughout / (duration + (2 * doubt) + 1);
        else
            density += (outlivesCall ? AfterBackground : AfterForeground) * Math.Exp(-after / TailSeconds) / TailSeconds;
        return density;
    }

    /// <summary>
    /// Density for a process that an earlier call left behind, which is known to have gone to the endpoint with
    /// <paramref name="confidence"/>: what loses its connection tries again soon, or much later.
    /// </summary>
    /// <param name="gap">Seconds since its last connection to the endpoint ended.</param>
    public static double Reconnection(double confidence, double gap) =>
        confidence * ((RetryRate * Math.Exp(-Math.Max(gap, 0) / RetrySeconds)) + LateReconnectRate);
}
