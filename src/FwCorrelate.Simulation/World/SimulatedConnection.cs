// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Simulation.World;

/// <summary>Packets of one direction that pass at one time.</summary>
/// <param name="Forward">Whether they go from the side that opened the connection.</param>
internal readonly record struct PacketBunch(Instant Time, bool Forward, int Packets, long Bytes, TcpFlags Flags);

/// <summary>What the network does with a connection.</summary>
internal enum Disposition
{
    Allowed,

    /// <summary>Stopped by the security group: the flow log says REJECT, nobody behind it sees a packet.</summary>
    RejectedAtInterface,

    /// <summary>Stopped by the border firewall: the flow log says ACCEPT, the border's log says drop.</summary>
    DroppedAtBorder,

    /// <summary>A border signature reports it and lets it through.</summary>
    ReportedAtBorder,
}

/// <summary>A signature of the border's intrusion prevention.</summary>
internal sealed record Signature(string RuleId, string Name, string EnglishName, string AttackType, string EnglishAttackType, int Severity);

internal readonly record struct Endpoint(string Address, int Port);

/// <summary>A connection, as it truly was.</summary>
internal sealed record SimulatedConnection(Endpoint Source, Endpoint Destination, Cause Cause, IReadOnlyList<PacketBunch> Packets)
{
    public TransportProtocol Protocol { get; init; } = TransportProtocol.Tcp;

    public Disposition Disposition { get; init; }

    /// <summary>What the border makes of the payload.</summary>
    public string Application { get; init; } = "Unknown";

    /// <summary>Name of the destination, where the traffic carries one.</summary>
    public string Domain { get; init; } = "";

    public Signature? Signature { get; init; }

    /// <summary>How many seconds after its start intrusion prevention reports it; null where it does not.</summary>
    public int? ReportedAfterSeconds { get; init; }

    /// <summary>Source port after the NAT gateway.</summary>
    public int TranslatedPort { get; init; }

    /// <summary>Initial sequence number: the same on both sides of a NAT gateway.</summary>
    public uint Sequence { get; init; }

    public Instant Start => Packets[0].Time;

    public Instant End => Packets[^1].Time;

    /// <summary>The same connection, let through by the border but reported by intrusion prevention.</summary>
    public SimulatedConnection ReportedFor(Signature signature, int afterSeconds) =>
        this with { Disposition = Disposition.ReportedAtBorder, Signature = signature, ReportedAfterSeconds = afterSeconds };

    /// <summary>Whether both sides took part.</summary>
    public bool IsEstablished => Packets.Any(p => !p.Forward && (p.Flags & TcpFlags.Syn) != 0);
}
