// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>Which part of a proxied connection a record sees.</summary>
public enum ProxySide
{
    /// <summary>The request, in the proxy's own log.</summary>
    Request,

    /// <summary>The client's connection to the proxy.</summary>
    Client,

    /// <summary>The proxy's connection to the destination.</summary>
    Server,
}

/// <summary>The other view of a connection that goes through a proxy: what a result says of it beside the record's own fields.</summary>
/// <param name="Proxy">The proxy's address; none where only its log tells of it.</param>
/// <param name="Client">Who asked; none where that is ambiguous.</param>
/// <param name="Server">Where the proxy connected to; none where nothing shows it.</param>
/// <param name="Name">Host that was asked for; empty where ambiguous.</param>
/// <param name="Requests">Requests that may be behind it: 1 where the views are stitched.</param>
/// <param name="File">The request's file and line in the proxy's log; empty where ambiguous.</param>
public sealed record ProxyView(
    ProxySide Side, HostAddress Proxy, Endpoint? Client, Endpoint? Server, string Name, ProxyRequest Request, int Requests, string File,
    long Line)
{
    internal static ProxyView Of(
        ProxySide side, HostAddress proxy, StitchedConnection request, ConnectionContext context, Endpoint? server)
    {
        ref readonly var record = ref request.RecordAt(0);
        return new ProxyView(
            side, proxy, request.Initiating, server, context.Domain, context.Request ?? new ProxyRequest("", "", ""), 1,
            request.FileAt(0).Path, record.Line);
    }

    internal static ProxyView Ambiguous(ProxySide side, ProxiedConnection proxied) => new(
        side, proxied.Proxy, null, null, "", new ProxyRequest("", "", ""), proxied.Requests.Count, "", 0);
}
