// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FwCorrelate.Scenarios;

/// <summary>
/// <c>export</c> over rome: the members that each published schema requires, with their types. (The schemas themselves are not part of
/// the repository.)
/// </summary>
[TestClass]
public sealed partial class ExportTests
{
    private static WrittenResult _rome = null!;

    [ClassInitialize]
    public static void WriteRome(TestContext context) => _rome = WrittenResult.Of(Folders.Scenario("rome"));

    [ClassCleanup]
    public static void DeleteRome() => _rome.Dispose();

    [TestMethod]
    public void Ocsf_EachIncident_IsADetectionFinding()
    {
        var findings = Export("ocsf");
        Assert.HasCount(_rome.Incidents().Count, findings);
        foreach (var finding in findings)
        {
            Assert.AreEqual((2, 2004, 1, 200401), (Int(finding, "category_uid"), Int(finding, "class_uid"), Int(finding, "activity_id"), Int(finding, "type_uid")));
            Assert.IsTrue(Int(finding, "severity_id") is >= 1 and <= 5);
            Assert.IsGreaterThan(1_768_000_000_000, finding.GetProperty("time").GetInt64());
            Assert.IsLessThanOrEqualTo(finding.GetProperty("end_time").GetInt64(), finding.GetProperty("start_time").GetInt64());
            Assert.AreEqual("1.3.0", finding.GetProperty("metadata").GetProperty("version").GetString());
            Assert.AreEqual("FwCorrelate", finding.GetProperty("metadata").GetProperty("product").GetProperty("vendor_name").GetString());
            Assert.StartsWith("INC-", finding.GetProperty("finding_info").GetProperty("uid").GetString()!);
            Assert.IsGreaterThan(0, finding.GetProperty("finding_info").GetProperty("title").GetString()!.Length);
            Assert.IsTrue(Int(finding, "status_id") == 3 == !finding.GetProperty("is_alert").GetBoolean());
            if (finding.TryGetProperty("evidences", out var evidences))
                Assert.IsTrue(evidences.EnumerateArray().All(e => e.GetProperty("connection_info").TryGetProperty("direction_id", out _)));
        }
    }

    [TestMethod]
    public void Sarif_EachIncident_IsAResultOfAKnownRuleAtAPlaceOfTheCase()
    {
        var log = Export("sarif").Single();
        Assert.AreEqual("2.1.0", log.GetProperty("version").GetString());
        var run = log.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.HasCount(_rome.Incidents().Count, results);
        foreach (var result in results)
        {
            Assert.AreEqual(rules[Int(result, "ruleIndex")].GetProperty("id").GetString(), result.GetProperty("ruleId").GetString());
            Assert.Contains(result.GetProperty("level").GetString(), ["error", "warning", "note"]);
            foreach (var location in result.GetProperty("locations").EnumerateArray().Select(l => l.GetProperty("physicalLocation")))
            {
                Assert.AreEqual("CASE", location.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
                Assert.IsTrue(File.Exists(Path.Combine(Folders.Scenario("rome"), Uri.UnescapeDataString(location.GetProperty("artifactLocation").GetProperty("uri").GetString()!))));
                Assert.IsGreaterThanOrEqualTo(1, Int(location.GetProperty("region"), "startLine"));
            }
        }
    }

    [TestMethod]
    public void Timesketch_InBothForms_IsInOrderOfTimeWithItsThreeColumns()
    {
        var events = Export("timesketch");
        var times = events.Select(e => e.GetProperty("datetime").GetString()!).ToList();
        CollectionAssert.AreEqual(times.Order(StringComparer.Ordinal).ToList(), times);
        Assert.IsTrue(events.All(e => e.GetProperty("message").GetString()!.Length > 0));
        Assert.AreEqual("Alert, Flow Start, Incident End, Incident Start, Tool Call Start",
            string.Join(", ", events.Select(e => e.GetProperty("timestamp_desc").GetString()!).Distinct().Order(StringComparer.Ordinal)));
        var csv = ProgramRun.Of("export", _rome.Path, "--to", "timesketch-csv").Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("message,datetime,timestamp_desc,", csv[0]);
        Assert.HasCount(events.Count + 1, csv);
    }

    [TestMethod]
    public void Navigator_BothLayers_ScoreTheTechniquesOfIncidents()
    {
        var attack = Export("navigator").Single();
        Assert.AreEqual("enterprise-attack", attack.GetProperty("domain").GetString());
        Assert.AreEqual("4.5", attack.GetProperty("versions").GetProperty("layer").GetString());
        var techniques = attack.GetProperty("techniques").EnumerateArray().ToList();
        Assert.IsTrue(techniques.All(t => Technique().IsMatch(t.GetProperty("techniqueID").GetString()!) && Int(t, "score") >= 1));
        Assert.Contains("T1496", techniques.Select(t => t.GetProperty("techniqueID").GetString()![..5]).ToList());
        Assert.AreEqual(techniques.Max(t => Int(t, "score")), Int(attack.GetProperty("gradient"), "maxValue"));

        var atlas = Export("navigator-atlas").Single();
        Assert.AreEqual("atlas-atlas", atlas.GetProperty("domain").GetString());
        var known = atlas.GetProperty("techniques").EnumerateArray().Select(t => t.GetProperty("techniqueID").GetString()!).ToList();
        foreach (var technique in new[] { "AML.T0034", "AML.T0053", "AML.T0072" })
            Assert.Contains(technique, known);
    }

    [TestMethod]
    public void Stix_Bundle_HoldsIndicatorsOfPublicAddressesAndRefersToNothingElse()
    {
        var bundle = Export("stix").Single();
        Assert.MatchesRegex(Identifier(), bundle.GetProperty("id").GetString()!);
        var objects = bundle.GetProperty("objects").EnumerateArray().ToList();
        var ids = objects.Select(o => o.GetProperty("id").GetString()!).ToList();
        Assert.HasCount(ids.Count, ids.Distinct());
        foreach (var found in objects)
        {
            Assert.MatchesRegex(Identifier(), found.GetProperty("id").GetString()!);
            Assert.StartsWith(found.GetProperty("type").GetString() + "--", found.GetProperty("id").GetString()!);
            Assert.AreEqual("2.1", found.GetProperty("spec_version").GetString());
            Assert.MatchesRegex(Stamp(), found.GetProperty("created").GetString()!);
            foreach (var reference in found.EnumerateObject().Where(p => p.Name.EndsWith("_ref", StringComparison.Ordinal)))
                Assert.Contains(reference.Value.GetString()!, ids);
        }

        var patterns = objects.Where(o => o.GetProperty("type").GetString() == "indicator").Select(o => o.GetProperty("pattern").GetString()!).ToList();
        Assert.IsTrue(patterns.Exists(p => p.Contains("'198.51.100.23' AND network-traffic:dst_port = 3333", StringComparison.Ordinal)));
        Assert.IsFalse(patterns.Exists(p => p.Contains("'10.", StringComparison.Ordinal)), "private addresses indicate nothing elsewhere");
    }

    [TestMethod]
    [DataRow("ocsf")]
    [DataRow("sarif")]
    [DataRow("stix")]
    public void Export_Twice_IsTheSameBytes(string form) =>
        Assert.AreEqual(ProgramRun.Of("export", _rome.Path, "--to", form).Output, ProgramRun.Of("export", _rome.Path, "--to", form).Output);

    [TestMethod]
    public void Export_UnknownForm_NamesThoseThereAre()
    {
        var run = ProgramRun.Of("export", _rome.Path, "--to", "pdf");
        Assert.AreEqual(3, run.Code);
        Assert.Contains("navigator-atlas", run.Error);
    }

    [TestMethod]
    public void Export_HostileText_StaysInert()
    {
        foreach (var form in new[] { "ocsf", "sarif", "timesketch", "navigator", "navigator-atlas", "stix" })
            Assert.IsTrue(ProgramRun.Of("export", _rome.Path, "--to", form).Output.All(c => c is '\n' or (>= ' ' and <= '~')), form);
    }

    private static List<JsonElement> Export(string form)
    {
        var run = ProgramRun.Of("export", _rome.Path, "--to", form);
        Assert.AreEqual(0, run.Code, run.Error);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    [GeneratedRegex("^[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Identifier();

    [GeneratedRegex("^T[0-9]{4}(\\.[0-9]{3})?$")]
    private static partial Regex Technique();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z$")]
    private static partial Regex Stamp();
}
