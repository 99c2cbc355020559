// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace FwCorrelate.Flows;

/// <summary>Names of sensors as 64-bit hashes (FNV-1a over 8-byte words, then bytes): records carry no strings.</summary>
public static class SensorId
{
    private const ulong Basis = 0xCBF2_9CE4_8422_2325;
    private const ulong Prime = 0x0000_0100_0000_01B3;

    /// <summary>The hash of a sensor's name; 0 for an empty one.</summary>
    public static ulong Of(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return 0;
        var hash = Basis;
        while (name.Length >= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name)) * Prime;
            hash ^= hash >> 29;
            name = name[8..];
        }

        foreach (var b in name)
            hash = (hash ^ b) * Prime;
        return hash | 1;
    }
}
