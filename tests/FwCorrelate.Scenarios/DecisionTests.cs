// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary><c>decisions</c> and <c>custody</c> of <c>case.yml</c>: told, and without any effect on what is found.</summary>
[TestClass]
public sealed class DecisionTests
{
    [TestMethod]
    public void Decision_IsToldWithItsIncidentAndChangesNothingElse()
    {
        using var copy = CaseCopy.Of("aws");
        using var before = WrittenResult.Of(copy.Path);
        var incident = before.Incidents().First(i => i.GetProperty("fwcorrelate").GetProperty("verdict").GetString() == "agent_initiated");
        var id = incident.GetProperty("event").GetProperty("id").GetString()!;
        var settings = File.ReadAllText(Path.Combine(copy.Path, "case.yml"));
        copy.Add("case.yml", settings + $"custody: {{case: \"0412\", examiner: R. Doe}}\ndecisions:\n  - {{incident: {id[..9]}, says: confirmed, by: J. Roe, at: 2026-02-11T04:00:00Z}}\n  - {{incident: INC-ffffffffffff, says: dropped}}\n");
        using var after = WrittenResult.Of(copy.Path);
        CollectionAssert.AreEqual(
            before.Incidents().Select(i => i.ToString()).ToList(),
            after.Incidents().Select(i => Text(i).Replace(",\"decisions\":[{\"says\":\"confirmed\",\"by\":\"J. Roe\",\"at\":\"2026-02-11T04:00:00.000000Z\"}]", "", StringComparison.Ordinal)).ToList());
        Assert.Contains("decided: confirmed, by J. Roe", ProgramRun.Of("show", after.Path, id, "--format", "table").Output);
        var proof = after.Path + ".proof";
        try
        {
            Assert.AreEqual(0, ProgramRun.Of("evidence", "export", after.Path, id, "--to", proof).Code);
            var statement = File.ReadAllText(Path.Combine(proof, Directory.EnumerateFiles(proof).Select(Path.GetFileName).First(f => f!.StartsWith("statement", StringComparison.OrdinalIgnoreCase))!));
            Assert.Contains("confirmed, by J. Roe", statement);
            Assert.Contains("Case 0412, examiner R. Doe", statement);
        }
        finally
        {
            Directory.Delete(proof, recursive: true);
        }

        using var found = Investigation.Run(new InvestigationOptions { CasePath = copy.Path });
        Assert.IsTrue(found.Warnings.Any(w => w.Contains("the decision on INC-ffffffffffff is on no incident", StringComparison.Ordinal)));
        Assert.AreEqual(Verdict.AgentInitiated, found.Incidents.Single(i => i.Id == id).Verdict);
    }

    private static string Text(System.Text.Json.JsonElement incident) => incident.ToString();
}
