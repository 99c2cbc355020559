// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>
/// Numbers of seven bits a byte, least first (ULEB128): those of Thrift's compact protocol and of Parquet's delta encoding.
/// </summary>
internal static class Leb128
{
    /// <returns>The number; null where the bytes end before it does.</returns>
    /// <exception cref="InvalidDataException">It has more than 64 bits.</exception>
    public static ulong? Unsigned(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at >= bytes.Length)
                return null;
            var part = bytes[at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }

        throw new InvalidDataException("a number in it has no end");
    }
}
