// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Breakout;

/// <summary>A request as it truly was: what the proxy's log tells of it, and the connections that carried it.</summary>
/// <param name="Target">As asked: <c>host:port</c> of a CONNECT, else a URL.</param>
/// <param name="Address">Where the proxy connected to; empty where it refused.</param>
/// <param name="Back">Bytes that the client was sent.</param>
/// <param name="Client">The client's connection to the proxy.</param>
/// <param name="Server">The proxy's connection; null where it refused.</param>
internal sealed record ProxiedRequest(
    string Method, string Target, string Host, int Port, string Address, int Status, string Verdict, Instant Start, Instant End, long Back,
    SimulatedConnection Client, SimulatedConnection? Server)
{
    public Cause Cause => Client.Cause;
}
