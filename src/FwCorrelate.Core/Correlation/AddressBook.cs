// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Who may be behind a connection: the holders of its addresses, and the actors they make.</summary>
internal sealed class AddressBook(TimelineIndex timeline)
{
    private readonly HolderIndex _holders = new(timeline.Leases);
    private readonly Dictionary<string, Actor> _actors = new(StringComparer.Ordinal);

    public Sighting See(StitchedConnection connection, ConnectionContext context) => See(connection, context, Duration.Zero);

    /// <summary>The same as if the connection had opened later than the log says.</summary>
    public Sighting See(StitchedConnection connection, ConnectionContext context, Duration shift)
    {
        var acting = connection.Initiating;
        var holders = HoldersOf(acting, connection, context, shift);
        var (actsAsInitiating, isInbound) = (true, false);
        if (holders.Leases.Count == 0 && HoldersOf(connection.Responder, connection, context, shift) is { Leases.Count: > 0 } other)
        {
            // Opened from outside towards a known address; or, where nothing tells who opened it, simply seen from the other end.
            (actsAsInitiating, isInbound) = (false, connection.Opener is not null);
            (acting, holders) = (connection.Responder, other);
        }

        return new Sighting(connection, context, actsAsInitiating, isInbound, holders, ActorOf(acting, holders)) { Shift = shift };
    }

    /// <summary>A view as if others had held the address.</summary>
    public Sighting With(Sighting seen, AddressHolders holders) =>
        new(seen.Connection, seen.Context, seen.ActsAsInitiating, seen.IsInbound, holders,
            ActorOf(seen.Acting, holders))
        { Shift = seen.Shift, IsFirstContact = seen.IsFirstContact };

    private AddressHolders HoldersOf(Endpoint end, StitchedConnection connection, ConnectionContext context, Duration shift)
    {
        var clock = connection.Clock;
        var opened = connection.TrueStart + shift;
        return _holders.Of(end, opened - clock.Late, opened + clock.Granularity + clock.EarlyForIdentity, context);
    }

    private Actor ActorOf(Endpoint acting, AddressHolders holders)
    {
        var key = holders.Sandboxes.Count > 0 ? holders.Key : "address " + acting.Address;
        if (!_actors.TryGetValue(key, out var actor))
            _actors.Add(key, actor = new Actor(key, holders.Sandboxes, timeline, holders.Sandboxes.Count > 0 ? holders.Hosts : []));
        return actor;
    }
}
