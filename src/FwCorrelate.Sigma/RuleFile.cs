// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FwCorrelate.Sigma;

/// <summary>A rule file and its bytes.</summary>
/// <param name="Path">As reported to users: the path given, or <c>rules/...</c> for a shipped file.</param>
/// <param name="Name">Path relative to the folder that was given, with <c>/</c>: the same on every machine.</param>
public sealed record RuleFile(string Path, string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>Why it cannot be read, in words; null where it was.</summary>
    public string? Problem { get; init; }

    /// <summary>Lower-case hex of the content's SHA-256.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content.Span));

    /// <summary>
    /// One hash for a set of files, whatever their order: SHA-256 over, for each file by name, the length of the name and of the
    /// content (8 bytes each, big endian), the name in UTF-8 and the content.
    /// </summary>
    public static string HashOf(IEnumerable<RuleFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> lengths = stackalloc byte[16];
        foreach (var file in files.OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Sha256, StringComparer.Ordinal))
        {
            var name = Encoding.UTF8.GetBytes(file.Name);
            BinaryPrimitives.WriteInt64BigEndian(lengths, name.Length);
            BinaryPrimitives.WriteInt64BigEndian(lengths[8..], file.Content.Length);
            hash.AppendData(lengths);
            hash.AppendData(name);
            hash.AppendData(file.Content.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
