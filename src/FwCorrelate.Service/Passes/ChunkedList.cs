// SPDX-License-Identifier: Apache-2.0
using System.Collections;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// A list of large values that grows without copying them: at millions, the copies of a usual list would take as much memory again.
/// </summary>
internal sealed class ChunkedList<T> : IReadOnlyCollection<T>
    where T : struct
{
    private const int ChunkBits = 12;
    private const int ChunkLength = 1 << ChunkBits;
    private const int FirstLength = 16;
    private readonly List<T[]> _chunks = [];

    public int Count { get; private set; }

    public ref readonly T this[int index] => ref _chunks[index >> ChunkBits][index & (ChunkLength - 1)];

    public void Add(in T value)
    {
        var place = Count & (ChunkLength - 1);
        if (place == 0)
            _chunks.Add(new T[Count == 0 ? FirstLength : ChunkLength]);
        var chunk = _chunks[^1];
        if (place == chunk.Length)
        {
            // Only the first chunk is ever too short: most lists are short themselves.
            Array.Resize(ref chunk, Math.Min(chunk.Length * 4, ChunkLength));
            _chunks[^1] = chunk;
        }

        chunk[place] = value;
        Count++;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
