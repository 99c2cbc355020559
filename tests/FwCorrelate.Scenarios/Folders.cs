// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Scenarios;

/// <summary>Folders that the tests read.</summary>
internal static class Folders
{
    public static string Repository { get; } = Find();

    public static string Scenario(string name) => Path.Combine(Repository, "fixtures", "scenarios", name);

    /// <summary>A folder of cases from elsewhere, which no clone carries; the test is skipped, visibly, where it is missing.</summary>
    public static string SharedCase(string name)
    {
        var folder = Path.Combine(Repository, "..", "shared", "cases", name);
        if (!Path.Exists(folder))
            Assert.Inconclusive($"../shared/cases/{name} is not here: data of others, which their licences keep out of this repository.");
        return folder;
    }

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
