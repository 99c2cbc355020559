// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace FwCorrelate.Simulation.Tests.Plans;

[TestClass]
public sealed partial class ReadmeTests
{
    [TestMethod]
    public void Readme_OfTheProject_ExplainsEveryKeyThatShippedScenariosUse()
    {
        var folder = Path.Combine(Repository.Fixtures, "..", "src", "FwCorrelate.Simulation");
        var readme = File.ReadAllText(Path.Combine(folder, "README.md"));
        var keys = Directory.GetFiles(Path.Combine(folder, "Scenarios"), "*.yml")
            .SelectMany(f => File.ReadLines(f).Where(l => !l.StartsWith('#') && !l.StartsWith("summary", StringComparison.Ordinal)))
            .SelectMany(l => KeyPattern().Matches(l).Select(m => m.Groups[1].Value)).Distinct().ToList();

        Assert.IsGreaterThan(40, keys.Count);
        foreach (var key in keys.Except(NamesOfTheUsers))
            Assert.MatchesRegex($@"[`.{{ ]{key}[`:,. ]", readme, $"README.md does not explain '{key}'.");
    }

    /// <summary>Names of daemons and logs.</summary>
    private static readonly string[] NamesOfTheUsers =
        ["stale-telemetry", "licence-check", "updater", "sync", "reporter", "flows", "nat-border", "internet-border", "alerts"];

    [GeneratedRegex(@"(?<![\w-])([a-z][a-z_-]*):")]
    private static partial Regex KeyPattern();
}
