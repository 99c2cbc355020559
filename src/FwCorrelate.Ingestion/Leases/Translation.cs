// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Leases;

/// <summary>A connection whose source a host translated: who used a port of the outer address, and when.</summary>
/// <param name="To">When it ended, or the last time at which anything is known.</param>
/// <param name="IsWhole">Whether the log it stands in was read whole: else an end may be missing, and the port may have been
/// another's.</param>
internal sealed record Translation(
    HostAddress Inner, HostAddress Outer, ushort OuterPort, Instant From, Instant To, bool IsWhole, RecordOrigin Origin);
