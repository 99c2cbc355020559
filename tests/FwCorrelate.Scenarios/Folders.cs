// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Scenarios;

/// <summary>Folders that the tests read.</summary>
internal static class Folders
{
    public static string Repository { get; } = SharedCases.Repository;

    public static string Scenario(string name) => Path.Combine(Repository, "fixtures", "scenarios", name);
}
