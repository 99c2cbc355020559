// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate;

/// <summary>Data of others that lies beside the repository; a test that needs it is skipped, visibly, where it is missing.</summary>
internal static class SharedCases
{
    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <param name="relative">Of a file or folder.</param>
    public static string Path(string relative)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository, "..", "shared", "cases", relative));
        if (!System.IO.Path.Exists(path))
        {
            Assert.Inconclusive($"../shared/cases/{relative} is missing: data of others, which their licences keep out of this repository; "
                + "the test runs where it lies beside it.");
        }

        return path;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "FwCorrelate.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run below the folder that holds FwCorrelate.sln.");
    }
}
