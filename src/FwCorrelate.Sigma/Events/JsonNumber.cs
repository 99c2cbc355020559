// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text;

namespace FwCorrelate.Sigma.Events;

/// <summary>A JSON number (RFC 8259, section 6) as rules compare it.</summary>
internal static class JsonNumber
{
    /// <summary>A 64-bit integer, a longer integer as its text (a double would make neighbours equal), or a double.</summary>
    public static FieldValue Read(ReadOnlySpan<byte> written)
    {
        if (Utf8Parser.TryParse(written, out long integer, out var read) && read == written.Length)
            return FieldValue.Of(integer);
        if (IsInteger(written) || !Utf8Parser.TryParse(written, out double real, out _))
            return FieldValue.Of(Encoding.ASCII.GetString(written));
        return FieldValue.Of(real);
    }

    public static bool IsInteger(ReadOnlySpan<byte> written) => !written.ContainsAny((byte)'.', (byte)'e', (byte)'E');
}
