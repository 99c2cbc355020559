// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Who may be behind a connection: the holders of its addresses, and the actors they make.</summary>
internal sealed class AddressBook(TimelineIndex timeline)
{
    private readonly HolderIndex _holders = new(timeline.Leases);
    private readonly ToldHolders _told = new(timeline);
    private readonly Dictionary<string, Actor> _actors = new(StringComparer.Ordinal);
    private readonly Dictionary<AddressHolders, Actor> _ofHolders = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<HostAddress, Actor> _ofAddress = [];

    public Sighting See(StitchedConnection connection, ConnectionContext context) => See(connection, context, Duration.Zero);

    /// <summary>The same as if the connection had opened later than the log says.</summary>
    public Sighting See(StitchedConnection connection, ConnectionContext context, Duration shift)
    {
        var acting = connection.Initiating;
        var holders = HoldersOf(acting, connection, context, shift);
        var (actsAsInitiating, isInbound) = (true, false);
        if (holders.IsNobodys && HoldersOf(connection.Responder, connection, context, shift) is { IsNobodys: false } other)
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
        var leased = _holders.Of(end, opened - clock.Late, opened + clock.Granularity + clock.EarlyForIdentity, context);
        return context.Holder is { } told && told.Address == end.Address ? _told.Of(told, leased) : leased;
    }

    private Actor ActorOf(Endpoint acting, AddressHolders holders)
    {
        ref var actor = ref holders.Sandboxes.Count > 0
            ? ref CollectionsMarshal.GetValueRefOrAddDefault(_ofHolders, holders, out _)
            : ref CollectionsMarshal.GetValueRefOrAddDefault(_ofAddress, acting.Address, out _);
        return actor ??= ActorBy(holders.Sandboxes.Count > 0 ? holders.Key : "address " + acting.Address, holders);
    }

    /// <summary>One for all holders of the same sandboxes.</summary>
    private Actor ActorBy(string key, AddressHolders holders)
    {
        if (!_actors.TryGetValue(key, out var actor))
            _actors.Add(key, actor = new Actor(key, holders.Sandboxes, timeline, holders.Sandboxes.Count > 0 ? holders.Hosts : []));
        return actor;
    }
}
