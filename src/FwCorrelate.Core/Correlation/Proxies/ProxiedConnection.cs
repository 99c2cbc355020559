// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>A connection that a proxy made, or that was made to it, with the requests of the proxy's log that may be behind it.</summary>
/// <param name="Proxy">The proxy's address, on the side that is seen.</param>
/// <param name="Requests">At least one, by start.</param>
/// <param name="IsStitched">Whether it is of exactly one request, which is of nothing else that was seen.</param>
public sealed record ProxiedConnection(HostAddress Proxy, IReadOnlyList<StitchedConnection> Requests, bool IsStitched)
{
    /// <summary>How many more may be behind it than are told.</summary>
    public int Untold { get; init; }

    /// <summary>Whether the client opened it to the proxy; else the proxy opened it to the destination.</summary>
    public bool IsClientSide { get; init; }
}
