// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Sigma.Examples;

namespace FwCorrelate.Sigma;

/// <summary>Finds the rule files under the paths that a user gave: <c>.yml</c> and <c>.yaml</c>, without <c>*.tests.yml</c>, which hold examples.</summary>
internal static class RuleFolder
{
    /// <summary>More than the reader accepts: what is longer is refused there, and not read whole before.</summary>
    private const int MaxBytesRead = (1 << 20) + 1;

    /// <summary>Of rule files and of files of examples.</summary>
    public static readonly string[] Extensions = [".yml", ".yaml"];

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

            if (!Directory.Exists(path))
                throw new ConfigurationException($"The rules path '{path}' does not exist. Give a rule file or a folder of rules.");
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsRuleFile).Order(StringComparer.Ordinal))
                yield return ReadFile(file, Path.GetRelativePath(path, file).Replace('\\', '/'));
        }
    }

    public static bool IsExampleFile(string path) =>
        Extensions.Contains(Path.GetExtension(path)) && Path.GetFileNameWithoutExtension(path).EndsWith(RuleExamples.Ending, StringComparison.Ordinal);

    private static bool IsRuleFile(string path) => Extensions.Contains(Path.GetExtension(path)) && !IsExampleFile(path);

    public static RuleFile ReadFile(string path, string name)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var bytes = new byte[Math.Min(stream.Length, MaxBytesRead)];
            stream.ReadExactly(bytes);
            return new RuleFile(path.Replace('\\', '/'), name, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The rule file '{path}' cannot be read: {e.Message}", e);
        }
    }
}
