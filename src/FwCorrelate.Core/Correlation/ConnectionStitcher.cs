// SPDX-License-Identifier: Apache-2.0
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
    // Within one usual aggregation window (AWS Nitro, Alibaba Cloud: 60 s) of the start of a log, a connection that ran before shows
    // itself.
    private static readonly Duration64 AggregationWindow = Duration64.FromSeconds(60);

    /// <summary>Puts all records together.</summary>
    /// <param name="flows">Gone through twice, in the same order.</param>
    public StitchedConnections Stitch(IReadOnlyCollection<SightedFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var (ordered, hashes) = ByHash(flows);
        var connections = new List<StitchedConnection>(ordered.Length);
        for (int start = 0, end; start < ordered.Length; start = end)
        {
            end = start + 1;
            while (end < ordered.Length && hashes[end] == hashes[start])
                end++;
            CutByKey(new ArraySegment<SightedFlow>(ordered, start, end - start), connections);
        }

        return new StitchedConnections(connections);
    }

    /// <summary>Records of one connection side by side: lists by key would take more memory than the records.</summary>
    private static (SightedFlow[] Ordered, int[] Hashes) ByHash(IReadOnlyCollection<SightedFlow> flows)
    {
        var hashes = new int[flows.Count];
        var places = new int[flows.Count];
        var count = 0;
        foreach (var flow in flows)
        {
            hashes[count] = ConnectionKey.Of(flow.Record, flow.File).GetHashCode();
            places[count] = count;
            count++;
        }

        Array.Sort(hashes, places);
        var position = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
            position[places[i]] = i;
        var ordered = new SightedFlow[places.Length];
        count = 0;
        foreach (var flow in flows)
            ordered[position[count++]] = flow;
        return (ordered, hashes);
    }

    /// <summary>Cuts records whose keys have one hash; hardly ever are there two keys.</summary>
    private void CutByKey(ArraySegment<SightedFlow> flows, List<StitchedConnection> connections)
    {
        if (flows.Count == 1)
        {
            Cut(flows, connections);
            return;
        }

        flows.AsSpan().Sort(InOrder);
        for (int start = 0, end; start < flows.Count; start = end)
        {
            var key = ConnectionKey.Of(flows[start].Record, flows[start].File);
            end = start + 1;
            while (end < flows.Count && ConnectionKey.Of(flows[end].Record, flows[end].File) == key)
                end++;
            Cut(flows[start..end], connections);
        }
    }

    private static int InOrder(SightedFlow left, SightedFlow right)
    {
        var order = ConnectionKey.Of(left.Record, left.File).CompareTo(ConnectionKey.Of(right.Record, right.File));
        return order != 0 ? order : left.CompareTo(right);
    }

    /// <summary>Cuts the records of one key at silences and where its ports were used again.</summary>
    private void Cut(ArraySegment<SightedFlow> flows, List<StitchedConnection> connections)
    {
        var start = 0;
        var firstOfKey = connections.Count;
        var seen = new SeenSoFar(flows[0].Record);
        for (var i = 1; i < flows.Count; i++)
        {
            ref readonly var record = ref flows.AsSpan()[i].Record;
            if (record.Start > seen.End + idleTimeout || seen.IsReopenedBy(record) || LacksPort(record))
            {
                connections.Add(Finish(flows[start..i], isFirst: connections.Count == firstOfKey));
                start = i;
                seen = new SeenSoFar(record);
            }

            seen.Add(record);
        }

        connections.Add(Finish(flows[start..], isFirst: connections.Count == firstOfKey));
    }

    private StitchedConnection Finish(ArraySegment<SightedFlow> flows, bool isFirst)
    {
        ref readonly var first = ref flows.AsSpan()[0].Record;
        var coverage = coverageOf(flows[0].File.Source.Name, first.Sensor);
        var since = coverage?.CoveredSince(first.Start);
        var startsWithLog = isFirst && (since is not { } logged || first.Start <= logged + AggregationWindow);
        return new StitchedConnection(flows, BasisOf(flows, since), OpenerOf(flows), startsWithLog);
    }

    /// <param name="since">Since when its sensor has logged without a gap; null where it does not cover the start.</param>
    private StartBasis BasisOf(ReadOnlySpan<SightedFlow> flows, Instant64? since)
    {
        ref readonly var first = ref flows[0].Record;
        var (isSampled, hasFlags, startsWithSyn) = (false, false, false);
        foreach (ref readonly var flow in flows)
        {
            isSampled |= flow.Record.IsSampled;
            hasFlags |= flow.Record.HasTcpFlags;
            startsWithSyn |= flow.Record.Start == first.Start && HasSyn(flow.Record);
        }

        if (isSampled)
            return StartBasis.Unknown;

        // A proxy logs each request whole, with its start.
        if (flows[0].File.HoldsRequests)
            return StartBasis.Proven;

        // Where the log tells flags, a start without a SYN is the middle of something.
        if (first.Protocol == TransportProtocol.Tcp && hasFlags)
            return startsWithSyn ? StartBasis.Proven : StartBasis.Unknown;
        return since <= first.Start - idleTimeout ? StartBasis.Inferred : StartBasis.Unknown;
    }

    // A proxy's line is a request of its own: without the client's port nothing tells that two of them are of one connection.
    private static bool LacksPort(in FlowRecord record) =>
        record.SourcePort == 0 && record.Protocol is TransportProtocol.Tcp or TransportProtocol.Udp;

    private static bool HasSyn(in FlowRecord record) => record.HasTcpFlags && (record.TcpFlags & TcpFlags.Syn) != 0;

    /// <summary>
    /// Who opened: what the log says; else the side that sent a SYN without ACK while the other answered with SYN and ACK; else the side
    /// whose SYN and ACK the other refused without having asked for it (backscatter); else the ports, which prove nothing.
    /// </summary>
    private static (Endpoint? End, bool IsProven) OpenerOf(ReadOnlySpan<SightedFlow> flows)
    {
        Endpoint? opener = null;
        var isContested = false;
        foreach (ref readonly var flow in flows)
        {
            ref readonly var record = ref flow.Record;
            if (record.SourceIsInitiator)
                return (Endpoint.SourceOf(record), true);
            if (!HasSyn(record) || (record.TcpFlags & TcpFlags.Ack) != 0)
                continue;
            isContested |= opener is { } other && other != Endpoint.SourceOf(record);
            opener ??= Endpoint.SourceOf(record);
        }

        if (opener is not null && !isContested)
            return (opener, true);
        if (opener is null && Unasked(flows) is { } unasked)
            return (unasked, true);
        ref readonly var first = ref flows[0].Record;
        return Endpoint.InitiatorByPorts(first.SourcePort, first.DestinationPort) switch
        {
            Initiator.Source => (Endpoint.SourceOf(first), false),
            Initiator.Destination => (Endpoint.DestinationOf(first), false),
            _ => (null, false),
        };
    }

    /// <summary>Who sent a SYN with ACK that the other side, which sent no SYN, answered with RST alone; null where nobody did.</summary>
    private static Endpoint? Unasked(ReadOnlySpan<SightedFlow> flows)
    {
        Endpoint? sender = null;
        var isRefused = false;
        foreach (ref readonly var flow in flows)
        {
            ref readonly var record = ref flow.Record;
            if (HasSyn(record))
            {
                if (sender is { } other && other != Endpoint.SourceOf(record))
                    return null;
                sender = Endpoint.SourceOf(record);
            }
            else if (record.HasTcpFlags && (record.TcpFlags & (TcpFlags.Reset | TcpFlags.Push | TcpFlags.Fin)) == TcpFlags.Reset)
                isRefused = true;
            else
                return null;
        }

        return isRefused ? sender : null;
    }

    /// <summary>What the records of a connection tell together while they are gone through.</summary>
    private struct SeenSoFar
    {
        private readonly HostAddress _firstSource;
        private bool _isClosed;
        private bool _hasSynOfFirst;
        private bool _hasSynOfOther;

        public SeenSoFar(in FlowRecord first)
        {
            _firstSource = first.Source;
            End = first.End;
            Add(first);
        }

        public Instant64 End { get; private set; }

        public void Add(in FlowRecord record)
        {
            End = Instant64.Max(End, record.End);
            _isClosed |= (record.TcpFlags & (TcpFlags.Fin | TcpFlags.Reset)) != 0;
            if (!HasSyn(record))
                return;
            _hasSynOfFirst |= record.Source == _firstSource;
            _hasSynOfOther |= record.Source != _firstSource;
        }

        /// <summary>
        /// The same ports used again: a SYN from a side that sent one before, after everything had ended with FIN or RST.
        /// </summary>
        public readonly bool IsReopenedBy(in FlowRecord record) =>
            record.Start > End && HasSyn(record) && _isClosed && (record.Source == _firstSource ? _hasSynOfFirst : _hasSynOfOther);
    }
}
