// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Texts of JSON strings that were found to be JSON before.</summary>
internal static class JsonEscapes
{
    private const int HexLength = 6;

    /// <summary>
    /// Writes what the inside of a string literal stands for; returns how much was written, which is never more than its length. Half of a
    /// surrogate pair becomes U+FFFD; bytes that are no UTF-8 stay as they are.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> inside, Span<byte> destination)
    {
        var written = 0;
        while (!inside.IsEmpty)
        {
            var plain = inside.IndexOf((byte)'\\') is var at and >= 0 ? at : inside.Length;
            inside[..plain].CopyTo(destination[written..]);
            written += plain;
            inside = inside[plain..];
            if (inside.Length < 2)
                break;
            inside = inside[(inside[1] == (byte)'u' ? UnescapeHex(inside, destination, ref written)
                : UnescapeLetter(inside[1], destination, ref written))..];
        }

        return written;
    }

    /// <summary>Whether it holds half of a surrogate pair, so that nobody knows what it stood for.</summary>
    public static bool HoldsHalf(ReadOnlySpan<byte> inside)
    {
        for (var at = inside.IndexOf((byte)'\\'); at >= 0 && at + 1 < inside.Length; at = inside.IndexOf((byte)'\\'))
        {
            inside = inside[at..];
            var unit = UnitOf(inside);
            if (unit is >= 0xD800 and < 0xE000 && RuneOf(inside, unit) is null)
                return true;
            inside = inside[(unit is >= 0xD800 and < 0xE000 ? 2 * HexLength : 2)..];
        }

        return false;
    }

    private static int UnescapeLetter(byte letter, Span<byte> destination, ref int written)
    {
        destination[written++] = letter switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => letter,
        };
        return 2;
    }

    private static int UnescapeHex(ReadOnlySpan<byte> text, Span<byte> destination, ref int written)
    {
        var unit = UnitOf(text);
        var rune = unit < 0 ? null : RuneOf(text, unit);
        written += (rune ?? Rune.ReplacementChar).EncodeToUtf8(destination[written..]);
        return Math.Min(text.Length, rune is { IsBmp: false } ? 2 * HexLength : HexLength);
    }

    private static Rune? RuneOf(ReadOnlySpan<byte> text, int unit)
    {
        if (Rune.TryCreate(unit, out var alone))
            return alone;
        var low = text.Length >= 2 * HexLength ? UnitOf(text[HexLength..]) : -1;
        return low >= 0 && Rune.TryCreate((char)unit, (char)low, out var pair) ? pair : null;
    }

    private static int UnitOf(ReadOnlySpan<byte> text) =>
        text.Length >= HexLength && text[0] == (byte)'\\' && text[1] == (byte)'u'
        && int.TryParse(text[2..HexLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? unit : -1;
}
