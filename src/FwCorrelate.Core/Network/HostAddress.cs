// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FwCorrelate.Network;

/// <summary>
/// An IPv4 or IPv6 address as a 16-byte value. IPv4 addresses are held IPv4-mapped (RFC 4291, section 2.5.5.2),
/// so that <c>10.0.0.1</c> and <c>::ffff:10.0.0.1</c> are equal. The default value is <see cref="None"/>.
/// </summary>
public readonly struct HostAddress : IEquatable<HostAddress>, IComparable<HostAddress>
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;
    private readonly ulong _high;
    private readonly ulong _low;

    internal HostAddress(ulong high, ulong low) => (_high, _low) = (high, low);

    /// <summary>No address: NODATA records, flows without an IP layer. It is also the unspecified address <c>::</c>.</summary>
    public static HostAddress None => default;

    public bool IsNone => (_high | _low) == 0;

    public bool IsIPv4 => _high == 0 && (_low & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>Whether only the name of the host is known: it has no address that could be sent to. See <see cref="NamedHosts"/>.</summary>
    public bool IsName => _high == NamedHosts.Prefix && NamedHosts.TryGetName(_low, out _);

    internal ulong High => _high;

    internal ulong Low => _low;

    /// <summary>The IPv4 address whose four bytes, in network order, make <paramref name="value"/>.</summary>
    public static HostAddress FromIPv4(uint value) => new(0, MappedPrefix | value);

    public static HostAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        (address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address).TryWriteBytes(bytes, out _);
        return new HostAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>
    /// Reads dotted IPv4 (four decimal parts, no leading zeros beyond one digit) or IPv6 text; no ports, no zones, no prefixes. Allocates
    /// nothing.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out HostAddress address)
    {
        if (IPv4Text.TryParse(utf8, out var value))
        {
            address = FromIPv4(value);
            return true;
        }

        var isRead = IPv6Text.TryParse(utf8, out var high, out var low);
        address = isRead ? new HostAddress(high, low) : default;
        return isRead;
    }

    /// <summary>
    /// Reads two dotted IPv4 addresses at once, as every flow record holds them; what is not two of them is for
    /// <see cref="TryParse(ReadOnlySpan{byte}, out HostAddress)"/>.
    /// </summary>
    /// <param name="first">Sixteen bytes that end with the first address; what stands before it does not matter.</param>
    /// <param name="second">Sixteen bytes that end with the second address.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseIPv4(
        Vector128<byte> first, int firstLength, Vector128<byte> second, int secondLength, out HostAddress firstAddress,
        out HostAddress secondAddress)
    {
        var areRead = IPv4Text.TryParseBoth(first, firstLength, second, secondLength, out var firstValue, out var secondValue);
        (firstAddress, secondAddress) = (FromIPv4(firstValue), FromIPv4(secondValue));
        return areRead;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out HostAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out HostAddress address)
    {
        address = default;
        if (text.Length is 0 or > 45)
            return false;
        Span<byte> utf8 = stackalloc byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > 127)
                return false;
            utf8[i] = (byte)text[i];
        }

        return TryParse(utf8, out address);
    }

    /// <exception cref="FormatException">The text is not an address.</exception>
    public static HostAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IPv4 or IPv6 address.");

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
        return IsIPv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    public int CompareTo(HostAddress other) => _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);

    public bool Equals(HostAddress other) => _high == other._high && _low == other._low;

    public override bool Equals(object? obj) => obj is HostAddress other && Equals(other);

    // Multiply-and-fold: addresses of one network differ in the low bits only, which a plain XOR would leave clustered.
    public override int GetHashCode()
    {
        var mixed = (_high * 0x9E37_79B9_7F4A_7C15) ^ (_low * 0xC2B2_AE3D_27D4_EB4F);
        return (int)(mixed ^ (mixed >> 32));
    }

    /// <summary>Dotted IPv4 or RFC 5952 IPv6; empty for <see cref="None"/>, the name of a host of which nothing else is known.</summary>
    public override string ToString() => IsNone ? ""
        : _high == NamedHosts.Prefix && NamedHosts.TryGetName(_low, out var name) ? name : ToIPAddress().ToString();

    /// <summary>Writes the bytes in network order, 4 or 16 of them; returns how many.</summary>
    public int WriteBytes(Span<byte> destination)
    {
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        return 16;
    }

    /// <summary>Writes what <see cref="ToString"/> returns; 45 characters are always enough. Allocates nothing for IPv4.</summary>
    public bool TryFormat(Span<char> destination, out int written)
    {
        written = 0;
        if (!IsIPv4)
            return IsNone || ToIPAddress().TryFormat(destination, out written);
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (!((byte)(_low >> shift)).TryFormat(destination[written..], out var digits, provider: CultureInfo.InvariantCulture))
                return false;
            written += digits;
            if (shift > 0)
            {
                if (written == destination.Length)
                    return false;
                destination[written++] = '.';
            }
        }

        return true;
    }

    public static bool operator ==(HostAddress left, HostAddress right) => left.Equals(right);

    public static bool operator !=(HostAddress left, HostAddress right) => !left.Equals(right);

    public static bool operator <(HostAddress left, HostAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(HostAddress left, HostAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(HostAddress left, HostAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(HostAddress left, HostAddress right) => left.CompareTo(right) >= 0;
}
