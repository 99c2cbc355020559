// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Clocks;

/// <summary>A connection of a sandbox, as far as a clock is read from it: who opened what, and the first stamp.</summary>
public readonly record struct SampledConnection(HostAddress Client, ushort ClientPort, Endpoint Service, Instant64 Start, ulong Sensor);

/// <summary>
/// A sample of one source's connections that sandboxes opened, small however long the log is: those whose 5-tuples have the smallest
/// hashes, each with its first stamp. It is made of content, so that files and workers may come in any order.
/// </summary>
public sealed class ConnectionSample
{
    /// <summary>Enough for an offset to hundredths of a second; a case seldom has more benign connections near calls than that.</summary>
    private const int Capacity = 16_384;

    private readonly Dictionary<ulong, SampledConnection> _connections = [];
    private ulong _largest = ulong.MaxValue;
    private bool _isSampledByDevice;

    /// <summary>By the hash of their 5-tuples.</summary>
    public IEnumerable<SampledConnection> Connections => _connections.OrderBy(c => c.Key).Take(Capacity).Select(c => c.Value);

    /// <summary>Whether it holds all of them, so that it tells something that there is none.</summary>
    public bool IsWhole => _largest == ulong.MaxValue && _connections.Count <= Capacity && !_isSampledByDevice;

    /// <summary>Notes a record of a connection whose source opened it.</summary>
    public void Add(in FlowRecord record)
    {
        _isSampledByDevice |= record.IsSampled;
        var hash = HashOf(record);
        if (hash <= _largest)
            Add(hash, new SampledConnection(record.Source, record.SourcePort, Endpoint.DestinationOf(record), record.Start, record.Sensor));
    }

    public void Merge(ConnectionSample other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _isSampledByDevice |= other._isSampledByDevice;
        foreach (var (hash, connection) in other._connections)
            Add(hash, connection);
    }

    private void Add(ulong hash, SampledConnection connection)
    {
        if (_connections.TryGetValue(hash, out var known) && IsNotBefore(connection, known))
            return;
        _connections[hash] = connection;
        if (_connections.Count >= 2 * Capacity)
            Shrink();
    }

    private static bool IsNotBefore(SampledConnection connection, SampledConnection known)
    {
        var order = connection.Start.CompareTo(known.Start);
        return order != 0 ? order > 0 : connection.Sensor >= known.Sensor;
    }

    private void Shrink()
    {
        var hashes = _connections.Keys.ToArray();
        Array.Sort(hashes);
        _largest = hashes[Capacity - 1];
        foreach (var hash in hashes.AsSpan(Capacity))
            _connections.Remove(hash);
    }

    // Of the program's own making: the runtime's differ from run to run.
    private static ulong HashOf(in FlowRecord record)
    {
        var hash = Mix(record.Source.High ^ Mix(record.Source.Low));
        hash = Mix(hash ^ record.Destination.High ^ Mix(record.Destination.Low));
        return Mix(hash ^ ((ulong)record.SourcePort << 32) ^ ((ulong)record.DestinationPort << 16) ^ (byte)record.Protocol);
    }

    // SplitMix64's finaliser (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
