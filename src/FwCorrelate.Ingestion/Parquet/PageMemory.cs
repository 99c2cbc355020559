// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>Room for the pages that are open: one of each column, and its dictionary. However much a file says, there is no more.</summary>
internal sealed class PageMemory
{
    /// <summary>Bytes that the open pages of a file may take. Usual pages have 1 MiB or less.</summary>
    public const long MostBytes = 512L << 20;

    private long _rented;

    /// <exception cref="InvalidDataException">There is no more room.</exception>
    public byte[] Rent(int length)
    {
        if (_rented + length > MostBytes)
            throw new InvalidDataException($"its open pages take more than {MostBytes} bytes, decompressed");
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        _rented += bytes.Length;
        return bytes;
    }

    public void Return(byte[] bytes)
    {
        if (bytes.Length == 0)
            return;
        _rented -= bytes.Length;
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
