// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Breakout;

/// <summary>The one way out: it connects to what sandboxes ask for, and keeps a line of each.</summary>
internal sealed class EgressProxy(SeededRandom random, SimulatedWorld world)
{
    /// <summary>What the proxy answers a CONNECT with before it passes bytes on.</summary>
    private const int Established = 39;
    private const int Refusal = 3_900;
    private static readonly Duration Handshake = Duration.FromMilliseconds(12);

    /// <summary>By start.</summary>
    public List<ProxiedRequest> Requests { get; } = [];

    /// <summary>A tunnel to a host, of one exchange.</summary>
    public void Tunnel(SimulatedCall call, string act, string host, Instant start, Duration length, long up, long down, int port = 443) =>
        Pass(Of(call, act), "CONNECT", $"{host}:{port}", host, port, start, length,
            at => Traffic.Exchange(at, length, up, down), down + Established);

    /// <summary>A tunnel that stays, with a small exchange now and then.</summary>
    public void Stay(SimulatedCall call, string act, string host, int port, Instant start, Instant end, Duration period) =>
        Pass(Of(call, act), "CONNECT", $"{host}:{port}", host, port, start, end - start,
            at => Traffic.LongLived(at, end, period, 130, 140),
            Established + 2_600 + (140L * (long)Math.Floor((end - start) / period)));

    /// <summary>A plain request, which the proxy reads.</summary>
    public void Ask(
        SimulatedCall call, string act, string method, string host, string path, Instant start, Duration length, long up, long down) =>
        Pass(Of(call, act), method, $"http://{host}{path}", host, 80, start, length, at => Traffic.Exchange(at, length, up, down), down);

    /// <summary>A tunnel that the proxy's list does not allow.</summary>
    public void Refuse(SimulatedCall call, string act, string host, Instant start)
    {
        var client = Open(Of(call, act), call.Sandbox.Address, BreakoutNetwork.Proxy,
            Traffic.Exchange(start - Handshake, Duration.FromMilliseconds(6), 320, Refusal));
        Requests.Add(new ProxiedRequest(
            "CONNECT", $"{host}:443", host, 443, "", 403, "TCP_DENIED", start, start + Duration.FromMilliseconds(1), Refusal, client,
            null));
    }

    private void Pass(
        Cause cause, string method, string target, string host, int port, Instant start, Duration length,
        Func<Instant, List<PacketBunch>> traffic, long back)
    {
        var (address, connects) = (BreakoutNetwork.Addresses[host], start + random.Milliseconds(15, 140));
        var client = Open(cause, cause.Sandbox!.Address, BreakoutNetwork.Proxy, traffic(start - Handshake));
        var server = Open(cause, BreakoutNetwork.ProxyAddress, new Endpoint(address, port), traffic(connects));
        Requests.Add(new ProxiedRequest(
            method, target, host, port, address, 200, method == "CONNECT" ? "TCP_TUNNEL" : "TCP_MISS", start,
            server.End + Duration.FromMilliseconds(4), back, client, server));
    }

    private SimulatedConnection Open(Cause cause, string source, Endpoint destination, List<PacketBunch> packets)
    {
        world.Open(cause, source, destination, packets);
        return world.Connections[^1];
    }

    private static Cause Of(SimulatedCall call, string act) => new(CauseKind.Call, act, call, call.Sandbox, "");
}
