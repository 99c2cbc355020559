// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Tests.Kibana;

/// <summary>The shipped rules, as text: this project knows no rules.</summary>
internal static class RulePack
{
    private const string Key = "fwcorrelate_family:";

    /// <summary>Every family that a rule names.</summary>
    public static IReadOnlyList<string> Families { get; } = [.. Read().Distinct().Order(StringComparer.Ordinal)];

    public static string Repository { get; } = Find();

    private static IEnumerable<string> Read() => Directory.EnumerateFiles(Path.Combine(Find(), "rules"), "*.yml", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines).Where(l => l.StartsWith(Key, StringComparison.Ordinal)).Select(l => l[Key.Length..].Trim());

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run below the folder that holds FwCorrelate.sln.");
    }
}
