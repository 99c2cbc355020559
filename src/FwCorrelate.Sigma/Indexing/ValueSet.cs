// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>A set of the values 0 to size - 1 of a dimension, as bits.</summary>
internal sealed class ValueSet
{
    private readonly ulong[] _bits;

    private ValueSet(int size, ulong[] bits) => (Size, _bits) = (size, bits);

    public int Size { get; }

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _bits)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool IsAll => Count == Size;

    public static ValueSet None(int size) => new(size, new ulong[(size + 63) / 64]);

    public static ValueSet All(int size) => None(size).Complement();

    public bool Contains(int value) => (_bits[value >> 6] & (1UL << (value & 63))) != 0;

    public void Add(int value) => _bits[value >> 6] |= 1UL << (value & 63);

    /// <param name="end">The first value that is not added.</param>
    public void AddRange(int start, int end)
    {
        for (var value = start; value < end; value++)
            Add(value);
    }

    public ValueSet Intersect(ValueSet other)
    {
        var bits = new ulong[_bits.Length];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = _bits[i] & other._bits[i];
        return new ValueSet(Size, bits);
    }

    public ValueSet Union(ValueSet other)
    {
        var bits = new ulong[_bits.Length];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = _bits[i] | other._bits[i];
        return new ValueSet(Size, bits);
    }

    public ValueSet Complement()
    {
        var bits = new ulong[_bits.Length];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = ~_bits[i];
        if ((Size & 63) != 0)
            bits[^1] &= (1UL << (Size & 63)) - 1;
        return new ValueSet(Size, bits);
    }

    public IEnumerable<int> Values()
    {
        for (var w = 0; w < _bits.Length; w++)
        {
            for (var word = _bits[w]; word != 0; word &= word - 1)
                yield return (w << 6) + BitOperations.TrailingZeroCount(word);
        }
    }
}
