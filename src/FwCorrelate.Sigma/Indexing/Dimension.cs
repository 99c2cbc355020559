// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// Something that every flow record has and that takes few values: a port, a size, what protocol and what the device did. Several fields
/// may be answers about one dimension (<c>action</c> and <c>blocked</c>); what rules ask for together is one dimension, so that a
/// rule's alternatives (<c>blocked</c>, or TCP without flags) are looked up with all that each of them asks for.
/// </summary>
internal sealed class Dimension
{
    /// <summary>The value of a record without ports.</summary>
    public const int NoPort = 65_536;

    private const int Magnitudes = 65;
    private const int Protocols = 256;
    private const int Directions = 3;
    private const int Actions = (int)FirewallAction.Reset + 1;

    // From the quickest: whether TCP flags are told, the direction, the action, the protocol.
    private const int DirectionUnit = 2;
    private const int ActionUnit = DirectionUnit * Directions;
    private const int ProtocolUnit = ActionUnit * Actions;

    private static readonly FieldValue[] AnyFlags = [.. Enumerable.Range(0, 256).Select(f => FieldValue.Of((long)f))];
    private static readonly FieldValue[] AnyTruth = [FieldValue.Of(false), FieldValue.Of(true)];

    private readonly Dictionary<FlowField, DimensionPart> _parts;

    private Dimension(int size, params (FlowField[] Fields, DimensionPart Part)[] parts)
    {
        Size = size;
        _parts = parts.SelectMany(p => p.Fields.Select(f => (f, p.Part))).ToDictionary();
    }

    public static Dimension SourcePort { get; } = new(NoPort + 1, ([FlowField.SourcePort], Whole(NoPort + 1, Port)));

    public static Dimension DestinationPort { get; } = new(NoPort + 1, ([FlowField.DestinationPort], Whole(NoPort + 1, Port)));

    /// <summary>The protocol, what the device did, which way the flow went, and whether the log tells TCP flags.</summary>
    public static Dimension Traits { get; } = new(
        Protocols * ProtocolUnit,
        ([FlowField.Transport, FlowField.ProtocolNumber], new DimensionPart(Protocols, v => v / ProtocolUnit, static (field, protocol) =>
            [protocol == 0 ? FieldValue.Missing
            : field == FlowField.Transport ? FieldValue.Of(((TransportProtocol)protocol).Name())
            : FieldValue.Of((long)protocol)])),
        ([FlowField.Action, FlowField.Blocked], new DimensionPart(
            Actions, v => v / ActionUnit % Actions, static (field, action) => [FlowEvent.ValueOf(field, (FirewallAction)action)])),
        ([FlowField.Direction],
            new DimensionPart(Directions, v => v / DirectionUnit % Directions, static (_, way) => [FlowEvent.ValueOf((FlowDirection)way)])),
        ([FlowField.TcpFlags], new DimensionPart(2, v => v % 2, static (_, told) => told == 0 ? [FieldValue.Missing] : AnyFlags)),
        ([FlowField.ConnectionIsStart],
            new DimensionPart(2, v => v % 2, static (_, told) => told == 0 ? [FieldValue.Missing] : [.. AnyTruth, FieldValue.Missing])));

    /// <summary>Whether each end is internal: 0 no address, 1 external, 2 internal; 3 times the source's plus the destination's.</summary>
    public static Dimension Scope { get; } = new(
        9,
        ([FlowField.SourceIsInternal], new DimensionPart(3, v => v / 3, Side)),
        ([FlowField.DestinationIsInternal], new DimensionPart(3, v => v % 3, Side)));

    /// <summary>Bytes by their number of binary digits, so that a rule about large transfers is tried on few records.</summary>
    public static Dimension Bytes { get; } = new(
        Magnitudes,
        ([FlowField.Bytes], Whole(Magnitudes, Magnitude, isRange: true)),
        ([FlowField.BytesSent, FlowField.BytesReceived], Whole(Magnitudes, PartOfMagnitude, isRange: true)));

    public static Dimension Packets { get; } = new(Magnitudes, ([FlowField.Packets], Whole(Magnitudes, Magnitude, isRange: true)));

    public int Size { get; }

    /// <summary>The part of the dimension that answers a field; null where none does.</summary>
    public DimensionPart? PartOf(Field field) => field.Scope == FieldScope.Record ? _parts.GetValueOrDefault((FlowField)field.Code) : null;

    /// <summary>0 where not counted, 1 for zero, else one more than the number of binary digits.</summary>
    public static int MagnitudeOf(long count) => count < 0 ? 0 : 65 - BitOperations.LeadingZeroCount((ulong)count);

    public static int TraitsOf(in FlowRecord record) =>
        ((int)record.Protocol * ProtocolUnit) + ((int)record.Action * ActionUnit) + ((int)record.Direction * DirectionUnit)
            + (record.HasTcpFlags ? 1 : 0);

    public static int ScopeOf(in FlowRecord record, NetworkScope networks) =>
        (3 * SideOf(record.Source, networks)) + SideOf(record.Destination, networks);

    private static DimensionPart Whole(int size, Func<FlowField, int, FieldValue[]> answers, bool isRange = false) =>
        new(size, static v => v, answers, isRange);

    private static int SideOf(HostAddress address, NetworkScope networks) => address.IsNone ? 0 : networks.IsInternal(address) ? 2 : 1;

    private static FieldValue[] Side(FlowField field, int side) => [side == 0 ? FieldValue.Missing : FieldValue.Of(side == 2)];

    private static FieldValue[] Port(FlowField field, int value) => [value == NoPort ? FieldValue.Missing : FieldValue.Of(value)];

    // What was sent is any part of what was counted, and may not be told.
    private static FieldValue[] PartOfMagnitude(FlowField field, int magnitude) =>
        [FieldValue.Missing, FieldValue.OfCount(0), Magnitude(field, magnitude)[^1]];

    private static FieldValue[] Magnitude(FlowField field, int magnitude) => magnitude < 2
        ? [FieldValue.OfCount(magnitude - 1)]
        : [FieldValue.OfCount(1L << (magnitude - 2)), FieldValue.OfCount((1L << (magnitude - 2)) - 1 + (1L << (magnitude - 2)))];
}

/// <summary>What a dimension's values say of some fields.</summary>
/// <param name="Size">Values of the part.</param>
/// <param name="Of">The part's value within a value of the dimension.</param>
/// <param name="Answers">All that <see cref="FlowEvent.Read"/> may answer for a field where the part has this value; of a range the least
/// and the greatest.</param>
/// <param name="IsRange">Whether <paramref name="Answers"/> are the ends of a range: then only monotone tests can be judged by
/// them.</param>
internal sealed record DimensionPart(int Size, Func<int, int> Of, Func<FlowField, int, FieldValue[]> Answers, bool IsRange = false);
