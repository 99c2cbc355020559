// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Cli.Options;

/// <summary>Checks of paths that the user typed, before any work.</summary>
internal static class InputPaths
{
    /// <summary>A file, a folder, a glob (checked where it is expanded) or <c>-</c>.</summary>
    /// <exception cref="ConfigurationException">Nothing is there.</exception>
    public static void MustExist(string what, string path)
    {
        if (path.Length == 0)
            throw new ConfigurationException($"{what} is empty: expected a file or a folder");
        if (path == "-" || path.AsSpan().ContainsAny("*?[") || File.Exists(path) || Directory.Exists(path))
            return;
        throw new ConfigurationException($"{what} '{path}' does not exist: expected a file or a folder. {Nearby(path)}");
    }

    /// <exception cref="ConfigurationException">It is no folder.</exception>
    public static void MustBeFolder(string what, string path, string instead)
    {
        if (File.Exists(path))
            throw new ConfigurationException($"{what} '{path}' is a file: expected a folder. {instead}");
        if (!Directory.Exists(path))
            throw new ConfigurationException($"{what} '{path}' does not exist: expected a folder. {Nearby(path)}");
    }

    private static string Nearby(string path)
    {
        var full = Path.GetFullPath(path);
        var parent = Path.GetDirectoryName(full);
        if (parent is null || !Directory.Exists(parent))
            return $"Looked at {full}";
        var names = Directory.EnumerateFileSystemEntries(parent).Take(1000).Select(e => Path.GetFileName(e)!);
        var hint = Suggestion.Sentence(Path.GetFileName(full), names);
        return hint.Length > 0 ? hint.TrimStart() : $"Looked at {full}";
    }
}
