// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Sensors;

/// <summary>What a border firewall says of a session, or of a slice of a long one. Times are Unix seconds.</summary>
internal sealed record SessionSlice(
    SimulatedConnection Connection, long Start, long End, bool IsFirst, int PacketsOut, long BytesOut, int PacketsIn, long BytesIn);

/// <summary>Turns connections into session records: one per session, a long session cut every <see cref="SliceSeconds"/> seconds.</summary>
/// <param name="faults">How the sensor's clock and sight differ from the truth; not at all where null.</param>
internal sealed class SessionSensor(Instant logStart, Instant logEnd, SensorFaults? faults = null)
{
    public const int SliceSeconds = 300;

    /// <summary>Slices in the order in which the firewall writes them: when they end.</summary>
    public IReadOnlyList<SessionSlice> Observe(IEnumerable<SimulatedConnection> connections) =>
        [.. connections.SelectMany(Cut).OrderBy(s => s.End).ThenBy(s => s.Start).ThenBy(s => s.Connection.Sequence)];

    private IEnumerable<SessionSlice> Cut(SimulatedConnection connection)
    {
        var opened = (faults?.Shown(connection.Start) ?? connection.Start).ToUnixTimeSeconds();
        var packets = connection.Packets.Where(p => p.Time >= logStart && p.Time < logEnd);
        return (faults?.Show(packets) ?? [.. packets])
            .GroupBy(p => (p.Time.ToUnixTimeSeconds() - opened) / SliceSeconds)
            .Select(g => new SessionSlice(
                connection, g.Min(p => p.Time).ToUnixTimeSeconds(), g.Max(p => p.Time).ToUnixTimeSeconds(), g.Key == 0,
                g.Where(p => p.Forward).Sum(p => p.Packets), g.Where(p => p.Forward).Sum(p => p.Bytes),
                g.Where(p => !p.Forward).Sum(p => p.Packets), g.Where(p => !p.Forward).Sum(p => p.Bytes)));
    }
}
