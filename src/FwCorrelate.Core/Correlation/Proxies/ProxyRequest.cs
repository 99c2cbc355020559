// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>What a proxy's own log tells of a request of its client.</summary>
/// <param name="Method">As asked: <c>GET</c>, <c>CONNECT</c>; empty where the log does not tell.</param>
/// <param name="Status">HTTP status that the client was answered with; empty likewise.</param>
/// <param name="Verdict">The proxy's own word; empty likewise.</param>
public sealed record ProxyRequest(string Method, string Status, string Verdict)
{
    /// <summary>Where the proxy itself connected from to serve it; null where the log does not tell.</summary>
    public Endpoint? Outgoing { get; init; }

    /// <summary>Whether all bytes of one connection were passed on for this client alone (RFC 9110, section 9.3.6).</summary>
    public bool IsTunnel => string.Equals(Method, "CONNECT", StringComparison.OrdinalIgnoreCase);
}
