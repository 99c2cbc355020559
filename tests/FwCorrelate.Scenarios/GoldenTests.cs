// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary>
/// The scenarios' results, byte for byte, against <c>fixtures/scenarios/NAME.expected</c>. After a change that is meant, write them anew
/// with <c>FWCORRELATE_WRITE_EXPECTED=1</c> and read the difference that it prints.
/// </summary>
[TestClass]
public sealed class GoldenTests
{
    private const string Rewrite = "FWCORRELATE_WRITE_EXPECTED";
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
        var (wanted, found) = (File.Exists(expected) ? File.ReadAllLines(expected) : [], File.ReadAllLines(actual));
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            Write(actual, expected, wanted, found);
            return;
        }

        for (var i = 0; i < Math.Min(wanted.Length, found.Length); i++)
            Assert.AreEqual(wanted[i], found[i], $"{Path.GetFileName(expected)}, line {i + 1}");
        Assert.HasCount(wanted.Length, found, Path.GetFileName(expected));
    }

    // Nobody is to write anew what nobody reads: the difference is printed, and where nobody looks on it is refused.
    private static void Write(string actual, string expected, string[] wanted, string[] found)
    {
        Assert.IsTrue(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), $"{Rewrite} is not for CI: expected results are written by a person who reads the difference.");
        foreach (var line in wanted.Except(found))
            Console.WriteLine($"- {Path.GetFileName(expected)}: {line}");
        foreach (var line in found.Except(wanted))
            Console.WriteLine($"+ {Path.GetFileName(expected)}: {line}");
        Directory.CreateDirectory(Path.GetDirectoryName(expected)!);
        File.Copy(actual, expected, overwrite: true);
    }
}
