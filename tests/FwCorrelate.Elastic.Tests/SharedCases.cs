// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Samples;

/// <summary>
/// Third-party data beside the repository, which cannot be shipped; a test that needs it is skipped, visibly, where it is missing.
/// </summary>
internal static class SharedCases
{
    public static string Find(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
            folder = folder.Parent;
        var file = folder is null ? path : Path.Combine(folder.FullName, "..", "shared", "cases", path);
        if (!File.Exists(file))
            Assert.Inconclusive($"{file} is missing: data of others, which their licences keep out of this repository; the test runs where it lies beside it.");
        return file;
    }
}
