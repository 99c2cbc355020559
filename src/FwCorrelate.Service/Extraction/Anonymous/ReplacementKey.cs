// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FwCorrelate.Service.Extraction.Anonymous;

/// <summary>Makes what stands in place of something: the same for the same text, and of no use to find the text (HMAC-SHA-256).</summary>
internal sealed class ReplacementKey(ReadOnlyMemory<byte> key)
{
    private const int Length = 32;
    private readonly byte[] _key = key.IsEmpty ? RandomNumberGenerator.GetBytes(Length) : key.ToArray();

    public byte[] Bytes(string purpose, string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}\0{text}"));

    /// <summary>One bit for a prefix of an address.</summary>
    public bool Bit(UInt128 prefix, int length)
    {
        Span<byte> input = stackalloc byte[20];
        BinaryPrimitives.WriteUInt128BigEndian(input, prefix);
        BinaryPrimitives.WriteInt32BigEndian(input[16..], length);
        return (HMACSHA256.HashData(_key, input)[0] & 1) != 0;
    }

    /// <summary>Text of the same shape: digits stay digits, letters stay letters of their case, all else stays.</summary>
    public string SameShape(string purpose, string text)
    {
        var shaped = new StringBuilder(text.Length);
        byte[] bytes = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (i % Length == 0)
                bytes = Bytes(purpose, $"{i} {text}");
            var b = bytes[i % Length];
            shaped.Append(text[i] switch
            {
                >= '0' and <= '9' => (char)('0' + (b % 10)),
                >= 'a' and <= 'z' => (char)('a' + (b % 26)),
                >= 'A' and <= 'Z' => (char)('A' + (b % 26)),
                var other => other,
            });
        }

        return shaped.ToString();
    }

    /// <summary>Hexadecimal digits of the same number and case.</summary>
    public string Hex(string purpose, string text)
    {
        var upper = text.Any(c => c is >= 'A' and <= 'F');
        var hex = new StringBuilder();
        for (var i = 0; hex.Length < text.Length; i++)
            hex.Append(Convert.ToHexStringLower(Bytes(purpose, $"{i} {text.ToLowerInvariant()}")));
        var cut = hex.ToString(0, text.Length);
        return upper ? cut.ToUpperInvariant() : cut;
    }
}
