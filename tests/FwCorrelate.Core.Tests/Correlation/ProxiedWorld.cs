// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Core.Tests.Correlation;

/// <summary>
/// Sandboxes behind a proxy: its log, and a flow log of its interface and theirs. Seconds are counted from <see cref="World.Zero"/>.
/// </summary>
internal sealed class ProxiedWorld
{
    public const string Proxy = "10.0.0.2";
    private readonly List<ToolCall> _calls = [];
    private readonly List<AddressLease> _leases = [];
    private readonly List<SightedFlow> _flows = [];
    private readonly Dictionary<long, ConnectionContext> _contexts = [];
    private readonly SensorCoverage _coverage = new(Duration64.FromSeconds(900));
    private readonly InputFile _vpc = new("logs/vpc.log", "aws-vpc-flow", Settings("vpc", 1));
    private readonly InputFile _squid = new("logs/squid.log", "squid", Settings("squid", 0)) { HoldsRequests = true };
    private int _line;

    public ProxiedWorld(bool leasesProxy = true)
    {
        _coverage.NoteRecord(World.Time(-3600), World.Time(7200));
        if (leasesProxy)
            Lease(Proxy, OwnerKind.Service, "egress-proxy");
    }

    public ResolvedNames Names { get; } = new();

    public ProxiedWorld Sandbox(string id, string address)
    {
        Lease(address, OwnerKind.Sandbox, id);
        return this;
    }

    public ProxiedWorld Call(string id, string sandbox, double start, double end, string command)
    {
        _calls.Add(World.CallOf(id, sandbox, start, end, command, _calls.Count + 1));
        return this;
    }

    /// <summary>A line of the proxy's log; returns its number.</summary>
    /// <param name="address">Where the proxy connected to; empty where the log does not tell.</param>
    public int Request(
        string client, string name, string address, double start, double end, long back, int clientPort = 0, string method = "CONNECT",
        FirewallAction action = FirewallAction.Allow, int port = 443)
    {
        _flows.Add(new SightedFlow(
            new FlowRecord
            {
                Start = World.Time(start),
                End = World.Time(end),
                Source = HostAddress.Parse(client),
                Destination = address.Length == 0 ? default : HostAddress.Parse(address),
                DestinationName = address.Length == 0 ? NamedHosts.KeyOf(System.Text.Encoding.UTF8.GetBytes(name)) : 0,
                SourcePort = (ushort)clientPort,
                DestinationPort = (ushort)port,
                Protocol = TransportProtocol.Tcp,
                Action = action,
                SourceIsInitiator = true,
                Line = ++_line,
                Offset = _line,
                Bytes = back,
                BytesReceived = -1,
                Packets = -1,
            },
            _squid));
        var status = action == FirewallAction.Deny ? "403" : "200";
        _contexts[_line] = new ConnectionContext(name, [])
        {
            Request = new ProxyRequest(method, status, action == FirewallAction.Deny ? "TCP_DENIED" : "TCP_TUNNEL"),
        };
        return _line;
    }

    /// <summary>A connection in the flow log, both of its directions; returns the line of the first.</summary>
    public int Flow(
        string source, int sourcePort, string destination, int port, double start, double end, long sent, long back, ulong sensor = 0)
    {
        Add(source, sourcePort, destination, port, start, end, sent, TcpFlags.Syn, sensor);
        var line = _line;
        Add(destination, port, source, sourcePort, start, end, back, TcpFlags.Syn | TcpFlags.Ack, sensor);
        return line;
    }

    /// <summary>What is said of the connection that the record at a line of either log is of.</summary>
    public IReadOnlyDictionary<int, Attribution> Attribute() => Judge((attributor, connection) => attributor[connection]);

    public IReadOnlyDictionary<int, T> Judge<T>(Func<Attributor, StitchedConnection, T> ask)
    {
        var connections = new ConnectionStitcher(Duration64.FromSeconds(900), (_, _) => _coverage).Stitch(_flows);
        var timeline = new TimelineIndex(new Timeline(
            _calls, [.. _calls.Select(c => c.EpisodeId).Distinct()
                .Select(e => new Episode(e!, "run", e!["episode-".Length..], null, null, World.Zero, World.Zero, 1, 1, 0))], _leases));
        var span = new Interval(World.Zero - Duration.FromHours(1), World.Zero + Duration.FromHours(2));
        var attributor = new Attributor(timeline, CaseSettings.Default, connections, ContextOf, _ => "family", span, [], Names);
        return connections.SelectMany(c => c.Flows.Select(f => ((int)f.Record.Line, c)))
            .ToDictionary(p => p.Item1, p => ask(attributor, p.c));
    }

    private ConnectionContext ContextOf(StitchedConnection connection) =>
        connection.IsRequest ? _contexts[connection.RecordAt(0).Line] : ConnectionContext.Unknown;

    private void Add(
        string source, int sourcePort, string destination, int port, double start, double end, long bytes, TcpFlags flags,
        ulong sensor) =>
        _flows.Add(new SightedFlow(
            new FlowRecord
            {
                Start = World.Time(Math.Floor(start)),
                End = World.Time(Math.Max(Math.Floor(start), Math.Floor(end))),
                Source = HostAddress.Parse(source),
                Destination = HostAddress.Parse(destination),
                SourcePort = (ushort)sourcePort,
                DestinationPort = (ushort)port,
                Protocol = TransportProtocol.Tcp,
                Action = FirewallAction.Allow,
                TcpFlags = flags,
                HasTcpFlags = true,
                Sensor = sensor,
                Line = ++_line,
                Offset = _line,
                Bytes = bytes,
                Packets = (bytes / 1400) + 4,
            },
            _vpc));

    private void Lease(string address, OwnerKind kind, string id) => _leases.Add(new AddressLease(
        AddressPrefix.Parse(address), kind, id, "host", "", Instant.MinValue, Instant.MaxValue, 0, 65535, true,
        new RecordOrigin("leases.csv", _leases.Count + 2, 0, 0, "lease-" + id)));

    private static LogSettings Settings(string name, int slackSeconds) =>
        new(name, Duration.FromSeconds(slackSeconds), false, Duration.Zero, DateTimeZone.Utc, false);
}
