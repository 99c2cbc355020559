// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Clocks;

/// <summary>How the clock of a source is known, best first.</summary>
public enum ClockBasis
{
    /// <summary>The case states the offset, the slack, or both.</summary>
    Configured,

    /// <summary>Estimated on benign traffic of the case, never on what matched a rule.</summary>
    Estimated,

    /// <summary>The format's documented worst case: nothing in the case told more.</summary>
    Documented,

    /// <summary>All stamps are equal: they tell no time.</summary>
    Dead,
}

/// <summary>An offset that holds around a time; between two of them it is interpolated.</summary>
public readonly record struct ClockReading(Instant At, Duration Offset);

/// <summary>
/// What is known of the clock behind a source's stamps: a connection stamped <c>s</c> opened within
/// [s − offset − <see cref="Late"/>, s − offset + <see cref="Granularity"/> + <see cref="Early"/>]. Most open near its upper end; a share
/// <see cref="LateShare"/> anywhere in it, and a share <see cref="OutlierShare"/> as far off as <see cref="WorstLate"/> and
/// <see cref="WorstEarly"/> allow.
/// </summary>
/// <remarks>A stamp that comes late puts the opening before it; the two sides differ, since a cause precedes its effect.</remarks>
public sealed record SourceClock
{
    public required ClockBasis Basis { get; init; }

    /// <summary>Stamp minus true time, in the middle of what was seen.</summary>
    public Duration Offset { get; init; }

    /// <summary>95 % interval of <see cref="Offset"/>; equal to it where the case states it.</summary>
    public Duration LowestOffset { get; init; }

    /// <inheritdoc cref="LowestOffset"/>
    public Duration HighestOffset { get; init; }

    /// <summary>
    /// Stamp minus call start of what connects at once, less <see cref="Offset"/>: the start-up time that all programs share, which no
    /// data tell from an offset, and which needs not be told from it to lay connections beside calls.
    /// </summary>
    public Duration CallShift { get; init; }

    /// <summary>
    /// Standard deviation of where the stamps of what connects at once lie; zero where nothing was estimated, and stamps may lie
    /// anywhere within <see cref="Early"/> and <see cref="Late"/>.
    /// </summary>
    public Duration CallSpread { get; init; }

    /// <summary>Stamps are rounded down to multiples of it.</summary>
    public Duration Granularity { get; init; }

    public Duration Early { get; init; }

    public Duration Late { get; init; }

    /// <summary>Share of the stamps that use the whole of <see cref="Late"/>.</summary>
    public double LateShare { get; init; }

    public double OutlierShare { get; init; }

    public Duration WorstEarly { get; init; }

    public Duration WorstLate { get; init; }

    /// <summary>Readings over time where the clock drifts, by time; empty for a steady clock.</summary>
    public IReadOnlyList<ClockReading> Readings { get; init; } = [];

    /// <summary>How far apart the two readings of one stamp are, within a change of the clocks; zero for nearly all.</summary>
    public Duration StampDoubt { get; private init; }

    /// <summary>
    /// Whole hours by which benign traffic shows the stamps to be wrong; null where it shows none. Then they tell no time.
    /// </summary>
    public int? ZoneErrorHours { get; init; }

    /// <summary>Connections that the estimate rests on.</summary>
    public int Samples { get; init; }

    /// <summary>Why it is believed, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>
    /// How far after its stamp a connection may have opened, where the question is who held an address: what the case states holds either
    /// way.
    /// </summary>
    public Duration EarlyForIdentity => Basis == ClockBasis.Configured ? WorstEarly : Early;

    /// <summary>How far off a stamp may be, the worse side: <c>slack_ms</c> of the documents.</summary>
    public Duration Slack => Duration.Max(Late, Granularity + Early);

    /// <summary>Whether stamps are good enough for time alone to name a call.</summary>
    public bool TellsTime => ZoneErrorHours is null && StampDoubt <= UsableDoubt && Basis != ClockBasis.Dead
        && (Basis != ClockBasis.Documented || Slack <= UsableDoubt);

    /// <summary>
    /// What is known of a stamp whose two readings are <paramref name="doubt"/> apart: which is earlier is not told, so both sides widen.
    /// </summary>
    public SourceClock Doubting(Duration doubt) => doubt == Duration.Zero ? this : this with
    {
        StampDoubt = doubt,
        Early = Early + doubt,
        Late = Late + doubt,
        WorstEarly = WorstEarly + doubt,
        WorstLate = WorstLate + doubt,
    };

    /// <summary>Stamp minus true time at a stamp.</summary>
    public Duration OffsetAt(Instant stamp)
    {
        if (Readings.Count == 0)
            return Offset;
        if (stamp <= Readings[0].At)
            return Readings[0].Offset;
        for (var i = 1; i < Readings.Count; i++)
        {
            var (from, to) = (Readings[i - 1], Readings[i]);
            if (stamp <= to.At)
                return from.Offset + ((to.Offset - from.Offset) * ((stamp - from.At) / (to.At - from.At)));
        }

        return Readings[^1].Offset;
    }

    /// <summary>What is known before any stamp was looked at.</summary>
    public static SourceClock Of(LogSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isOffsetStated = settings.OffsetIsConfigured || settings.ClockOffset != Duration.Zero;
        return settings.SlackIsDocumented && !isOffsetStated ? Documented(settings) : Configured(settings, isOffsetStated);
    }

    /// <summary>The case says how far off stamps may be, either way; most are right.</summary>
    private static SourceClock Configured(LogSettings settings, bool isOffsetStated) => new()
    {
        Basis = ClockBasis.Configured,
        Offset = settings.ClockOffset,
        LowestOffset = settings.ClockOffset,
        HighestOffset = settings.ClockOffset,
        Early = Duration.Min(settings.Slack, UsualJitter),
        Late = settings.Slack,
        LateShare = ConfiguredLateShare,
        OutlierShare = ConfiguredOutlierShare,
        WorstEarly = settings.Slack,
        WorstLate = settings.Slack,
        Reason = isOffsetStated ? "the case states the offset" : "the case states the slack",
    };

    /// <summary>Documents speak of delays, so that the stamp is late; a clock that runs ahead is possible and rare.</summary>
    private static SourceClock Documented(LogSettings settings) => new()
    {
        Basis = ClockBasis.Documented,
        LowestOffset = -Duration.Min(settings.Slack, UnknownSkew),
        HighestOffset = settings.Slack,
        Early = Duration.Min(settings.Slack, UnknownSkew),
        Late = settings.Slack,
        LateShare = DocumentedLateShare,
        OutlierShare = DocumentedOutlierShare,
        WorstEarly = settings.Slack,
        WorstLate = settings.Slack,
        Reason = "the worst case of its format, whose source 'fwcorrelate formats' tells",
    };

    /// <summary>How far off a stamp may be by documents, or by two readings, and time alone still name a call.</summary>
    private static readonly Duration UsableDoubt = Duration.FromSeconds(5);

    private const double ConfiguredLateShare = 0.2;
    private const double DocumentedLateShare = 0.5;
    private const double ConfiguredOutlierShare = 0.05;
    private const double DocumentedOutlierShare = 0.02;

    /// <summary>What remains between two machines that keep time by NTP.</summary>
    internal static readonly Duration UsualJitter = Duration.FromMilliseconds(250);

    /// <summary>How far ahead a clock is believed to run where nothing is known of it.</summary>
    private static readonly Duration UnknownSkew = Duration.FromSeconds(2);
}
