// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;
using NodaTime;

namespace FwCorrelate.Serving.Collection;

/// <summary>A file as it was seen at one moment.</summary>
/// <param name="Path">As results name it.</param>
/// <param name="Length">Stored bytes.</param>
/// <param name="Written">When it was last written to, by its file system.</param>
internal sealed record FileLook(string FullPath, string Path, FileIdentity Identity, long Length, Instant Written)
{
    /// <summary>Looks at a file; null where it is gone.</summary>
    public static FileLook? At(string fullPath, string path)
    {
        try
        {
            return FileIdentity.Of(fullPath) is { } identity
                ? new FileLook(
                    fullPath, path, identity, RegularFile.LengthOf(fullPath), Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(fullPath)))
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
