// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Files;

namespace FwCorrelate.Service.Results;

/// <summary>A file as a manifest names it.</summary>
/// <param name="Path">With <c>/</c>; relative to the case for inputs, to the result folder for outputs.</param>
/// <param name="Bytes">As stored.</param>
/// <param name="Sha256">Lower-case hex, of the file as stored.</param>
public sealed record ManifestFile(string Path, long Bytes, string Sha256)
{
    internal static ManifestFile OfFile(string folder, string path)
    {
        using var stream = RegularFile.OpenRead(System.IO.Path.Combine(folder, path));
        return new ManifestFile(path, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
