// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FwCorrelate.Sigma.Events;

/// <summary>What a name in a JSON object leads to.</summary>
/// <param name="number">Its place among all edges of a tree.</param>
internal sealed class JsonEdge(int number, string name)
{
    public int Number => number;

    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>The field whose value this is; 0 where the name is only a part of one.</summary>
    public int Field { get; set; }

    /// <summary>Names that matter inside the object; <see cref="JsonNames.None"/> where none does.</summary>
    public JsonNames Inner { get; set; } = JsonNames.None;
}

/// <summary>
/// The names that matter in one kind of JSON object, found by their UTF-8 bytes. Immutable once <see cref="Close"/> was called.
/// </summary>
internal sealed class JsonNames
{
    private readonly Dictionary<string, JsonEdge> _byName = new(StringComparer.Ordinal);
    private JsonEdge?[] _slots = [null];
    private int _shift = 64;

    /// <summary>No name matters.</summary>
    public static JsonNames None { get; } = new();

    public JsonEdge? Find(ReadOnlySpan<byte> name)
    {
        for (var slot = SlotOf(name); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var edge = _slots[slot];
            if (edge is null || name.SequenceEqual(edge.Name))
                return edge;
        }
    }

    /// <summary>The edge of that name, made where there is none.</summary>
    public JsonEdge Add(string name, ref int edges)
    {
        if (!_byName.TryGetValue(name, out var edge))
            _byName.Add(name, edge = new JsonEdge(edges++, name));
        return edge;
    }

    /// <summary>Builds the table: a quarter full at most, so that a name that does not matter mostly meets an empty slot.</summary>
    public void Close()
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4 * _byName.Count, 2));
        _slots = new JsonEdge?[size];
        _shift = 64 - BitOperations.Log2((uint)size);
        foreach (var edge in _byName.Values)
        {
            var slot = SlotOf(edge.Name);
            while (_slots[slot] is not null)
                slot = (slot + 1) & (size - 1);
            _slots[slot] = edge;
        }
    }

    private int SlotOf(ReadOnlySpan<byte> name) => _slots.Length == 1 ? 0 : (int)(Mixed(name) >> _shift);

    /// <summary>Length, first and last eight bytes: which of a few known names it could be, not a digest.</summary>
    private static ulong Mixed(ReadOnlySpan<byte> name)
    {
        ulong first, last;
        if (name.Length >= 8)
            (first, last) = (BinaryPrimitives.ReadUInt64LittleEndian(name), BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]));
        else if (name.Length >= 4)
            (first, last) = (BinaryPrimitives.ReadUInt32LittleEndian(name), BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]));
        else
            (first, last) = name.IsEmpty ? (0UL, 0UL) : (name[0], ((ulong)name[name.Length / 2] << 8) | name[^1]);
        return (first ^ BitOperations.RotateLeft(last, 29) ^ (ulong)name.Length) * 0x9E37_79B9_7F4A_7C15;
    }
}
