// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary>The commands that read a result and run nothing.</summary>
[TestClass]
public sealed partial class DeskTests
{
    private static WrittenResult _rome = null!;

    [ClassInitialize]
    public static void WriteRome(TestContext context) => _rome = WrittenResult.Of(Folders.Scenario("rome"));

    [ClassCleanup]
    public static void DeleteRome() => _rome.Dispose();

    [TestMethod]
    [DataRow("verdict = agent_initiated")]
    [DataRow("not (verdict != agent_initiated)")]
    [DataRow("fwcorrelate.verdict in (agent_initiated, 'no such verdict')")]
    public void Incidents_Where_AreThoseWhoseFieldsFit(string expression)
    {
        var wanted = _rome.Incidents().Where(i => i.GetProperty("fwcorrelate").GetProperty("verdict").GetString() == "agent_initiated").Select(i => i.ToString()).Order(StringComparer.Ordinal);
        var run = ProgramRun.Of("incidents", _rome.Path, "--where", expression);
        Assert.AreEqual(0, run.Code, run.Error);
        CollectionAssert.AreEqual(wanted.ToList(), run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList());
    }

    [TestMethod]
    public void Incidents_Csv_HasTheColumnsOfInvestigate()
    {
        // The files round all weights of an incident together, so that they sum to 1.
        static string[] Rows(ProgramRun run) => [.. run.Output.Split("\r\n").Select(l => Weight().Replace(l, ",weight,"))];
        var listed = Rows(ProgramRun.Of("incidents", _rome.Path, "--format", "csv"));
        var investigated = Rows(ProgramRun.Of("investigate", Folders.Scenario("rome"), "--format", "csv"));
        Assert.AreEqual(investigated[0], listed[0]);
        CollectionAssert.AreEqual(investigated.Order(StringComparer.Ordinal).ToList(), listed.Order(StringComparer.Ordinal).ToList());
    }

    [TestMethod]
    public void Incidents_UnknownField_IsSaidWithWhatWasMeant()
    {
        var run = ProgramRun.Of("incidents", _rome.Path, "--where", "verdit = background");
        Assert.AreEqual("", run.Output);
        Assert.Contains("no incident here has the field 'verdit'. Did you mean 'verdict'?", run.Error);
    }

    [TestMethod]
    public void Show_OfAnIncident_TellsItsEpisodeInOrderOfTime()
    {
        var incident = _rome.Incidents().First(i => i.GetProperty("rule").GetProperty("name").GetString() == "Tool call runs a miner and the pool is reached");
        var run = ProgramRun.Of(isTerminal: true, CancellationToken.None, "show", _rome.Path, incident.GetProperty("event").GetProperty("id").GetString()!);
        Assert.AreEqual(0, run.Code, run.Error);
        var (call, alert, followed) = (run.Output.IndexOf(" call ", StringComparison.Ordinal), run.Output.IndexOf("ALERT", StringComparison.Ordinal), run.Output.IndexOf("followed", StringComparison.Ordinal));
        Assert.IsTrue(call > 0 && call < alert && alert < followed, run.Output);
    }

    [TestMethod]
    public void Show_OfAnEpisode_TellsEveryIncidentOfIt()
    {
        foreach (var episode in _rome.Incidents().Where(i => i.GetProperty("fwcorrelate").TryGetProperty("episode", out _)).GroupBy(i => i.GetProperty("fwcorrelate").GetProperty("episode").GetProperty("id").GetString()!))
        {
            var run = ProgramRun.Of("show", _rome.Path, episode.Key, "--format", "table");
            Assert.AreEqual(0, run.Code, run.Error);
            foreach (var incident in episode)
                Assert.Contains(incident.GetProperty("event").GetProperty("id").GetString()!, run.Output);
        }
    }

    [TestMethod]
    [DataRow("why")]
    [DataRow("show")]
    [DataRow("incidents")]
    public void Desk_ForeignOrDamagedFolder_IsRefusedWithASentence(string command)
    {
        string[] Line(string folder) => command == "incidents" ? [command, folder] : [command, folder, "INC-1"];
        var foreign = ProgramRun.Of(Line(Folders.Scenario("aws")));
        Assert.AreEqual(3, foreign.Code);
        Assert.Contains("expected a folder that 'investigate CASE --out DIR' wrote", foreign.Error);
        using var damaged = WrittenResult.Of(Folders.Scenario("aws"));
        var path = Path.Combine(damaged.Path, OutputFiles.Incidents);
        var bytes = File.ReadAllBytes(path);
        bytes[100] ^= 1;
        File.WriteAllBytes(path, bytes);
        var changed = ProgramRun.Of(Line(damaged.Path));
        Assert.AreEqual(4, changed.Code);
        Assert.Contains("incidents.jsonl is not the file that was written", changed.Error);
        File.Delete(path);
        Assert.AreEqual(4, ProgramRun.Of(Line(damaged.Path)).Code);
    }

    [TestMethod]
    public void Why_UnknownOrShortId_IsAnsweredWithWhatFits()
    {
        var unknown = ProgramRun.Of("why", _rome.Path, "INC-ffffffffffff");
        Assert.AreEqual(3, unknown.Code);
        Assert.Contains("no incident", unknown.Error);
        var several = ProgramRun.Of("why", _rome.Path, "1");
        Assert.AreEqual(3, several.Code);
        Assert.Contains("is the beginning of", several.Error);
    }

    [TestMethod]
    public void Alert_OfTheVendor_LeadsToTheCall()
    {
        using var copy = CaseCopy.Of("rome");
        var run = ProgramRun.Of("alert", "2026-01-20 05:31:05", "203.0.113.7:22", copy.Path, "--format", "table");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("call_6 of ep-44-00", run.Output);
        Assert.Contains("ALERT", run.Output);
        Assert.Contains("RIVALS", run.Output);
    }

    [TestMethod]
    public void Alert_ByTheVendorsId_IsThatOfItsTimeAndAddress()
    {
        var line = File.ReadLines(Path.Combine(Folders.Scenario("rome"), "logs", "cfw", "ips", "events.jsonl")).First();
        var id = System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("tcp_seq").GetString()!;
        var run = ProgramRun.Of("alert", id, Folders.Scenario("rome"), "--format", "table");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("tcp_seq of logs/cfw/ips/events.jsonl:1", run.Error);
        Assert.Contains("call_6 of ep-44-00", run.Output);
        Assert.Contains("RIVALS", run.Output);
    }

    [TestMethod]
    [DataRow("073a1475-no-such-id", 4, "no record of the case's logs")]
    [DataRow(" ", 3, "ID is empty")]
    public void Alert_IdThatNoLogHas_IsSaid(string id, int code, string message)
    {
        var run = ProgramRun.Of("alert", id, Folders.Scenario("rome"));
        Assert.AreEqual(code, run.Code);
        Assert.Contains(message, run.Error);
    }

    [TestMethod]
    [DataRow("2026-01-20 05:31:05", "203.0.113.300", "is no address")]
    [DataRow("2026-01-20 05:31:05", "203.0.113.7:99999", "is no port")]
    [DataRow("soon", "203.0.113.7", "TIME")]
    public void Alert_UnreadableArgument_IsWrongUsage(string time, string address, string message)
    {
        var run = ProgramRun.Of("alert", time, address, Folders.Scenario("rome"));
        Assert.AreEqual(3, run.Code);
        Assert.Contains(message, run.Error);
    }

    [TestMethod]
    public void Alert_OfNothing_SaysWhatTheLogsCover()
    {
        var run = ProgramRun.Of("alert", "2026-01-20 05:31:05", "203.0.113.222", Folders.Scenario("rome"), "--format", "table");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("no record of 203.0.113.222", run.Output);
    }

    [GeneratedRegex(@",[01]\.\d{4},")]
    private static partial Regex Weight();
}
