// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace FwCorrelate.Elastic.Engines;

/// <summary>Ports for a server of up to three nodes: three for HTTP, and three a hundred above for the nodes' talk.</summary>
internal static class FreePorts
{
    // Below the range that systems give to outgoing connections.
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int _next = Environment.ProcessId * 7 % Count;

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Add(ref _next, 3) % Count);
            if (Enumerable.Range(port, 3).Concat(Enumerable.Range(port + 100, 3)).All(IsFree))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
