// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.IO.Compression;

namespace FwCorrelate.Scenarios;

/// <summary>What is handed on proves itself with three programs and the shell.</summary>
[TestClass]
public sealed class EvidenceExportTests
{
    private static readonly string[] Programs = ["zcat", "sed", "sha256sum"];

    /// <summary>What zcat of GNU, a shell script, runs itself.</summary>
    private const string OfZcat = "gzip";

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Export_OfEveryIncident_IsGreenInAnEmptyEnvironment(string scenario)
    {
        using var result = WrittenResult.Of(Folders.Scenario(scenario));
        using var scratch = CaseCopy.Empty();
        foreach (var incident in result.Incidents().Take(12))
        {
            var folder = Export(result, incident.GetProperty("event").GetProperty("id").GetString()!, Path.Combine(scratch.Path, "e'x " + incident.GetProperty("event").GetProperty("id").GetString()));
            Assert.AreEqual(0, Verify(folder, scratch.Path), folder);
            Assert.AreEqual(0, Verify(folder, scratch.Path, Folders.Scenario(scenario)), folder);
            Assert.AreNotEqual(0, Verify(folder, scratch.Path, scratch.Path), "the case is elsewhere");
        }
    }

    [TestMethod]
    public void Export_OneByteChanged_IsRed()
    {
        using var result = WrittenResult.Of(Folders.Scenario("aws"));
        using var scratch = CaseCopy.Empty();
        var id = result.Incidents().First(i => i.GetProperty("fwcorrelate").GetProperty("verdict").GetString() == "agent_initiated").GetProperty("event").GetProperty("id").GetString()!;
        var folder = Export(result, id, Path.Combine(scratch.Path, "evidence"));
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var random = new Random(20260120);
        for (var i = 0; i < 100; i++)
        {
            // Every file in turn, the script and the sums among them.
            var file = files[i % files.Count];
            var bytes = File.ReadAllBytes(file);
            var (at, flipped) = (random.Next(bytes.Length), (byte)random.Next(1, 256));
            bytes[at] ^= flipped;
            File.WriteAllBytes(file, bytes);
            Assert.AreNotEqual(0, Verify(folder, scratch.Path), $"{file}, byte {at} changed by {flipped}");
            bytes[at] ^= flipped;
            File.WriteAllBytes(file, bytes);
        }

        Assert.AreEqual(0, Verify(folder, scratch.Path));
    }

    [TestMethod]
    public void Export_Zip_HoldsTheSameFiles()
    {
        using var result = WrittenResult.Of(Folders.Scenario("aws"));
        using var scratch = CaseCopy.Empty();
        var id = result.Incidents()[0].GetProperty("event").GetProperty("id").GetString()!;
        var folder = Export(result, id, Path.Combine(scratch.Path, "proof"));
        var zip = Export(result, id, Path.Combine(scratch.Path, "proof.zip"));
        var unpacked = Path.Combine(scratch.Path, "unpacked");
        ZipFile.ExtractToDirectory(zip, unpacked);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            CollectionAssert.AreEqual(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(unpacked, "proof", Path.GetRelativePath(folder, file))));
        Assert.AreEqual(3, ProgramRun.Of("evidence", "export", result.Path, id, "--to", zip).Code, "evidence is never overwritten");
    }

    [TestMethod]
    public void Export_RecordThatChanged_IsNamedAsMissing()
    {
        using var copy = CaseCopy.Of("aws");
        using var result = WrittenResult.Of(copy.Path);
        var incident = result.Incidents().First(i => i.GetProperty("fwcorrelate").GetProperty("evidence")[0].GetProperty("role").GetString() == "flow");
        var evidence = incident.GetProperty("fwcorrelate").GetProperty("evidence")[0];
        var path = Path.Combine(copy.Path, evidence.GetProperty("file").GetString()!);
        File.Delete(path);
        var run = ProgramRun.Of("evidence", "export", result.Path, incident.GetProperty("event").GetProperty("id").GetString()!, "--to", Path.Combine(copy.Path, "proof"));
        Assert.AreEqual(4, run.Code);
        Assert.Contains("MISSING flow", run.Output);
        Assert.Contains("its file is not there", File.ReadAllText(Path.Combine(copy.Path, "proof", "STATEMENT.txt")));
    }

    private static string Export(WrittenResult result, string id, string target)
    {
        var run = ProgramRun.Of("evidence", "export", result.Path, id, "--to", target);
        Assert.AreEqual(0, run.Code, run.Error + run.Output);
        return target;
    }

    // Nothing is on the path but the three programs.
    private static int Verify(string folder, string scratch, params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("there is no POSIX shell here");
        var bin = Path.Combine(scratch, arguments.Length == 0 ? "bin" : "bin-gzip");
        if (!Directory.Exists(bin))
        {
            Directory.CreateDirectory(bin);
            foreach (var name in arguments.Length == 0 ? Programs : Programs.Append(OfZcat))
                File.CreateSymbolicLink(Path.Combine(bin, name), new[] { "/usr/bin/", "/bin/" }.Select(d => d + name).First(File.Exists));
        }

        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(folder, "verify.sh"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = bin;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        error.Wait();
        process.WaitForExit();
        return process.ExitCode;
    }
}
