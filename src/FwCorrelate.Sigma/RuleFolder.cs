// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Files;
using FwCorrelate.Sigma.Examples;

namespace FwCorrelate.Sigma;

/// <summary>
/// Finds the rule files under the paths that a user gave: <c>.yml</c> and <c>.yaml</c>, without <c>*.tests.yml</c>, which hold examples.
/// </summary>
internal static class RuleFolder
{
    /// <summary>More than the reader accepts: what is longer is refused there, and not read whole before.</summary>
    private const int MaxBytesRead = (1 << 20) + 1;

    /// <summary>Of rule files and of files of examples.</summary>
    public static readonly string[] Extensions = [".yml", ".yaml"];

    /// <summary>The files; one of a folder that cannot be read comes with the reason, so that it costs itself.</summary>
    /// <exception cref="ConfigurationException">A path does not exist or cannot be read.</exception>
    public static IEnumerable<RuleFile> Read(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                yield return ReadFile(path, Path.GetFileName(path));
                continue;
            }

            var walk = Walk(path);
            foreach (var file in walk.Files.Where(IsRuleFile))
                yield return TryReadFile(file, NameIn(path, file));
            foreach (var entry in walk.Unread.Where(e => Path.GetExtension(e.Path).Length == 0 || IsRuleFile(e.Path)))
                yield return Unread(entry.Path, NameIn(path, entry.Path), entry.Reason);
        }
    }

    public static bool IsExampleFile(string path) =>
        Extensions.Contains(Path.GetExtension(path))
            && Path.GetFileNameWithoutExtension(path).EndsWith(RuleExamples.Ending, StringComparison.Ordinal);

    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static RuleFile ReadFile(string path, string name)
    {
        var file = TryReadFile(path, name);
        return file.Problem is null ? file : throw new ConfigurationException($"The rule file '{path}' cannot be read: {file.Problem}");
    }

    private static bool IsRuleFile(string path) => Extensions.Contains(Path.GetExtension(path)) && !IsExampleFile(path);

    private static FolderWalk Walk(string path)
    {
        if (!Directory.Exists(path))
            throw new ConfigurationException($"The rules path '{path}' does not exist. Give a rule file or a folder of rules.");
        try
        {
            return FolderWalk.Of(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The rules folder '{path}' cannot be listed: {e.Message}", e);
        }
    }

    private static string NameIn(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static RuleFile TryReadFile(string path, string name)
    {
        try
        {
            var bytes = RegularFile.ReadBytes(path, MaxBytesRead);
            return bytes.Length == 0 ? Unread(path, name, RegularFile.HoldsNoBytes) : new RuleFile(path.Replace('\\', '/'), name, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unread(path, name, e.Message);
        }
    }

    private static RuleFile Unread(string path, string name, string reason) =>
        new(path.Replace('\\', '/'), name, ReadOnlyMemory<byte>.Empty) { Problem = reason };
}
