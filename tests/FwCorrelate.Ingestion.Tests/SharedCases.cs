// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Tests;

/// <summary>Data of others that lies beside the repository; tests that need it are skipped, visibly, without it.</summary>
internal static class SharedCases
{
    public static string Path(string relative)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "FwCorrelate.sln")))
            root = root.Parent;
        var path = System.IO.Path.Combine(root?.FullName ?? ".", "..", "shared", "cases", relative);
        if (!System.IO.Path.Exists(path))
            Assert.Inconclusive($"../shared/cases/{relative} is not there: data of others, which their licences keep out of this repository.");
        return System.IO.Path.GetFullPath(path);
    }
}
