// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Passes;

/// <summary>
/// Tells of most things that they are not in a set, by one bit that the nearest caches hold: a Bloom filter of one hash. Of a busy log
/// nearly every record asks and nearly none is in the set. Filled by one thread, then asked by any.
/// </summary>
internal sealed class HashFilter
{
    // 2^23 bits are 1 MiB: of 100,000 things 1 in 80 is taken for one of the set.
    private const int Bits = 23;

    private readonly ulong[] _bits = new ulong[1 << (Bits - 6)];

    public void Add(ulong hash)
    {
        var bit = BitOf(hash);
        _bits[bit >> 6] |= 1UL << (int)(bit & 63);
    }

    /// <summary>False only of what was never added.</summary>
    public bool MayContain(ulong hash)
    {
        var bit = BitOf(hash);
        return (_bits[bit >> 6] & (1UL << (int)(bit & 63))) != 0;
    }

    private static ulong BitOf(ulong hash) => (hash * 0x9E37_79B9_7F4A_7C15) >> (64 - Bits);
}
