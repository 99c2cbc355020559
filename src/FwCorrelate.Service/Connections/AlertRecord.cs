// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Service.Connections;

/// <summary>A record that a vendor's id names.</summary>
/// <param name="Time">Its start, as logged.</param>
/// <param name="Column">Where the id stands in it.</param>
public sealed record AlertRecord(
    RecordOrigin Origin, Instant Time, bool IsAlert, HostAddress Source, HostAddress Destination, ushort DestinationPort, string Column);
