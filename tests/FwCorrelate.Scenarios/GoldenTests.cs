// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary>
/// The scenarios' results, byte for byte, against <c>fixtures/scenarios/NAME.expected</c>. After a change that is meant, write them anew with
/// <c>FWCORRELATE_WRITE_EXPECTED=1</c> and read the difference.
/// </summary>
[TestClass]
public sealed class GoldenTests
{
    private const string AttributionsHash = "attributions.sha256";

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Results_OfAScenario_AreTheExpectedBytes(string scenario)
    {
        var output = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;
        var expected = Folders.Scenario(scenario) + ".expected";
        try
        {
            OutputFolder.Write(Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario(scenario) }), output, force: true);
            using (var attributions = File.OpenRead(Path.Combine(output, OutputFiles.Attributions)))
                File.WriteAllText(Path.Combine(output, AttributionsHash), Convert.ToHexStringLower(SHA256.HashData(attributions)) + "\n");
            foreach (var name in new[] { OutputFiles.Incidents, OutputFiles.Ledger, AttributionsHash })
                Compare(Path.Combine(output, name), Path.Combine(expected, name));
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static void Compare(string actual, string expected)
    {
        if (Environment.GetEnvironmentVariable("FWCORRELATE_WRITE_EXPECTED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(expected)!);
            File.Copy(actual, expected, overwrite: true);
        }

        var (wanted, found) = (File.ReadAllLines(expected), File.ReadAllLines(actual));
        for (var i = 0; i < Math.Min(wanted.Length, found.Length); i++)
            Assert.AreEqual(wanted[i], found[i], $"{Path.GetFileName(expected)}, line {i + 1}");
        Assert.HasCount(wanted.Length, found, Path.GetFileName(expected));
    }
}
