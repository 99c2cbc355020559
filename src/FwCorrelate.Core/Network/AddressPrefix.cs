// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Network;

/// <summary>
/// A CIDR block: a network address and a prefix length, which for IPv4 counts from the IPv4 bits (0 to 32), for IPv6 0 to 128.
/// </summary>
public readonly record struct AddressPrefix
{
    private readonly HostAddress _network;
    private readonly ulong _highMask;
    private readonly ulong _lowMask;

    private AddressPrefix(HostAddress network, int bits, int length)
    {
        (_highMask, _lowMask) = Masks(bits);
        _network = new HostAddress(network.High & _highMask, network.Low & _lowMask);
        Length = length;
    }

    /// <summary>Prefix length as written.</summary>
    public int Length { get; }

    /// <summary>The lowest address of the block.</summary>
    public HostAddress Network => _network;

    public bool IsSingleAddress => _lowMask == ulong.MaxValue && _highMask == ulong.MaxValue;

    /// <summary>
    /// Whether bits beyond the prefix were clear in the text this was read from; Sigma's cidr refuses those that were not.
    /// </summary>
    public static bool HasHostBits(HostAddress address, AddressPrefix prefix) => address != prefix._network;

    public static AddressPrefix Single(HostAddress address) => new(address, 128, address.IsIPv4 ? 32 : 128);

    /// <summary>Reads <c>address/length</c>, or a bare address as a block of one. Host bits are cleared.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressPrefix prefix)
    {
        prefix = default;
        var slash = text.IndexOf('/');
        if (!HostAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
            return false;
        var widest = address.IsIPv4 ? 32 : 128;
        var length = widest;
        if (slash >= 0
            && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > widest))
            return false;
        prefix = new AddressPrefix(address, address.IsIPv4 ? 96 + length : length, length);
        return true;
    }

    /// <exception cref="FormatException">The text is not a CIDR block.</exception>
    public static AddressPrefix Parse(string text) => TryParse(text, out var prefix)
        ? prefix
        : throw new FormatException($"'{text}' is not an address or a CIDR block such as 10.0.0.0/8.");

    public bool Contains(HostAddress address) =>
        (address.High & _highMask) == _network.High && (address.Low & _lowMask) == _network.Low;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_network}/{Length}");

    private static (ulong High, ulong Low) Masks(int bits) => (Mask(Math.Min(bits, 64)), Mask(Math.Max(bits - 64, 0)));

    private static ulong Mask(int bits) => bits == 0 ? 0 : ulong.MaxValue << (64 - bits);
}
