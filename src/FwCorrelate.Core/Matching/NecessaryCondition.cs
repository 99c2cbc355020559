// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Matching;

/// <summary>Numbers of a record that a condition may be about.</summary>
public enum RecordNumber
{
    SourcePort,
    DestinationPort,
    Bytes,
    Packets,

    /// <summary>IANA protocol number; 0 where the record tells none.</summary>
    Protocol,

    /// <summary>TCP flags OR-ed; absent where the record tells none.</summary>
    TcpFlags,
}

/// <summary>An end of a record.</summary>
public enum RecordEnd
{
    Source,
    Destination,
}

/// <summary>
/// What must hold of a record for any rule to come to hold of it: a question that a store of records can answer, so that only those are
/// fetched for which it is true. It may be true of too many records, never false of one that matches.
/// </summary>
public abstract record NecessaryCondition
{
    private NecessaryCondition()
    {
    }

    /// <summary>Any record may match.</summary>
    public static NecessaryCondition Anything { get; } = new AllOf([]);

    /// <summary>No record matches.</summary>
    public static NecessaryCondition Nothing { get; } = new AnyOf([]);

    public sealed record AllOf(IReadOnlyList<NecessaryCondition> Parts) : NecessaryCondition;

    public sealed record AnyOf(IReadOnlyList<NecessaryCondition> Parts) : NecessaryCondition;

    /// <param name="Ranges">Both ends included, ascending, apart from each other.</param>
    /// <param name="OrAbsent">Whether a record that does not tell the number may match too.</param>
    public sealed record NumberIn(RecordNumber Number, IReadOnlyList<(long From, long To)> Ranges, bool OrAbsent) : NecessaryCondition;

    /// <summary>The address of an end is in one of these networks.</summary>
    public sealed record AddressIn(RecordEnd End, IReadOnlyList<AddressPrefix> Networks) : NecessaryCondition;

    /// <summary>The address of an end is in none of these networks; true where it has none.</summary>
    public sealed record AddressOutside(RecordEnd End, IReadOnlyList<AddressPrefix> Networks) : NecessaryCondition;

    /// <summary>What the device did and which way the flow went is one of these pairs.</summary>
    public sealed record ActionIn(IReadOnlySet<FirewallAction> Actions) : NecessaryCondition;

    public sealed record DirectionIn(IReadOnlySet<FlowDirection> Directions) : NecessaryCondition;

    /// <summary>The record is an alert.</summary>
    public sealed record IsAlert : NecessaryCondition;

    /// <summary>The vendor's record has one of these columns; the names are the vendor's or those of ECS.</summary>
    public sealed record HasColumn(IReadOnlyList<string> Columns) : NecessaryCondition;
}
