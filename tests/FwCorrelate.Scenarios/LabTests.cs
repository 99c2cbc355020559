// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>A real run with known truth, which no clone carries.</summary>
[TestClass]
public sealed class LabTests
{
    /// <summary>The worker whose address three sandboxes share.</summary>
    private const string SharedAddress = "10.77.1.50";

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Lab_AgainstItsTruth_NoCallIsNamedWronglyAndNearlyAllAreNamed()
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path("lab") });
        var truth = new LabTruth(SharedCases.Path("lab.truth.jsonl"), SharedCases.Path("lab.calls.jsonl"));
        var judged = result.Attributions.Select(a => (Attributed: a, Truth: truth.Of(a))).Where(j => j.Truth is not null).ToList();
        TestContext.WriteLine(Table(judged!, truth));

        foreach (var (attributed, record) in judged.Where(j => j.Attributed.Attribution.Call is not null))
        {
            Assert.AreEqual("call", record!.Kind, $"{record.Key}: no agent did this ({record.Cause}), but {attributed.Attribution.Call!.CallId} is named.");
            Assert.AreEqual(record.Cause, attributed.Attribution.Call!.CallId, record.Key);
        }

        var decidable = judged.Where(j => j.Truth is { Kind: "call" } && !truth.ContradictsItself(j.Truth)
            && j.Attributed.Record.Record.Source.ToString() != SharedAddress).ToList();
        var ofEvaluations = decidable.Where(j => j.Truth!.TraceSource != "otlp").ToList();
        Assert.IsNotEmpty(ofEvaluations);
        Assert.IsTrue(ofEvaluations.TrueForAll(j => j.Attributed.Attribution.Call?.CallId == j.Truth!.Cause), "a call of an Inspect log is not named");
        var right = decidable.Count(j => j.Attributed.Attribution.Call?.CallId == j.Truth!.Cause);
        TestContext.WriteLine($"of {decidable.Count} matched records of calls on exclusive addresses, {right} are named rightly");
        Assert.IsGreaterThan(50, decidable.Count);
        Assert.IsGreaterThanOrEqualTo(0.95, (double)right / decidable.Count);
        Assert.IsEmpty(result.Ledger.Discrepancies());
    }

    [TestMethod]
    public void Lab_WhatCannotBeReadYet_IsListed()
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path("lab") });
        var unread = result.Inputs.Where(i => i.Role is InputRole.Unrecognised or InputRole.Damaged).Select(i => i.Path).ToList();
        Assert.Contains("logs/uplink/nfdump.csv", unread, "it has lost its line of names");
        foreach (var read in new[] { "logs/firewall/firewall.log", "leases/conntrack-wk1.log" })
            Assert.DoesNotContain(read, unread);
        Assert.IsFalse(unread.Exists(p => p.EndsWith(".eval", StringComparison.Ordinal)));
        Assert.IsTrue(unread.TrueForAll(p => result.Warnings.Any(w => w.StartsWith(p, StringComparison.Ordinal))));
    }

    private static string Table(IReadOnlyList<(AttributedRecord Attributed, LabRecord Truth)> judged, LabTruth truth)
    {
        var text = new StringBuilder("family | records | right | wrong | candidates | unnamed\n");
        foreach (var family in judged.GroupBy(j => FamilyOf(j.Attributed, j.Truth, truth)).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var right = family.Count(j => j.Attributed.Attribution.Call is { } call && j.Truth.Kind == "call" && call.CallId == j.Truth.Cause);
            var named = family.Count(j => j.Attributed.Attribution.Call is not null);
            var candidates = family.Count(j => j.Attributed.Attribution.Kind == AttributionKind.Candidates);
            text.AppendLine($"{family.Key} | {family.Count()} | {right} | {named - right} | {candidates} | {family.Count() - named - candidates}");
        }

        return text.ToString();
    }

    private static string FamilyOf(AttributedRecord attributed, LabRecord truth, LabTruth lab)
    {
        var cause = truth.Kind != "call" ? truth.Cause : lab.ContradictsItself(truth) ? "call (truth contradicts itself)" : $"call ({truth.TraceSource})";
        var address = attributed.Record.Record.Source.ToString() == SharedAddress ? "shared" : "exclusive";
        return $"{attributed.Rules[0].Family}, {cause}, {address}";
    }
}
