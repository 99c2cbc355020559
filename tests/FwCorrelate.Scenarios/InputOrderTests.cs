// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using CsCheck;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary>Promise 3: same input, same answer.</summary>
[TestClass]
public sealed partial class InputOrderTests
{
    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Results_OneOrTwoThreads_AreTheSameBytes(string scenario) =>
        Assert.AreEqual(Results(Folders.Scenario(scenario), threads: 1), Results(Folders.Scenario(scenario), threads: 2));

    [TestMethod]
    public void Results_FilesUnderAnyNames_AreTheSameButForTheNames()
    {
        var expected = WithoutNames(Results(Folders.Scenario("aws")));
        Gen.Int.Sample(seed =>
        {
            using var copy = CaseCopy.Of("aws");
            copy.RenameFiles(seed);
            return WithoutNames(Results(copy.Path, threads: 2)) == expected;
        }, iter: 4, threads: 1);
    }

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Results_LinesInAnyOrder_AreTheSameButForPositions(string scenario)
    {
        var expected = WithoutPositions(Results(Folders.Scenario(scenario)));
        Gen.Int.Sample(seed =>
        {
            using var copy = CaseCopy.Of(scenario);
            copy.ShuffleLines(seed);
            return WithoutPositions(Results(copy.Path, threads: 2)) == expected;
        }, iter: 2, threads: 1);
    }

    private static string Results(string folder, int threads = 1)
    {
        var output = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;
        try
        {
            var result = Investigation.Run(new InvestigationOptions { CasePath = folder, Threads = threads });
            Assert.IsEmpty(result.Ledger.Discrepancies());
            OutputFolder.Write(result, output, force: true);
            return File.ReadAllText(Path.Combine(output, OutputFiles.Incidents)) + File.ReadAllText(Path.Combine(output, OutputFiles.Attributions));
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    /// <summary>Equal records of two files change places when the files change names: lines are compared as a set.</summary>
    private static string WithoutNames(string results) => Sorted(FileName().Replace(results, "\"file\":\"\""));

    private static string WithoutPositions(string results) => Sorted(PlaceInWords().Replace(Position().Replace(results, "\"$1\":0"), "0"));

    private static string Sorted(string results) => string.Join('\n', results.Split('\n').Order(StringComparer.Ordinal));

    [GeneratedRegex("\"file\":\"[^\"]*\"")]
    private static partial Regex FileName();

    [GeneratedRegex("\"(line|offset)\":[0-9]+")]
    private static partial Regex Position();

    [GeneratedRegex("(?<=the session in [^ :]+:)[0-9]+")]
    private static partial Regex PlaceInWords();
}
