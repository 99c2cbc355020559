// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// The files that a command line names, each once, in ordinal order of their relative paths. Disposing deletes what
/// standard input was spooled to.
/// </summary>
public sealed class InputCatalog : IDisposable
{
    // What may not be listed is an error, not an empty folder.
    private static readonly EnumerationOptions OneLevel = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<CaseInput> _inputs = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly string _baseFolder;
    private string? _spool;

    private InputCatalog(string baseFolder) => _baseFolder = Path.GetFullPath(baseFolder);

    public IReadOnlyList<CaseInput> Inputs => _inputs;

    /// <summary>
    /// Finds the files behind <paramref name="paths"/>: files, folders (read recursively, hidden entries skipped), globs
    /// (<c>*</c>, <c>?</c>, <c>**</c>) and <c>-</c>.
    /// </summary>
    /// <param name="baseFolder">What relative paths are relative to: the case, else the working folder. Paths outside it are named in full.</param>
    /// <param name="standardInput">Read to its end into a temporary file when a path is <c>-</c>, because files are read up to twice.</param>
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

        catalog._inputs.Sort((a, b) => string.CompareOrdinal(a.RelativePath, b.RelativePath));
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
        if (_spool is not null)
            File.Delete(_spool);
        _spool = null;
    }

    private void Add(string path, Stream? standardInput)
    {
        if (path == CaseInput.StandardInputName)
            AddStandardInput(standardInput);
        else if (File.Exists(path))
            AddFile(Path.GetFullPath(path));
        else if (Directory.Exists(path))
            AddFolder(Path.GetFullPath(path), []);
        else if (PathGlob.IsGlob(path))
            AddGlob(path);
        else
            throw new ConfigurationException($"{path}: no such file or folder.");
    }

    private void AddFile(string fullPath)
    {
        if (!_seen.Add(fullPath))
            return;
        var relative = Path.GetRelativePath(_baseFolder, fullPath);
        var named = relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? fullPath : relative;
        _inputs.Add(new CaseInput(fullPath, named.Replace(Path.DirectorySeparatorChar, '/'), StoredLength(fullPath)));
    }

    // A folder is entered once per way down: a link to an ancestor would lead round for ever.
    private void AddFolder(string folder, HashSet<string> ancestors)
    {
        var real = RealPath(folder);
        if (!ancestors.Add(real))
            return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", OneLevel).Order(StringComparer.Ordinal))
        {
            if (IsHidden(entry))
                continue;
            if (Directory.Exists(entry))
                AddFolder(entry, ancestors);
            else if (File.Exists(entry))
                AddFile(entry);
        }

        ancestors.Remove(real);
    }

    private void AddGlob(string pattern)
    {
        var (folder, rest) = PathGlob.SplitFixedFolder(pattern);
        if (!Directory.Exists(folder))
            throw new ConfigurationException($"{pattern}: the folder '{folder}' does not exist.");
        var root = Path.GetFullPath(folder);
        var inside = new InputCatalog(root);
        inside.AddFolder(root, []);
        var matches = inside._inputs.Where(i => PathGlob.Matches(rest, i.RelativePath)).ToList();
        if (matches.Count == 0)
            throw new ConfigurationException($"{pattern}: the pattern matches no file.");
        foreach (var match in matches)
            AddFile(match.FullPath);
    }

    private void AddStandardInput(Stream? standardInput)
    {
        if (_spool is not null)
            return;
        if (standardInput is null)
            throw new ConfigurationException("-: standard input cannot be read here.");
        _spool = Path.GetTempFileName();
        using (var file = File.Create(_spool))
            standardInput.CopyTo(file);
        _inputs.Add(new CaseInput(_spool, CaseInput.StandardInputName, new FileInfo(_spool).Length));
    }

    // FileInfo tells the length of a link, not of the file behind it. What leads nowhere keeps that of the link: opening it will say why.
    private static long StoredLength(string path)
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

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');

    private static string RealPath(string folder) =>
        new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
}
