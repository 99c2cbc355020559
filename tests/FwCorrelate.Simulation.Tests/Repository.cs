// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Tests;

/// <summary>Folders of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Fixtures => Path.Combine(Root, "fixtures");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No FwCorrelate.sln above {AppContext.BaseDirectory}.");
    }
}
