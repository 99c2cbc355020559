// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Flows;

/// <summary>What the case says of one source of records.</summary>
/// <param name="Name">Name from <c>case.yml</c> <c>sources</c>, else the format's name.</param>
/// <param name="Slack">How far off the source's stamps may be, each way.</param>
/// <param name="SlackIsDocumented">Whether <paramref name="Slack"/> is the format's documented worst case and not the case's own value.</param>
/// <param name="ClockOffset">True time = stamp - offset; applied in the join only.</param>
/// <param name="Zone">Zone of stamps that carry none.</param>
/// <param name="ZoneIsConfigured">Whether the case or the command line named the zone; else UTC was assumed.</param>
public sealed record LogSettings(
    string Name, Duration Slack, bool SlackIsDocumented, Duration ClockOffset, DateTimeZone Zone, bool ZoneIsConfigured)
{
    /// <summary>No slack, no offset, UTC: for <c>flows</c> and tests.</summary>
    public static LogSettings Plain(string name) => new(name, Duration.Zero, true, Duration.Zero, DateTimeZone.Utc, false);
}
