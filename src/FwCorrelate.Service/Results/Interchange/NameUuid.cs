// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>UUIDs made of names (RFC 9562, version 5): the same content has the same id in every bundle.</summary>
internal static class NameUuid
{
    public static Guid Of(Guid space, ReadOnlySpan<byte> name)
    {
        var bytes = new byte[16 + name.Length];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        name.CopyTo(bytes.AsSpan(16));
#pragma warning disable CA5350 // Version 5 is defined by SHA-1; nothing here rests on its strength.
        var hash = SHA1.HashData(bytes).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
