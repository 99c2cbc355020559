// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>A connection with who may be behind it: what the attributor works on.</summary>
/// <param name="actsAsInitiating">Whether the end whose cause is asked for is the one that opened, or seems to have.</param>
/// <param name="isInbound">Whether the other end opened it.</param>
internal sealed class Sighting(
    StitchedConnection connection, ConnectionContext context, bool actsAsInitiating, bool isInbound, AddressHolders holders, Actor actor)
{
    public StitchedConnection Connection => connection;

    public ConnectionContext Context => context;

    /// <summary>The end whose cause is asked for.</summary>
    public Endpoint Acting => actsAsInitiating ? connection.Initiating : connection.Responder;

    /// <summary>The other end.</summary>
    public Endpoint Target => actsAsInitiating ? connection.Responder : connection.Initiating;

    public bool ActsAsInitiating => actsAsInitiating;

    public bool IsInbound => isInbound;

    public AddressHolders Holders => holders;

    public Actor Actor => actor;

    public Instant Start => connection.TrueStart;

    public Duration Slack => connection.Slack;

    /// <summary>The first one of its actor and target.</summary>
    public Sighting? FirstOfGroup { get; set; }

    /// <summary>The next one of its actor and target; null behind the last.</summary>
    public Sighting? Next { get; set; }

    /// <summary>What is said of it, once it was asked for.</summary>
    public Attribution? Attribution { get; set; }
}
