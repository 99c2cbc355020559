// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>Logs alone: incidents, but nobody is accused.</summary>
[TestClass]
public sealed class WithoutTimelineTests
{
    [TestMethod]
    public void Run_FirewallLogsAlone_AreUndeterminedAndSayWhatIsMissing()
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path("alibaba-cloud-firewall") });
        Assert.IsNotEmpty(result.Incidents);
        foreach (var incident in result.Incidents)
        {
            Assert.AreEqual(Verdict.Undetermined, incident.Verdict, incident.Id);
            Assert.AreEqual(AttributionKind.UnknownAddress, incident.Attribution.Kind);
            Assert.IsTrue(incident.WouldDecide.Any(w => w.Contains("a lease row for", StringComparison.Ordinal)), incident.Id);
        }

        Assert.IsTrue(result.Warnings.Any(w => w.StartsWith("no tool calls", StringComparison.Ordinal)));
        Assert.IsTrue(result.Warnings.Any(w => w.StartsWith("no leases", StringComparison.Ordinal)));
        Assert.IsEmpty(result.Ledger.Discrepancies());
    }

    [TestMethod]
    public void Run_ScenarioWithoutItsTraces_NamesNobody()
    {
        using var copy = CaseCopy.Of("aws");
        Directory.Delete(Path.Combine(copy.Path, "timeline"), recursive: true);
        var result = Investigation.Run(new InvestigationOptions { CasePath = copy.Path });
        Assert.IsNotEmpty(result.Attributions);
        Assert.IsNotEmpty(result.Incidents);
        Assert.IsTrue(result.Attributions.All(a => a.Attribution.Call is null));
        Assert.IsTrue(result.Incidents.All(i => i.Verdict != Verdict.AgentInitiated));
        Assert.IsEmpty(result.Ledger.Discrepancies());
    }
}
