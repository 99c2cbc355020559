// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>TCP flags as logs write them.</summary>
internal static class TcpFlagText
{
    /// <summary>Reads flags; false where there are none to read.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, FlagText form, out TcpFlags flags)
    {
        flags = TcpFlags.None;
        switch (form)
        {
            case FlagText.Decimal when Utf8Number.TryParse(text, out ushort number) && number <= byte.MaxValue:
                flags = (TcpFlags)number;
                return true;
            case FlagText.Hexadecimal when Utf8Parser.TryParse(
                text.StartsWith("0x"u8) ? text[2..] : text, out byte hexadecimal, out var used, 'x') && used > 0:
                flags = (TcpFlags)hexadecimal;
                return true;
            case FlagText.Letters when !text.IsEmpty:
                foreach (var letter in text)
                    flags |= Of(letter);
                return true;
            case FlagText.Words:
                foreach (var word in text.SplitAny(" ,"u8))
                    flags |= OfWord(text[word]);
                return flags != TcpFlags.None;
            default:
                return false;
        }
    }

    private static TcpFlags OfWord(ReadOnlySpan<byte> word) => word switch
    {
        [(byte)'S', (byte)'Y', (byte)'N'] => TcpFlags.Syn,
        [(byte)'A', (byte)'C', (byte)'K'] => TcpFlags.Ack,
        [(byte)'F', (byte)'I', (byte)'N'] => TcpFlags.Fin,
        [(byte)'R', (byte)'S', (byte)'T'] => TcpFlags.Reset,
        [(byte)'P', (byte)'S', (byte)'H'] => TcpFlags.Push,
        [(byte)'U', (byte)'R', (byte)'G'] => TcpFlags.Urgent,
        _ => TcpFlags.None,
    };

    private static TcpFlags Of(byte letter) => letter switch
    {
        (byte)'F' => TcpFlags.Fin,
        (byte)'S' => TcpFlags.Syn,
        (byte)'R' => TcpFlags.Reset,
        (byte)'P' => TcpFlags.Push,
        (byte)'A' => TcpFlags.Ack,
        (byte)'U' => TcpFlags.Urgent,
        _ => TcpFlags.None,
    };
}
