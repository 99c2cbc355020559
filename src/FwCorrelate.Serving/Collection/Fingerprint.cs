// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace FwCorrelate.Serving.Collection;

/// <summary>The hash of a few bytes of a file, by which it is known again.</summary>
/// <param name="Length">Bytes that were hashed.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record Fingerprint(int Length, string Sha256)
{
    public const int MostBytes = 1024;

    public static Fingerprint None { get; } = Of([]);

    public static Fingerprint Of(ReadOnlySpan<byte> bytes) => new(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Whether bytes that begin where these began go on as these did.</summary>
    public bool Begins(ReadOnlySpan<byte> bytes) => bytes.Length >= Length && Of(bytes[..Length]) == this;
}
