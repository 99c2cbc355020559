// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// Something that every flow record has and that takes few values: a port, a protocol, what the device did. Several fields
/// may be answers about one dimension (<c>action</c> and <c>blocked</c>).
/// </summary>
/// <param name="Fields">Fields whose value follows from the dimension's alone.</param>
/// <param name="ValueOf">What <see cref="FlowEvent.Read"/> answers for such a field where the dimension has this value; the least answer of a range.</param>
/// <param name="GreatestOf">The greatest answer, for dimensions that hold ranges; null where every value has one answer.</param>
internal sealed record Dimension(int Size, FlowField[] Fields, Func<FlowField, int, FieldValue> ValueOf, Func<int, FieldValue>? GreatestOf = null)
{
    private const int Directions = 3;
    private const int Magnitudes = 65;

    /// <summary>The value of a record without ports.</summary>
    public const int NoPort = 65_536;

    public static Dimension SourcePort { get; } = new(NoPort + 1, [FlowField.SourcePort], Port);

    public static Dimension DestinationPort { get; } = new(NoPort + 1, [FlowField.DestinationPort], Port);

    public static Dimension Protocol { get; } = new(256, [FlowField.Transport, FlowField.ProtocolNumber], static (field, value) =>
        value == 0 ? FieldValue.Missing
        : field == FlowField.Transport ? FieldValue.Of(((TransportProtocol)value).Name())
        : FieldValue.Of((long)value));

    /// <summary>What the device did, and which way the flow went.</summary>
    public static Dimension Traits { get; } = new(
        (byte.MaxValue + 1) * Directions, [FlowField.Action, FlowField.Blocked, FlowField.Direction], static (field, value) =>
        {
            var (action, direction) = ((FirewallAction)(value / Directions), (FlowDirection)(value % Directions));
            return field == FlowField.Direction ? FlowEvent.ValueOf(direction) : FlowEvent.ValueOf(field, action);
        });

    /// <summary>Whether each end is internal: 0 no address, 1 external, 2 internal; 3 times the source's plus the destination's.</summary>
    public static Dimension Scope { get; } = new(9, [FlowField.SourceIsInternal, FlowField.DestinationIsInternal], static (field, value) =>
        (field == FlowField.SourceIsInternal ? value / 3 : value % 3) switch
        {
            0 => FieldValue.Missing,
            var side => FieldValue.Of(side == 2),
        });

    /// <summary>Bytes by their number of binary digits, so that a rule about large transfers is tried on few records.</summary>
    public static Dimension Bytes { get; } = new(Magnitudes, [FlowField.Bytes], static (_, magnitude) => LeastOf(magnitude), GreatestCount);

    public static Dimension Packets { get; } = new(Magnitudes, [FlowField.Packets], static (_, magnitude) => LeastOf(magnitude), GreatestCount);

    /// <summary>0 where not counted, 1 for zero, else one more than the number of binary digits.</summary>
    public static int MagnitudeOf(long count) => count < 0 ? 0 : 65 - BitOperations.LeadingZeroCount((ulong)count);

    public static int TraitsOf(in FlowRecord record) => ((int)record.Action * Directions) + (int)record.Direction;

    public static int ScopeOf(in FlowRecord record, NetworkScope networks) =>
        (3 * SideOf(record.Source, networks)) + SideOf(record.Destination, networks);

    private static int SideOf(HostAddress address, NetworkScope networks) => address.IsNone ? 0 : networks.IsInternal(address) ? 2 : 1;

    private static FieldValue LeastOf(int magnitude) =>
        magnitude < 2 ? FieldValue.OfCount(magnitude - 1) : FieldValue.OfCount(1L << (magnitude - 2));

    private static FieldValue GreatestCount(int magnitude) =>
        magnitude < 2 ? FieldValue.OfCount(magnitude - 1) : FieldValue.OfCount((1L << (magnitude - 2)) - 1 + (1L << (magnitude - 2)));

    private static FieldValue Port(FlowField field, int value) => value == NoPort ? FieldValue.Missing : FieldValue.Of(value);
}
