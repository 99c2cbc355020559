// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>The shipped rules over the scenarios.</summary>
[TestClass]
public sealed class PackTests
{
    [TestMethod]
    [DataRow("aws", "denied-egress internal-probe messaging mining tunnel")]
    [DataRow("rome", "denied-egress inbound-login internal-probe messaging mining reverse-shell tunnel vendor-alert")]
    public void Scenario_ItsActs_FireTheirFamilies(string scenario, string families)
    {
        var fired = ResultOf(scenario).Incidents.SelectMany(i => i.Rules).Where(r => r.Level >= Level.Medium).Select(r => r.Family).ToHashSet();
        Assert.IsEmpty(families.Split(' ').Except(fired), string.Join(' ', fired));
    }

    [TestMethod]
    [DataRow("aws", "miner_call_then_pool scan_call_then_probe sweep_during_call horizontal_sweep vertical_sweep tunnel_call_then_session tunnel_program_then_edge recurring_tunnel_calls")]
    [DataRow("rome", "miner_call_then_pool miner_call_then_alert scan_call_then_probe sweep_during_call horizontal_sweep tunnel_call_then_session recurring_tunnel_calls beacon flow_long_connection")]
    public void Scenario_ItsActs_FireTheirRules(string scenario, string names)
    {
        var fired = ResultOf(scenario).Incidents.SelectMany(i => i.Rules)
            .Select(r => Path.GetFileNameWithoutExtension(r.Source[..r.Source.LastIndexOf(':')])).ToHashSet();
        Assert.IsEmpty(names.Split(' ').Except(fired), string.Join(' ', fired));
    }

    /// <summary>
    /// A rule that joins a command with a connection accuses; daemons that happen to act at the same time must not be drawn in.
    /// </summary>
    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Scenario_WhatJoinsACommandWithTraffic_IsTrulyCausedByCalls(string scenario)
    {
        var truth = ScenarioTruth.OfScenario(scenario);
        foreach (var record in ResultOf(scenario).Attributions)
        {
            foreach (var rule in record.Rules.Where(r => r.Event == RuleEvent.Correlation && r.Title.StartsWith("Tool call ", StringComparison.Ordinal)))
                Assert.AreEqual("call", truth.Of(record).Cause, $"{rule.Title}: {record.Origin}, {truth.Of(record)}");
        }
    }

    private static InvestigationResult ResultOf(string scenario) => Investigation.Run(new InvestigationOptions { CasePath = Folders.Scenario(scenario) });
}
