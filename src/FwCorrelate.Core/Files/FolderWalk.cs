// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Files;

/// <summary>Something in a folder that cannot be opened, and why, in words.</summary>
/// <param name="Path">As far as it can be written; bytes that are not UTF-8 are U+FFFD.</param>
public sealed record UnreadEntry(string Path, string Reason);

/// <summary>
/// The files below a folder, hidden entries left out. Each real folder is entered once, whatever links say, real names before those that
/// links give; what cannot be opened is listed and never passed over.
/// </summary>
public sealed class FolderWalk
{
    /// <summary>Bytes of a path that Linux takes (PATH_MAX, with its terminator).</summary>
    private const int LongestPath = 4096;

    /// <summary>Links followed in one path before it is taken to lead round, as Linux does (path_resolution(7)).</summary>
    private const int MostLinks = 40;

    // What may not be listed is told, not taken for an empty folder.
    private static readonly EnumerationOptions OneLevel = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<string> _files = [];
    private readonly List<UnreadEntry> _unread = [];
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private readonly Stack<(string Folder, string Real)> _folders = new();
    private readonly Queue<(string Link, string Real)> _links = new();

    private FolderWalk()
    {
    }

    /// <summary>Ordinal by path.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Ordinal by path.</summary>
    public IReadOnlyList<UnreadEntry> Unread => _unread;

    /// <param name="root">Paths begin with it as it is written.</param>
    /// <exception cref="IOException">The folder itself cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder itself may not be listed.</exception>
    public static FolderWalk Of(string root)
    {
        var walk = new FolderWalk();
        walk._folders.Push((root, RealPath(Path.GetFullPath(root)) ?? Path.GetFullPath(root)));
        var isRoot = true;
        while (walk.Next() is { } next)
        {
            walk.Enter(next.Folder, next.Real, isRoot);
            isRoot = false;
        }

        walk._files.Sort(StringComparer.Ordinal);
        walk._unread.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return walk;
    }

    private (string Folder, string Real)? Next() =>
        _folders.TryPop(out var folder) ? folder : _links.TryDequeue(out var link) ? link : null;

    private void Enter(string folder, string real, bool isRoot)
    {
        if (!_entered.Add(real))
            return;
        try
        {
            string? before = null;
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", OneLevel).Order(StringComparer.Ordinal))
            {
                if (!Path.GetFileName(entry).StartsWith('.'))
                    Take(entry, real, isRepeated: entry == before);
                before = entry;
            }
        }
        catch (Exception e) when (!isRoot && e is IOException or UnauthorizedAccessException)
        {
            _unread.Add(new UnreadEntry(folder, $"nothing in this folder is read, since it cannot be listed: {e.Message}"));
        }
    }

    // Two names that are not UTF-8 may be written the same, and only one of them, if any, can be opened by it.
    private void Take(string entry, string realFolder, bool isRepeated)
    {
        if (!isRepeated && Directory.Exists(entry))
            TakeFolder(entry, realFolder);
        else if (!isRepeated && File.Exists(entry))
            _files.Add(entry);
        else
            _unread.Add(new UnreadEntry(entry, WhyNot(entry)));
    }

    private void TakeFolder(string entry, string realFolder)
    {
        var path = Path.Combine(realFolder, Path.GetFileName(entry));
        if (new DirectoryInfo(entry).LinkTarget is null)
            _folders.Push((entry, path));
        else if (RealPath(path) is { } real)
            _links.Enqueue((entry, real));
        else
            _unread.Add(new UnreadEntry(entry, "nothing in this folder is read, since the link leads round"));
    }

    private static string WhyNot(string entry) =>
        entry.Contains('\uFFFD', StringComparison.Ordinal) ? "its name is not UTF-8, so that it cannot be opened: rename it"
        : Encoding.UTF8.GetByteCount(Path.GetFullPath(entry)) >= LongestPath
            ? $"its path has more than {LongestPath - 1} bytes, so that it cannot be opened: move it up"
        : "it cannot be looked at: it is gone, or may not be seen";

    /// <summary>The path without links, <c>.</c> and <c>..</c>; null where links lead round.</summary>
    private static string? RealPath(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(Parts(path[root.Length..]).Reverse());
        var (real, links) = (root, 0);
        while (rest.TryPop(out var name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                return null;
            real = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : real;
            foreach (var part in Parts(target[(Path.GetPathRoot(target)?.Length ?? 0)..]).Reverse())
                rest.Push(part);
        }

        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".");
}
