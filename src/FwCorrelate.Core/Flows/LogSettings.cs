// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Flows;

/// <summary>What the case says of one source of records.</summary>
/// <param name="Name">Name from <c>case.yml</c> <c>sources</c>, else the format's name.</param>
/// <param name="Slack">How far off the source's stamps may be, each way.</param>
/// <param name="SlackIsDocumented">Whether <paramref name="Slack"/> is the format's documented worst case and not the case's own
/// value.</param>
/// <param name="ClockOffset">True time = stamp - offset; applied in the join only.</param>
/// <param name="Zone">Zone of stamps that carry none.</param>
/// <param name="ZoneIsConfigured">Whether the case or the command line named the zone; else UTC was assumed.</param>
public sealed record LogSettings(
    string Name, Duration Slack, bool SlackIsDocumented, Duration ClockOffset, DateTimeZone Zone, bool ZoneIsConfigured)
{
    private readonly EstimatedClock _estimated = new();

    /// <summary>The last month of a log whose stamps tell no year (RFC 3164); null where the case does not say.</summary>
    public YearMonth? LogEnd { get; init; }

    /// <summary>Tells to whom addresses of its records are registered; null where no database is given.</summary>
    public IAddressRegister? Addresses { get; init; }

    /// <summary>Whether the case states <see cref="ClockOffset"/>; else it is zero until estimated.</summary>
    public bool OffsetIsConfigured { get; init; }

    /// <summary>The clock behind the stamps: what the case states, else what was estimated, else what the format documents.</summary>
    public SourceClock Clock => _estimated.Clock ?? _estimated.StatedBy(this);

    /// <summary>No slack, no offset, UTC: for <c>flows</c> and tests.</summary>
    public static LogSettings Plain(string name) => new(name, Duration.Zero, true, Duration.Zero, DateTimeZone.Utc, false);

    /// <summary>Takes the estimate over, once the logs have been read for the first time. Settings made from these share it.</summary>
    public void Calibrate(SourceClock clock) => _estimated.Clock = clock;

    /// <summary>Found while reading, so no part of what the case says: equal settings stay equal.</summary>
    private sealed class EstimatedClock : IEquatable<EstimatedClock>
    {
        private LogSettings? _owner;
        private SourceClock? _stated;

        public SourceClock? Clock { get; set; }

        /// <summary>Asked for once a record: made once.</summary>
        public SourceClock StatedBy(LogSettings settings)
        {
            if (!ReferenceEquals(_owner, settings))
                (_stated, _owner) = (SourceClock.Of(settings), settings);
            return _stated!;
        }

        public bool Equals(EstimatedClock? other) => other is not null;

        public override bool Equals(object? obj) => obj is EstimatedClock;

        public override int GetHashCode() => 0;
    }
}
