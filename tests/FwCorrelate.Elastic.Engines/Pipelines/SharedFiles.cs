// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>Logs to send: our fixtures, and the real cases beside the project where they are.</summary>
internal static class SharedFiles
{
    public static string Root => SharedCases.Repository;

    public static IEnumerable<string> Fixtures => Files(Path.Combine(Root, "fixtures", "scenarios")).Where(f => f.Contains("/logs/", StringComparison.Ordinal));

    public static string? Cases => Path.Combine(Root, "..", "shared", "cases") is var folder && Directory.Exists(folder) ? folder : null;

    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
