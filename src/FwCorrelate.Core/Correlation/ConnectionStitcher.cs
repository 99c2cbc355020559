// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Correlation;

/// <summary>
/// Puts flow records together into connections: flow logs cut a long connection into windows, and the record that holds its start
/// names the cause. The result depends on what the records say, never on their order.
/// </summary>
/// <param name="idleTimeout">Gap that ends a connection.</param>
/// <param name="coverageOf">Coverage of a source's sensor.</param>
public sealed class ConnectionStitcher(Duration64 idleTimeout, Func<string, ulong, SensorCoverage?> coverageOf)
{
    // Within one usual aggregation window (AWS Nitro, Alibaba Cloud: 60 s) of the start of a log, a connection that ran before shows itself.
    private static readonly Duration64 AggregationWindow = Duration64.FromSeconds(60);

    /// <summary>Connections by key, each list by start.</summary>
    public IReadOnlyDictionary<ConnectionKey, IReadOnlyList<StitchedConnection>> Stitch(IEnumerable<SightedFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var byKey = new Dictionary<ConnectionKey, List<SightedFlow>?>();
        foreach (var flow in flows)
        {
            var key = ConnectionKey.Of(flow.Record, flow.File);
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(byKey, key, out _);

            // Most connections have one record: a list of the usual size would hold four.
            (list ??= new List<SightedFlow>(1)).Add(flow);
        }

        return byKey.ToDictionary(p => p.Key, p => (IReadOnlyList<StitchedConnection>)Cut(p.Key, p.Value!));
    }

    private List<StitchedConnection> Cut(ConnectionKey key, List<SightedFlow> flows)
    {
        if (flows.Count == 1)
            return [Finish(key, flows, [])];
        flows.Sort();
        var connections = new List<StitchedConnection>(1);
        var current = new List<SightedFlow>();
        var end = Instant64.MinValue;
        foreach (var flow in flows)
        {
            if (current.Count > 0 && (flow.Record.Start > end + idleTimeout || IsReopened(current, flow, end)))
            {
                connections.Add(Finish(key, current, connections));
                current = [];
                end = Instant64.MinValue;
            }

            current.Add(flow);
            end = Instant64.Max(end, flow.Record.End);
        }

        connections.Add(Finish(key, current, connections));
        return connections;
    }

    /// <summary>The same ports used again: a SYN from a side that sent one before, after everything had ended with FIN or RST.</summary>
    private static bool IsReopened(List<SightedFlow> current, SightedFlow flow, Instant64 end) =>
        flow.Record.Start > end && HasSyn(flow.Record)
        && current.Exists(f => (f.Record.TcpFlags & (TcpFlags.Fin | TcpFlags.Reset)) != 0)
        && current.Exists(f => HasSyn(f.Record) && f.Record.Source == flow.Record.Source);

    private StitchedConnection Finish(ConnectionKey key, List<SightedFlow> flows, List<StitchedConnection> earlier)
    {
        var start = flows[0].Record.Start;
        var coverage = coverageOf(key.Source, key.Sensor);
        var since = coverage?.CoveredSince(start);
        var startsWithLog = earlier.Count == 0 && (since is not { } logged || start <= logged + AggregationWindow);
        return new StitchedConnection(key, flows, BasisOf(flows, coverage), OpenerOf(flows), startsWithLog);
    }

    private StartBasis BasisOf(List<SightedFlow> flows, SensorCoverage? coverage)
    {
        var first = flows[0].Record;
        if (flows.Exists(f => f.Record.IsSampled))
            return StartBasis.Unknown;
        if (first.Protocol == TransportProtocol.Tcp && flows.Exists(f => f.Record.HasTcpFlags))
        {
            // The log tells flags: a start without a SYN is the middle of something.
            return flows.TakeWhile(f => f.Record.Start == first.Start).Any(f => HasSyn(f.Record)) ? StartBasis.Proven : StartBasis.Unknown;
        }

        return coverage is not null && coverage.Covers(first.Start, idleTimeout) ? StartBasis.Inferred : StartBasis.Unknown;
    }

    private static bool HasSyn(in FlowRecord record) => record.HasTcpFlags && (record.TcpFlags & TcpFlags.Syn) != 0;

    /// <summary>Who opened: what the log says; else the side that sent a SYN without ACK while the other answered with SYN and ACK; else the ports.</summary>
    private static Endpoint? OpenerOf(List<SightedFlow> flows)
    {
        Endpoint? opener = null;
        foreach (var (record, _) in flows)
        {
            if (record.SourceIsInitiator)
                return Endpoint.SourceOf(record);
            if (HasSyn(record) && (record.TcpFlags & TcpFlags.Ack) == 0)
                opener ??= Endpoint.SourceOf(record);
        }

        if (opener is { } sender && !flows.Exists(f => HasSyn(f.Record) && (f.Record.TcpFlags & TcpFlags.Ack) == 0 && Endpoint.SourceOf(f.Record) != sender))
            return opener;
        var first = flows[0].Record;
        return Endpoint.InitiatorByPorts(first.SourcePort, first.DestinationPort) switch
        {
            Initiator.Source => Endpoint.SourceOf(first),
            Initiator.Destination => Endpoint.DestinationOf(first),
            _ => null,
        };
    }
}
