// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>A connection with who may be behind it: what the attributor works on.</summary>
/// <param name="Acting">The end whose cause is asked for.</param>
/// <param name="Target">The other end.</param>
/// <param name="IsInbound">Whether the other end opened it.</param>
internal sealed record Sighting(
    StitchedConnection Connection, ConnectionContext Context, Endpoint Acting, Endpoint Target, bool IsInbound, AddressHolders Holders, Actor Actor)
{
    public Instant Start => Connection.TrueStart;

    public Duration Slack => Connection.Source.Slack;
}
