// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Files;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// The files that a command line names, each once, in ordinal order of their relative paths. Disposing deletes what
/// standard input was spooled to.
/// </summary>
public sealed class InputCatalog : IDisposable
{
    private readonly List<CaseInput> _inputs = [];
    private readonly List<UnreadEntry> _unread = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly string _baseFolder;
    private TemporaryFile? _spool;

    private InputCatalog(string baseFolder) => _baseFolder = Path.GetFullPath(baseFolder);

    public IReadOnlyList<CaseInput> Inputs => _inputs;

    /// <summary>What lies in the folders and cannot be opened, by relative path.</summary>
    public IReadOnlyList<UnreadEntry> Unread => _unread;

    /// <summary>
    /// Finds the files behind <paramref name="paths"/>: files, folders (read recursively, hidden entries skipped), globs
    /// (<c>*</c>, <c>?</c>, <c>**</c>) and <c>-</c>.
    /// </summary>
    /// <param name="baseFolder">What relative paths are relative to: the case, else the working folder. Paths outside it are named in
    /// full.</param>
    /// <param name="standardInput">Read to its end into a temporary file when a path is <c>-</c>, because files are read up to
    /// twice.</param>
    /// <exception cref="ConfigurationException">A path does not exist, a glob matches nothing, or a file may not be listed.</exception>
    public static InputCatalog Discover(IEnumerable<string> paths, string baseFolder, Stream? standardInput = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var catalog = new InputCatalog(baseFolder);
        try
        {
            foreach (var path in paths)
                catalog.Add(path, standardInput);
        }
        catch (Exception e)
        {
            catalog.Dispose();
            if (e is UnauthorizedAccessException or IOException)
                throw new ConfigurationException(e.Message, e);
            throw;
        }

        catalog._seen.Clear();
        catalog._seen.TrimExcess();
        catalog._inputs.Sort((a, b) => string.CompareOrdinal(a.RelativePath, b.RelativePath));
        catalog._unread.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return catalog;
    }

    /// <summary>Files that were found and collected already, in ordinal order of their relative paths.</summary>
    /// <param name="unread">What could not be opened where they were found.</param>
    public static InputCatalog Of(IEnumerable<CaseInput> collected, IEnumerable<UnreadEntry> unread)
    {
        ArgumentNullException.ThrowIfNull(collected);
        ArgumentNullException.ThrowIfNull(unread);
        var catalog = new InputCatalog(Directory.GetCurrentDirectory());
        catalog._inputs.AddRange(collected.OrderBy(i => i.RelativePath, StringComparer.Ordinal));
        catalog._unread.AddRange(unread.OrderBy(u => u.Path, StringComparer.Ordinal));
        return catalog;
    }

    /// <summary>Everything in a case folder, named relative to it (design, section 5): what each file is, its content decides.</summary>
    /// <exception cref="ConfigurationException">The folder does not exist or may not be listed.</exception>
    public static InputCatalog DiscoverCase(string caseFolder)
    {
        if (!Directory.Exists(caseFolder))
            throw new ConfigurationException($"{caseFolder}: no such case folder. Name a folder that holds logs, traces and leases.");
        return Discover([caseFolder], caseFolder);
    }

    public void Dispose()
    {
        _spool?.Dispose();
        _spool = null;
    }

    private void Add(string path, Stream? standardInput)
    {
        if (path == CaseInput.StandardInputName)
            AddStandardInput(standardInput);
        else if (File.Exists(path))
            AddFile(Path.GetFullPath(path));
        else if (Directory.Exists(path))
            AddFolder(FolderWalk.Of(Path.GetFullPath(path)));
        else if (PathGlob.IsGlob(path))
            AddGlob(path);
        else
            throw new ConfigurationException($"{path}: no such file or folder.");
    }

    private void AddFile(string fullPath)
    {
        if (!_seen.Add(fullPath))
            return;
        var (named, length) = (Named(fullPath), RegularFile.LengthOf(fullPath));
        _inputs.Add(Path.IsPathRooted(named) ? new CaseInput(fullPath, named, length) : CaseInput.Below(_baseFolder, named, length));
    }

    private void AddFolder(FolderWalk walk)
    {
        foreach (var file in walk.Files)
            AddFile(file);
        foreach (var entry in walk.Unread)
            _unread.Add(entry with { Path = Named(entry.Path) });
    }

    private void AddGlob(string pattern)
    {
        var (folder, rest) = PathGlob.SplitFixedFolder(pattern);
        if (!Directory.Exists(folder))
            throw new ConfigurationException($"{pattern}: the folder '{folder}' does not exist.");
        var root = Path.GetFullPath(folder);
        var walk = FolderWalk.Of(root);
        var matches = walk.Files.Where(IsMatch).ToList();
        var unread = walk.Unread.Where(u => IsMatch(u.Path)).ToList();
        if (matches.Count + unread.Count == 0)
            throw new ConfigurationException($"{pattern}: the pattern matches no file.");
        foreach (var match in matches)
            AddFile(match);
        foreach (var entry in unread)
            _unread.Add(entry with { Path = Named(entry.Path) });

        bool IsMatch(string path) => PathGlob.Matches(rest, Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'));
    }

    private string Named(string fullPath)
    {
        var relative = Path.GetRelativePath(_baseFolder, fullPath);
        var named = relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? fullPath : relative;
        return named.Replace(Path.DirectorySeparatorChar, '/');
    }

    private void AddStandardInput(Stream? standardInput)
    {
        if (_spool is not null)
            return;
        if (standardInput is null)
            throw new ConfigurationException("-: standard input cannot be read here.");
        _spool = TemporaryFile.Create();
        var buffer = new byte[1 << 16];
        for (long length = 0; standardInput.Read(buffer) is var read and > 0; length += read)
            RandomAccess.Write(_spool.Handle, buffer.AsSpan(0, read), length);
        _inputs.Add(new CaseInput(_spool.Path, CaseInput.StandardInputName, _spool.Length));
    }
}
