// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Service;

namespace FwCorrelate.Cli.Tests.CommandLine;

[TestClass]
public sealed class ExitCodeTests
{
    [TestMethod]
    public void Worst_EveryPair_FollowsThePrecedence()
    {
        int[] precedence = [130, 5, 4, 2, 1, 0];
        for (var i = 0; i < precedence.Length; i++)
        {
            for (var j = i; j < precedence.Length; j++)
                Assert.AreEqual((ExitCode)precedence[i], ExitCodes.Worst((ExitCode)precedence[j], (ExitCode)precedence[i]));
        }

        Assert.AreEqual(ExitCode.Done, ExitCodes.Worst());
    }

    [TestMethod]
    [DataRow(null, 0)]
    [DataRow(Level.Critical, 1)]
    [DataRow(Level.High, 1)]
    public void Of_IncidentAtTheLevel_IsAFinding(Level? failOn, int expected) =>
        Assert.AreEqual((ExitCode)expected, InvestigationExit.Of(Clean(), failOn, strict: false));

    [TestMethod]
    public void Of_IncidentsBelowOrExpected_AreNoFindings()
    {
        var result = Clean();
        Assert.AreEqual(ExitCode.Done, InvestigationExit.Of(result with { Incidents = [result.Incidents[0] with { Rule = Sample.Sweep }] }, Level.High, false));
        Assert.AreEqual(ExitCode.Done, InvestigationExit.Of(result with { Incidents = [result.Incidents[0] with { SuppressedBy = "entry" }] }, Level.Low, false));
    }

    [TestMethod]
    public void Of_RuleErrors_OutrankFindings() =>
        Assert.AreEqual(ExitCode.RuleUnusable, InvestigationExit.Of(Clean() with { RuleErrors = ["x"] }, Level.Low, false));

    [TestMethod]
    public void Of_RejectedRecords_CountOnlyWhenStrict()
    {
        var result = Clean() with { RuleErrors = ["x"], Ledger = new Ledger { Read = 2, Parsed = 1, Rejected = 1, Evaluated = 1, Unmatched = 1 } };

        Assert.AreEqual(ExitCode.RuleUnusable, InvestigationExit.Of(result, null, strict: false));
        Assert.AreEqual(ExitCode.InputDamaged, InvestigationExit.Of(result, null, strict: true));
    }

    [TestMethod]
    public void Of_RejectedSpans_CountWhenStrict() => Assert.AreEqual(
        ExitCode.InputDamaged,
        InvestigationExit.Of(Clean() with { Rejected = [new RejectedRecord("timeline/traces.jsonl", 1, 0, "not JSON")] }, null, strict: true));

    [TestMethod]
    [DataRow(InputRole.Damaged)]
    [DataRow(InputRole.Unrecognised)]
    public void Of_UnreadFile_CountsOnlyWhenStrict(InputRole role)
    {
        var result = Clean() with { Inputs = [new InputSummary("x", role, "", "", 1, "", 0, null, null, "broken")] };

        Assert.AreEqual(ExitCode.Done, InvestigationExit.Of(result, null, strict: false));
        Assert.AreEqual(ExitCode.InputDamaged, InvestigationExit.Of(result, null, strict: true));
    }

    [TestMethod]
    public void Of_ReadmeBesideTheFoldersOfACase_IsNoDamage()
    {
        InputSummary Input(string path, InputRole role) => new(path, role, "", "", 1, "", 0, null, null, null);
        var structured = Clean() with { Inputs = [Input("README.md", InputRole.Unrecognised), Input("logs/a.log", InputRole.Log)] };
        var inside = Clean() with { Inputs = [Input("logs/README.md", InputRole.Unrecognised), Input("logs/a.log", InputRole.Log)] };
        var mixed = Clean() with { Inputs = [Input("README.md", InputRole.Unrecognised), Input("a.log", InputRole.Log)] };

        Assert.AreEqual(ExitCode.Done, InvestigationExit.Of(structured, null, strict: true));
        Assert.AreEqual(ExitCode.InputDamaged, InvestigationExit.Of(inside, null, strict: true));
        Assert.AreEqual(ExitCode.InputDamaged, InvestigationExit.Of(mixed, null, strict: true));
    }

    [TestMethod]
    public void Of_NothingReadable_IsDamage()
    {
        var nothing = Clean() with { Ledger = new Ledger { Read = 1, Rejected = 1 } };
        Assert.AreEqual(ExitCode.InputDamaged, InvestigationExit.Of(nothing, null, false));

        var callsOnly = Clean() with { Ledger = new Ledger() };
        Assert.AreEqual(ExitCode.Done, InvestigationExit.Of(callsOnly, null, false));

        var empty = callsOnly with { TimelineTrust = callsOnly.TimelineTrust with { Calls = 0 } };
        Assert.AreEqual(ExitCode.InputDamaged, InvestigationExit.Of(empty, null, false));
    }

    [TestMethod]
    public void Of_LedgerThatDoesNotAddUp_IsDamage() =>
        Assert.AreEqual(ExitCode.InputDamaged, InvestigationExit.Of(Clean() with { Ledger = new Ledger { Read = 5, Parsed = 4, Evaluated = 4, Unmatched = 4 } }, null, false));

    [TestMethod]
    public void Of_Interrupted_OutranksEverything() => Assert.AreEqual(
        ExitCode.Interrupted,
        InvestigationExit.Of(Clean() with { Interrupted = true, RuleErrors = ["x"], Ledger = new Ledger { Read = 1, Rejected = 1 } }, Level.Low, strict: true));

    private static InvestigationResult Clean() =>
        Sample.Quiet() with { Incidents = [Sample.Incident("INC-000000000001", Sample.Tunnel, Sample.Named(Sample.Call("c", "e", "x")))] };
}
