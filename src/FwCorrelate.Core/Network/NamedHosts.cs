// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace FwCorrelate.Network;

/// <summary>
/// Hosts of which only the name is known, as logs of proxies and of DNS tell it, in the place of an address: equal names are one end,
/// others are others. They lie in 100::/64, to which nothing can be sent (RFC 6666), at a hash of the name, and read as the name.
/// </summary>
public static class NamedHosts
{
    internal const ulong Prefix = 0x0100_0000_0000_0000;

    /// <summary>The longest name of DNS (RFC 1035, section 2.3.4) is 253 characters: more is kept as that much.</summary>
    private const int LongestName = 253;

    /// <summary>Names that are kept for people; of more, only the hash is told.</summary>
    private const int MostNames = 1 << 18;

    private static readonly ConcurrentDictionary<ulong, string> Names = new();

    /// <summary>A number of the name that is not zero: equal whatever the case of its letters, with a final dot and without.</summary>
    public static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        name = name.TrimEnd((byte)'.');
        if (name.IsEmpty)
            return 0;
        if (name.Length > LongestName)
            name = name[..LongestName];
        Span<byte> lower = stackalloc byte[LongestName];
        for (var i = 0; i < name.Length; i++)
            lower[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
        lower = lower[..name.Length];

        // An agent chooses the names that it asks for: a weaker hash would let it choose whose end they fall on.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(lower, hash);
        var key = BinaryPrimitives.ReadUInt64BigEndian(hash) | 1;
        if (!Names.ContainsKey(key) && Names.Count < MostNames)
            Names.TryAdd(key, Encoding.UTF8.GetString(lower));
        return key;
    }

    /// <summary>The end that stands for a name.</summary>
    /// <param name="key">Of <see cref="KeyOf"/>; 0 is no host.</param>
    public static HostAddress At(ulong key) => key == 0 ? HostAddress.None : new HostAddress(Prefix, key);

    /// <summary>The end that stands for a name; none for an empty one.</summary>
    public static HostAddress Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return At(KeyOf(Encoding.UTF8.GetBytes(name)));
    }

    internal static bool TryGetName(ulong key, out string name) => Names.TryGetValue(key, out name!);
}
