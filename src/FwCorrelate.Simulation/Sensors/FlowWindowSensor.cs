// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Sensors;

/// <summary>What a flow-log interface is and how it fails.</summary>
/// <param name="Address">Its address: it sees what goes from and to it.</param>
/// <param name="PhaseSeconds">Where its windows begin within a minute, 0 to 59.</param>
/// <param name="LossyWindows">Windows, counted from the log's first, of which it loses every other record.</param>
internal sealed record FlowInterface(string Id, string InstanceId, string Address, int PhaseSeconds, IReadOnlyList<int> LossyWindows);

/// <summary>What an interface says of one direction of one connection in one window. Times are Unix seconds.</summary>
internal sealed record FlowWindow(
    SimulatedConnection Connection, bool Forward, long Start, long End, long WindowEnd, int Packets, long Bytes, TcpFlags Flags,
    bool Continues)
{
    public Endpoint From => Forward ? Connection.Source : Connection.Destination;

    public Endpoint To => Forward ? Connection.Destination : Connection.Source;

    /// <summary>Flags as flow logs count them: an acknowledgement only beside the answerer's SYN (SYN-ACK is 18).</summary>
    public TcpFlags CountedFlags => !Forward && (Flags & TcpFlags.Syn) != 0 ? Flags : Flags & ~TcpFlags.Ack;
}

/// <summary>Cuts connections into windows, as the flow logs of AWS and Alibaba Cloud do: one record per direction and window.</summary>
/// <param name="faults">How the sensor's clock and sight differ from the truth; not at all where null.</param>
/// <param name="windowSeconds">Length of a window.</param>
internal sealed class FlowWindowSensor(
    FlowInterface card, Instant logStart, Instant logEnd, SensorFaults? faults = null, int windowSeconds = FlowWindowSensor.UsualWindow)
{
    public const int UsualWindow = 60;

    private readonly Instant _shownStart = faults?.Shown(logStart) ?? logStart;

    public FlowInterface Interface => card;

    public int WindowCount => (int)(((faults?.Shown(logEnd) ?? logEnd).ToUnixTimeSeconds() - First) / windowSeconds);

    private long First => _shownStart.ToUnixTimeSeconds() - ((windowSeconds - card.PhaseSeconds) % windowSeconds);

    public (long Start, long End) Window(int index) =>
        (Math.Max(First + ((long)index * windowSeconds), _shownStart.ToUnixTimeSeconds()), First + ((index + 1L) * windowSeconds) - 1);

    /// <summary>Records of all windows, by window, then as first seen in it.</summary>
    public IEnumerable<(int Window, IReadOnlyList<FlowWindow> Records)> Observe(IEnumerable<SimulatedConnection> connections)
    {
        var windows = new SortedDictionary<int, List<FlowWindow>>();
        foreach (var connection in connections.Where(IsSeen))
        {
            foreach (var (window, record) in Cut(connection))
                (windows.TryGetValue(window, out var list) ? list : windows[window] = []).Add(record);
        }

        return windows.Select(w => (w.Key, Thin(w.Key, w.Value.OrderBy(r => r.Start).ThenBy(r =>
            r.Connection.Source.Port).ThenByDescending(r => r.Forward))));
    }

    private bool IsSeen(SimulatedConnection connection) =>
        connection.Source.Address == card.Address || connection.Destination.Address == card.Address;

    private IReadOnlyList<FlowWindow> Thin(int window, IEnumerable<FlowWindow> records) =>
        [.. card.LossyWindows.Contains(window) ? records.Where((_, i) => i % 2 == 0) : records];

    private IEnumerable<(int Window, FlowWindow Record)> Cut(SimulatedConnection connection)
    {
        var packets = connection.Packets.Where(p => p.Time >= logStart && p.Time < logEnd);
        var shown = faults?.Show(packets) ?? [.. packets];
        var last = faults?.Shown(connection.End) ?? connection.End;
        return shown
            .GroupBy(p => (Window: (int)((p.Time.ToUnixTimeSeconds() - First) / windowSeconds), p.Forward))
            .Where(g => g.Key.Window < WindowCount)
            .Select(g =>
            {
                var (_, windowEnd) = Window(g.Key.Window);
                return (g.Key.Window, new FlowWindow(
                    connection, g.Key.Forward, g.Min(p => p.Time).ToUnixTimeSeconds(), g.Max(p => p.Time).ToUnixTimeSeconds(), windowEnd,
                    g.Sum(p => p.Packets), g.Sum(p => p.Bytes), g.Aggregate(TcpFlags.None, (f, p) => f | p.Flags),
                    last.ToUnixTimeSeconds() > windowEnd));
            });
    }
}
