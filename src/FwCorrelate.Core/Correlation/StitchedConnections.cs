// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using FwCorrelate.Flows;

namespace FwCorrelate.Correlation;

/// <summary>All connections of a case, for looking up the one that a record belongs to.</summary>
public sealed class StitchedConnections : IReadOnlyList<StitchedConnection>
{
    private readonly int[] _hashes;
    private readonly StitchedConnection[] _connections;

    /// <param name="connections">By the hash of their keys, then by start.</param>
    internal StitchedConnections(IReadOnlyCollection<StitchedConnection> connections)
    {
        _connections = [.. connections];
        _hashes = Array.ConvertAll(_connections, c => c.Key.GetHashCode());
    }

    public int Count => _connections.Length;

    public StitchedConnection this[int index] => _connections[index];

    /// <summary>The connection of a record that was stitched; null for any other.</summary>
    public StitchedConnection? Find(in FlowRecord record, InputFile file)
    {
        var key = ConnectionKey.Of(record, file);
        var hash = key.GetHashCode();
        for (var i = After(hash) - 1; i >= 0 && _hashes[i] == hash; i--)
        {
            if (_connections[i].Start <= record.Start && _connections[i].Key == key)
                return _connections[i];
        }

        return null;
    }

    public IEnumerator<StitchedConnection> GetEnumerator() => ((IEnumerable<StitchedConnection>)_connections).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int After(int hash)
    {
        int low = 0, high = _hashes.Length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (_hashes[middle] <= hash)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
