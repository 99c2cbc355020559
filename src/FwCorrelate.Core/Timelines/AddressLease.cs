// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>What holds an address.</summary>
public enum OwnerKind
{
    Sandbox,
    Host,
    Nat,
    Service,
}

/// <summary>
/// Who held an address (or a block of them, or a port range of it) when: half open, [<see cref="From"/>, <see cref="To"/>).
/// </summary>
/// <param name="Network">VPC, cluster or account the address belongs to; empty where not told.</param>
/// <param name="To"><see cref="Instant.MaxValue"/> while open.</param>
/// <param name="IsInventory">
/// Whether the row comes from a list of all holders. Only such a row can be exclusive; one derived from a trace never is (design, section
/// 2, Rung).
/// </param>
public sealed record AddressLease(
    AddressPrefix Address, OwnerKind OwnerKind, string OwnerId, string Host, string Network, Instant From, Instant To,
    int PortFrom, int PortTo, bool IsInventory, RecordOrigin Origin)
{
    /// <summary>Ports 0 to 65535 unless the row narrows them.</summary>
    public bool HoldsPort(int port) => port >= PortFrom && port <= PortTo;
}
