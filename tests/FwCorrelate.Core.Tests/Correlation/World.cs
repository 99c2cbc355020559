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
/// A small world for attribution tests: sandboxes with leases and calls, flows of one sensor, seconds counted from its start.
/// </summary>
internal sealed class World
{
    public static readonly Instant Zero = Instant.FromUtc(2026, 1, 14, 0, 0);
    private readonly List<ToolCall> _calls = [];
    private readonly List<AddressLease> _leases = [];
    private readonly List<LostLease> _lost = [];
    private readonly List<SightedFlow> _flows = [];
    private readonly Dictionary<long, ConnectionContext> _contexts = [];
    private readonly HashSet<string> _episodesWithFullTrace = new(StringComparer.Ordinal);
    private readonly InputFile _file;
    private readonly SensorCoverage _coverage = new(Duration64.FromSeconds(900));
    private int _line;

    /// <summary>Seconds from <see cref="Zero"/> to the first record of the log.</summary>
    public const double LogBegan = -3600;

    public World(double slackSeconds = 1)
    {
        var settings = new LogSettings("vpc", Duration.FromSeconds(slackSeconds), false, Duration.Zero, DateTimeZone.Utc, false);
        _file = new InputFile("logs/vpc.log", "aws-vpc-flow", settings);
        _coverage.NoteRecord(Time(LogBegan), Time(7200));
    }

    public World Sandbox(string id, string address, double from = -7200, double to = double.PositiveInfinity)
    {
        var until = double.IsInfinity(to) ? Instant.MaxValue : Zero + Duration.FromSeconds(to);
        _leases.Add(new AddressLease(
            AddressPrefix.Parse(address), OwnerKind.Sandbox, id, "host", "", Zero + Duration.FromSeconds(from), until, 0, 65535, true,
            new RecordOrigin("leases.csv", _leases.Count + 2, 0, 0, $"lease-{id}-{from}")));
        return this;
    }

    public World Host(string id, string address) => Owner(OwnerKind.Host, id, address);

    /// <summary>A gateway that stands for others.</summary>
    public World Nat(string id, string address) => Owner(OwnerKind.Nat, id, address);

    private World Owner(OwnerKind kind, string id, string address)
    {
        _leases.Add(new AddressLease(
            AddressPrefix.Parse(address), kind, id, id, "", Instant.MinValue, Instant.MaxValue, 0, 65535, true,
            new RecordOrigin("leases.csv", _leases.Count + 2, 0, 0, $"lease-{id}")));
        return this;
    }

    /// <summary>A row of the lease table that could not be read; of any address where none is given.</summary>
    public World LostLease(string? address)
    {
        _lost.Add(new LostLease(address is null ? null : AddressPrefix.Parse(address), "leases.csv:9"));
        return this;
    }

    public World Call(string id, string sandbox, double start, double end, string command, bool fullTrace = true)
    {
        if (fullTrace)
            _episodesWithFullTrace.Add(EpisodeOf(sandbox));
        _calls.Add(CallOf(id, sandbox, start, end, command, _calls.Count + 1));
        return this;
    }

    /// <summary>A flow record; a TCP one with a SYN unless told otherwise.</summary>
    public World Flow(
        string source, string destination, int port, double start, double? end = null, int sourcePort = 40000, TcpFlags flags = TcpFlags.Syn,
        bool hasFlags = true, FirewallAction action = FirewallAction.Allow, int otherStartMinutes = 0, long? sequence = null)
    {
        if (sequence is not null)
            _contexts.Add(_line + 1, new ConnectionContext("", []) { TcpSequence = sequence });
        _flows.Add(new SightedFlow(
            new FlowRecord
            {
                Start = Time(start),
                End = Time(end ?? start),
                Source = HostAddress.Parse(source),
                Destination = HostAddress.Parse(destination),
                SourcePort = (ushort)sourcePort,
                DestinationPort = (ushort)port,
                Protocol = TransportProtocol.Tcp,
                Action = action,
                TcpFlags = flags,
                HasTcpFlags = hasFlags,
                Sensor = 7,
                OtherStartMinutes = (short)otherStartMinutes,
                Line = ++_line,
                Bytes = 100,
                Packets = 2,
            },
            _file));
        return this;
    }

    public World Loss(double start, double end)
    {
        _coverage.NoteLoss(Time(start), Time(end));
        return this;
    }

    public IReadOnlyList<StitchedConnection> Connections() =>
        [.. new ConnectionStitcher(Duration64.FromSeconds(900), (_, _) => _coverage).Stitch(_flows).OrderBy(c => c.Start).ThenBy(c => c.Id)];

    /// <summary>Attributions of all connections, by start.</summary>
    public IReadOnlyList<Attribution> Attribute() => Attribute(laidAside: []);

    /// <summary>The same with some connections that only tell how often endpoints are contacted.</summary>
    public IReadOnlyList<Attribution> Attribute(IReadOnlyList<StitchedConnection> laidAside)
    {
        var connections = Connections();
        var attributor = Attributor(connections, laidAside);
        return [.. connections.Select(c => attributor[c])];
    }

    /// <summary>What would settle the cause of each connection, by start.</summary>
    public IReadOnlyList<IReadOnlyList<string>> MissingEvidence()
    {
        var connections = Connections();
        var attributor = Attributor(connections, []);
        return [.. connections.Select(attributor.MissingEvidenceFor)];
    }

    /// <summary>What incidents are built with.</summary>
    public Attributor AttributorOf(IReadOnlyList<StitchedConnection> connections) => Attributor(connections, []);

    /// <inheritdoc cref="Attribute(IReadOnlyList{StitchedConnection})"/>
    public Attributor AttributorOf(IReadOnlyList<StitchedConnection> connections, IReadOnlyList<StitchedConnection> laidAside) =>
        Attributor(connections, laidAside);

    public TimelineIndex Timeline()
    {
        var episodes = _episodesWithFullTrace.Select(e => new Episode(e, "run", e["episode-".Length..], null, null, Zero, Zero, 1, 1, 0));
        return new TimelineIndex(new Timeline(_calls, episodes, _leases, _lost));
    }

    private Attributor Attributor(IReadOnlyList<StitchedConnection> connections, IReadOnlyList<StitchedConnection> laidAside)
    {
        var timeline = Timeline();
        var span = new Interval(Zero - Duration.FromHours(1), Zero + Duration.FromHours(2));
        return new Attributor(
            timeline, CaseSettings.Default, connections, c => _contexts.GetValueOrDefault(c.RecordAt(0).Line, ConnectionContext.Unknown),
            _ => "family", span, laidAside);
    }

    /// <summary>A call of a sandbox's only episode.</summary>
    /// <param name="line">Where the trace tells it.</param>
    public static ToolCall CallOf(string id, string sandbox, double start, double end, string command, int line) => new()
    {
        TraceId = "trace-" + sandbox,
        SpanId = id,
        CallId = id,
        ToolName = "bash",
        Command = command,
        Start = Point(start),
        End = Point(end),
        RunId = "run",
        EpisodeId = EpisodeOf(sandbox),
        SandboxId = sandbox,
        Origin = new RecordOrigin("traces.jsonl", line, 0, 0, "call-" + id),
    };

    public static Instant64 Time(double seconds) => Instant64.FromInstant(Zero + Duration.FromSeconds(seconds));

    private static string EpisodeOf(string sandbox) => "episode-" + sandbox;

    private static TimePoint Point(double seconds) => new(Zero + Duration.FromSeconds(seconds), Duration.Zero, TimeBasis.Clock);
}
