// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
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

    public Instant Start => connection.TrueStart + Shift;

    /// <summary>How much later it is taken to have opened than the log says: zero but where that is asked.</summary>
    public Duration Shift { get; init; }

    /// <summary>The clock behind its stamps, as far as it tells this one.</summary>
    public SourceClock Clock => connection.Clock;

    /// <summary>Whether it is the first one of its actor and target.</summary>
    public bool IsFirstContact { get; set; }

    /// <summary>The connection as all its views tell it; null where no sandbox may have opened it.</summary>
    public Contact? Contact { get; set; }

    /// <summary>The same without what it shares with others: for what is kept when they are given up.</summary>
    public Sighting Alone() => new(connection.Alone(), context, actsAsInitiating, isInbound, holders, actor) { Shift = Shift };

    /// <summary>By start, then by content.</summary>
    public static void Sort(Sighting[] sightings) =>
        KeyedSort.Sort(Array.ConvertAll(sightings, s => s.Start.ToUnixTimeTicks()), sightings, InOrder);

    // The id comes last, since making it costs more than all the rest.
    public static int InOrder(Sighting left, Sighting right)
    {
        var order = left.Start.CompareTo(right.Start);
        if (order == 0)
            order = left.Connection.Initiating.Address.CompareTo(right.Connection.Initiating.Address);
        return order != 0 ? order : string.CompareOrdinal(left.Connection.Id, right.Connection.Id);
    }
}
