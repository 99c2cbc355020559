// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using FwCorrelate.Network;

namespace FwCorrelate.Service.Extraction.Anonymous;

/// <summary>
/// Replaces addresses one to one so that two share as long a prefix as before (Xu, Fan, Ammar and Moon, "Prefix-Preserving IP Address
/// Anonymization", 2002). Blocks with a meaning of their own stay where they are: private ones are private, those that rules name are
/// those that rules name. Loopback, link-local and multicast addresses stay as they are.
/// </summary>
internal sealed class AddressPermutation
{
    private static readonly string[] Meaningful =
    [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",
        "198.18.0.0/15", "fc00::/7", "2001:db8::/32", "2000::/3",
    ];

    private static readonly AddressPrefix[] Fixed =
        [.. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/96", "fe80::/10", "ff00::/8" }
            .Select(AddressPrefix.Parse)];

    private readonly ReplacementKey _key;
    private readonly HashSet<(UInt128 Prefix, int Length)> _above4 = [];
    private readonly HashSet<(UInt128 Prefix, int Length)> _above6 = [];
    private readonly Dictionary<HostAddress, HostAddress> _known = [];

    /// <param name="named">Blocks that rules name.</param>
    public AddressPermutation(ReplacementKey key, IEnumerable<AddressPrefix> named)
    {
        _key = key;
        foreach (var block in Meaningful.Select(AddressPrefix.Parse).Concat(Fixed).Concat(named))
            Anchor(block);
    }

    /// <summary>What was replaced by what.</summary>
    public IReadOnlyDictionary<HostAddress, HostAddress> Known => _known;

    public HostAddress Of(HostAddress address)
    {
        if (address.IsNone || Array.Exists(Fixed, f => f.Contains(address)))
            return address;
        if (_known.TryGetValue(address, out var known))
            return known;
        var (bits, width) = BitsOf(address);
        UInt128 replaced = 0;
        for (var i = 0; i < width; i++)
        {
            var prefix = i == 0 ? 0 : bits >> (width - i);
            var bit = (bits >> (width - 1 - i)) & 1;
            var isAnchored = (width == 32 ? _above4 : _above6).Contains((prefix, i));
            if (!isAnchored && _key.Bit(prefix, (width << 8) | i))
                bit ^= 1;
            replaced = (replaced << 1) | bit;
        }

        return _known[address] = AddressOf(replaced, width);
    }

    /// <summary>The block that the block's addresses go to.</summary>
    public AddressPrefix Of(AddressPrefix block) =>
        AddressPrefix.Parse(string.Create(CultureInfo.InvariantCulture, $"{Of(block.Network)}/{block.Length}"));

    private void Anchor(AddressPrefix block)
    {
        var (bits, width) = BitsOf(block.Network);
        for (var i = 0; i < block.Length; i++)
            (width == 32 ? _above4 : _above6).Add((i == 0 ? 0 : bits >> (width - i), i));
    }

    private static (UInt128 Bits, int Width) BitsOf(HostAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.WriteBytes(bytes) == 4 ? (BinaryPrimitives.ReadUInt32BigEndian(bytes), 32)
            : (BinaryPrimitives.ReadUInt128BigEndian(bytes), 128);
    }

    private static HostAddress AddressOf(UInt128 bits, int width)
    {
        if (width == 32)
            return HostAddress.FromIPv4((uint)bits);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return HostAddress.From(new IPAddress(bytes));
    }
}
