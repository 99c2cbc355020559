// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Files;

/// <summary>
/// Files opened by a name that others may have chosen. A pipe or a device may never give an end, or take what was meant for another, so
/// neither is opened: like an empty file they have no length, and nothing is read of what has none.
/// </summary>
public static class RegularFile
{
    /// <summary>What is said of a file without bytes.</summary>
    public const string HoldsNoBytes = "it holds no bytes (a pipe or a device is not read by name: pipe it into '-')";

    /// <summary>Bytes of the file behind a path, links followed; of a link that leads nowhere its own: opening it will say why.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target ? target.Length : file.Length;
        }
        catch (IOException)
        {
            return file.Length;
        }
    }

    /// <summary>Opens a file from its start; one without bytes is not opened and gives none.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Stream OpenRead(string path) => LengthOf(path) == 0
        ? Stream.Null
        : new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.SequentialScan,
            BufferSize = 0,
        });

    /// <summary>Reads a file, or its first bytes where it has more than <paramref name="limit"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] ReadBytes(string path, int limit)
    {
        using var stream = OpenRead(path);
        var bytes = new byte[(int)Math.Min(stream.CanSeek ? stream.Length : 0, limit)];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The lines of a file of text.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var reader = new StreamReader(OpenRead(path));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
