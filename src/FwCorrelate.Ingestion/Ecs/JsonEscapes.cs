// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Texts of JSON strings that were found to be JSON before.</summary>
internal static class JsonEscapes
{
    /// <summary>Writes what the inside of a string literal stands for; returns how much was written, which is never more than its length.</summary>
    /// <exception cref="InvalidOperationException">It holds half of a surrogate pair.</exception>
    public static int Unescape(ReadOnlySpan<byte> inside, Span<byte> destination)
    {
        var literal = ArrayPool<byte>.Shared.Rent(inside.Length + 2);
        try
        {
            literal[0] = (byte)'"';
            inside.CopyTo(literal.AsSpan(1));
            literal[inside.Length + 1] = (byte)'"';
            var reader = new Utf8JsonReader(literal.AsSpan(0, inside.Length + 2));
            reader.Read();
            return reader.CopyString(destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(literal);
        }
    }
}
