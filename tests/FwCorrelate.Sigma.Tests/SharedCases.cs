// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Tests;

/// <summary>Data that lies beside the repository and is not part of it; a test that needs it says so when it is missing.</summary>
internal static class SharedCases
{
    public static string Require(string relative)
    {
        var path = Find(relative);
        if (path is null)
            Assert.Inconclusive($"shared/cases/{relative} is not beside the repository");
        return path!;
    }

    public static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
                continue;
            var path = Path.Combine(folder.FullName, "..", "shared", "cases", relative);
            return Path.Exists(path) ? path : null;
        }

        return null;
    }
}
