// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;

namespace FwCorrelate.Network;

/// <summary>
/// IPv6 addresses as text (RFC 4291, section 2.2): eight groups of one to four hex digits, <c>::</c> once for one or more groups of zeros,
/// the last two groups also as dotted IPv4.
/// </summary>
/// <remarks>The framework's parser makes an object of each address, and every record of a dual-stack network holds two.</remarks>
internal static class IPv6Text
{
    private const int Groups = 8;
    private const int Longest = 45;

    /// <param name="high">The first eight bytes in network order.</param>
    /// <param name="low">The last eight bytes.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ulong high, out ulong low)
    {
        (high, low) = (0, 0);
        if (utf8.Length is < 2 or > Longest)
            return false;
        Span<ushort> groups = stackalloc ushort[Groups];
        var gap = utf8.IndexOf("::"u8);
        var count = gap < 0 ? ReadGroups(utf8, groups, endsAddress: true) : ReadAround(utf8[..gap], utf8[(gap + 2)..], groups);
        if (count != Groups)
            return false;
        for (var i = 0; i < Groups / 2; i++)
            (high, low) = ((high << 16) | groups[i], (low << 16) | groups[i + (Groups / 2)]);
        return true;
    }

    // Groups left out are zeros, and at least one is.
    private static int ReadAround(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, Span<ushort> groups)
    {
        Span<ushort> last = stackalloc ushort[Groups];
        var first = before.IsEmpty ? 0 : ReadGroups(before, groups, endsAddress: false);
        var behind = after.IsEmpty ? 0 : ReadGroups(after, last, endsAddress: true);
        if (first < 0 || behind < 0 || first + behind >= Groups)
            return -1;
        groups[first..].Clear();
        last[..behind].CopyTo(groups[(Groups - behind)..]);
        return Groups;
    }

    /// <summary>Number of groups read; -1 where the text is not all groups.</summary>
    private static int ReadGroups(ReadOnlySpan<byte> text, Span<ushort> groups, bool endsAddress)
    {
        for (var count = 0; count < Groups; count++)
        {
            var colon = text.IndexOf((byte)':');
            if (colon < 0 && endsAddress && count <= Groups - 2 && IPv4Text.TryParse(text, out var dotted))
            {
                (groups[count], groups[count + 1]) = ((ushort)(dotted >> 16), (ushort)dotted);
                return count + 2;
            }

            if (!TryReadGroup(colon < 0 ? text : text[..colon], out groups[count]))
                return -1;
            if (colon < 0)
                return count + 1;
            text = text[(colon + 1)..];
        }

        return -1;
    }

    private static bool TryReadGroup(ReadOnlySpan<byte> text, out ushort group)
    {
        group = 0;
        return text.Length is >= 1 and <= 4 && Utf8Parser.TryParse(text, out group, out var consumed, 'x') && consumed == text.Length;
    }
}
