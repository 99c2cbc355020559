// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>The clone that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run below the folder that holds FwCorrelate.sln.");
    }
}
