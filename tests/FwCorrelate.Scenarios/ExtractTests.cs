// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Simulation;

namespace FwCorrelate.Scenarios;

/// <summary>A small case says of its incident what the whole one says, with its own names and without them.</summary>
[TestClass]
public sealed class ExtractTests
{
    private static readonly JsonSerializerOptions Printed = new() { WriteIndented = true };

    [TestMethod]
    [DataRow("aws", 2)]
    [DataRow("rome", 2)]
    public void Extract_OfAScenario_GivesTheSameAnswer(string scenario, int most)
    {
        using var whole = WrittenResult.Of(Folders.Scenario(scenario));
        Check(Folders.Scenario(scenario), whole, most);
    }

    [TestMethod]
    [DataRow("exclusive")]
    [DataRow("shared")]
    public void Extract_OfASimulation_GivesTheSameAnswer(string name)
    {
        using var scratch = CaseCopy.Empty();
        var file = Path.Combine(scratch.Path, "small.yml");
        File.WriteAllText(file, $"summary: small\nlike: {name}\nlength: 40m\nfleet: {{sandboxes: 8, hosts: 2}}\n");
        var folder = Path.Combine(scratch.Path, "case");
        FileScenario.Read(file).Write(folder, Path.Combine(scratch.Path, "truth.jsonl"), 20260201);
        using var whole = WrittenResult.Of(folder);
        Check(folder, whole, 1);
    }

    [TestMethod]
    public void Extract_Anonymized_HoldsNoNameOfTheCase()
    {
        using var scratch = CaseCopy.Empty();
        using var whole = WrittenResult.Of(Folders.Scenario("rome"));
        var id = IdOf(whole.Incidents().First(i => Text(i, "fwcorrelate", "attribution", "kind") == "tool_call"));
        var target = Path.Combine(scratch.Path, "small");
        var mapping = Path.Combine(scratch.Path, "mapping.csv");
        Assert.AreEqual(0, ProgramRun.Of("extract", Folders.Scenario("rome"), "--incident", id, "--anonymize", "--out", target, "--mapping", mapping).Code);
        var files = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).ToList();
        foreach (var name in new[] { "rome-rl", "10.20.3.", "10.20.64.", "w4-s5", "ep-45", "vpc-rl-train", "1000000000000001", "eni-bp", "pod-warm", id })
        {
            foreach (var file in files)
                Assert.DoesNotContain(name, File.ReadAllText(file) + Path.GetRelativePath(target, file), file);
            if (name != id && name is "10.20.3." or "w4-s5" or "1000000000000001")
                Assert.Contains(name, File.ReadAllText(mapping));
        }
    }

    [TestMethod]
    [DataRow("array")]
    [DataRow("printed")]
    public void Extract_LogThatIsADocument_StaysReadable(string form)
    {
        using var copy = CaseCopy.Of("rome");
        var path = Path.Combine(copy.Path, "logs", "cfw", "internet", "internet-border.jsonl");
        var records = File.ReadAllLines(path).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        File.WriteAllText(path, JsonSerializer.Serialize(records, form == "printed" ? Printed : null));
        using var whole = WrittenResult.Of(copy.Path);
        var incident = whole.Incidents().First(i => i.GetProperty("fwcorrelate").GetProperty("evidence").EnumerateArray().Any(e => e.GetProperty("file").GetString()!.EndsWith("internet-border.jsonl", StringComparison.Ordinal)));
        using var scratch = CaseCopy.Empty();
        var target = Path.Combine(scratch.Path, "small");
        var run = ProgramRun.Of("extract", copy.Path, "--incident", IdOf(incident), "--out", target);
        Assert.AreEqual(0, run.Code, run.Output + run.Error);
        Assert.IsTrue(File.Exists(Path.Combine(target, "logs", "cfw", "internet", "internet-border.jsonl")));
    }

    [TestMethod]
    public void Extract_HostileNames_AreTextAndNothingElse()
    {
        using var copy = CaseCopy.Of("aws");
        var settings = Path.Combine(copy.Path, "case.yml");
        File.AppendAllText(settings, "\ncustody: {case: \"x\\\"\\n- infrastructure: [evil]\", examiner: \"<script>\\e[31m\"}\n");
        using var whole = WrittenResult.Of(copy.Path);
        using var scratch = CaseCopy.Empty();
        var target = Path.Combine(scratch.Path, "small");
        var run = ProgramRun.Of("extract", copy.Path, "--incident", IdOf(whole.Incidents()[0]), "--out", target);
        Assert.AreEqual(0, run.Code, run.Output + run.Error);
        Assert.DoesNotContain("\u001b", File.ReadAllText(Path.Combine(target, "case.yml")));
        using var again = WrittenResult.Of(target);
        Assert.IsNotEmpty(again.Incidents());
    }

    [TestMethod]
    public void Extract_ArchiveThatNothingCanBeReplacedIn_IsSaidAndLeavesNothing()
    {
        using var copy = CaseCopy.Of("aws");
        var traces = Path.Combine(copy.Path, "timeline", "traces.jsonl");
        using (var zip = System.IO.Compression.ZipFile.Open(traces + ".zip", System.IO.Compression.ZipArchiveMode.Create))
            System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(zip, traces, "traces.jsonl");
        File.Delete(traces);
        using var whole = WrittenResult.Of(copy.Path);
        using var scratch = CaseCopy.Empty();
        var target = Path.Combine(scratch.Path, "small");
        var run = ProgramRun.Of("extract", copy.Path, "--incident", IdOf(whole.Incidents()[0]), "--anonymize", "--out", target);
        Assert.AreEqual(4, run.Code, run.Output + run.Error);
        Assert.Contains("is an archive", run.Output);
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(scratch.Path).ToList());
        Assert.AreEqual(0, ProgramRun.Of("extract", copy.Path, "--incident", IdOf(whole.Incidents()[0]), "--out", target).Code);
    }

    [TestMethod]
    [DataRow(new[] { "--incident", "INC-000000000000", "--out", "x" }, "no incident of the case")]
    [DataRow(new[] { "--incident", "INC-0", "--out", "." }, "replaces nothing")]
    [DataRow(new[] { "--incident", "INC-0", "--out", "x", "--mapping", "m.csv" }, "without --anonymize")]
    [DataRow(new[] { "--incident", "INC-0", "--out", "x", "--anonymize", "--mapping", "x/m.csv" }, "lies in the extract")]
    public void Extract_UsedWrongly_SaysWhatWasExpected(string[] arguments, string said)
    {
        var run = ProgramRun.Of(["extract", Folders.Scenario("aws"), .. arguments]);
        Assert.AreEqual(3, run.Code, run.Output + run.Error);
        Assert.Contains(said, run.Error);
    }

    // Some of the incidents, spread over all of them; the machine that tests run on may be slow.
    private static void Check(string folder, WrittenResult whole, int most)
    {
        using var scratch = CaseCopy.Empty();
        var incidents = whole.Incidents();
        Assert.IsNotEmpty(incidents);
        for (var i = 0; i < most; i++)
        {
            var incident = incidents[i * incidents.Count / most];
            using var again = WrittenResult.Of(Extract(folder, incident, Path.Combine(scratch.Path, $"plain-{i}")));
            Assert.Contains(o => Answer(o) == Answer(incident) && SpansOf(o) == SpansOf(incident), again.Incidents(), incident.ToString());
            using var anonymous = WrittenResult.Of(Extract(folder, incident, Path.Combine(scratch.Path, $"anonymous-{i}"), "--anonymize"));
            Assert.Contains(o => Answer(o) == Answer(incident), anonymous.Incidents(), incident.ToString());
        }
    }

    private static string Extract(string folder, JsonElement incident, string target, params string[] more)
    {
        var run = ProgramRun.Of(["extract", folder, "--incident", IdOf(incident), "--out", target, .. more]);
        Assert.AreEqual(0, run.Code, $"{incident}: {run.Output}{run.Error}");
        return target;
    }

    private static string IdOf(JsonElement incident) => incident.GetProperty("event").GetProperty("id").GetString()!;

    private static string Answer(JsonElement incident) => string.Join(' ', incident.GetProperty("rule").GetProperty("id").GetString(), incident.GetProperty("event").GetProperty("start").GetString(),
        Text(incident, "fwcorrelate", "verdict"), Text(incident, "fwcorrelate", "attribution", "kind"));

    private static string SpansOf(JsonElement incident) => incident.GetProperty("fwcorrelate").TryGetProperty("tool_call", out var call) && call.TryGetProperty("ids", out var ids) ? ids.ToString() : "";

    private static string? Text(JsonElement value, params string[] names)
    {
        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out value))
                return null;
        }

        return value.GetString();
    }
}
