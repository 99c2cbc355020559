// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using ZstdSharp;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>Files of text to write, compressed as their names say: <c>.gz</c>, <c>.zst</c>, anything else plain.</summary>
public static class StoredText
{
    /// <summary>Makes the file and the folders above it; what is written is text.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    public static Stream Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        return Path.GetExtension(path) switch
        {
            ".gz" => new GZipStream(file, CompressionLevel.Optimal),
            ".zst" => new CompressionStream(file, leaveOpen: false),
            _ => file,
        };
    }
}
