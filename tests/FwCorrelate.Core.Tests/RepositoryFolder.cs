// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Core.Tests;

/// <summary>Finds the repository that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run below the folder that holds FwCorrelate.sln.");
    }
}
