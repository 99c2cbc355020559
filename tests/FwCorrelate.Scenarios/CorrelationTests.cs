// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>Correlations over a whole case: tool calls joined with flows, and flows counted.</summary>
[TestClass]
public sealed class CorrelationTests
{
    private const string Rules = """
        title: Reverse forward in a command
        id: t-call
        name: reverse_forward
        logsource: {product: fwcorrelate, service: tool_call}
        detection:
          ssh: {CommandLine|contains|all: ['ssh', ' -R ']}
          condition: ssh
        ---
        title: Session to port 22 outside
        id: t-session
        name: outside_ssh
        logsource: {product: fwcorrelate, service: flow}
        detection:
          ssh: {dst_port: 22, dst_is_internal: false}
          condition: ssh
        ---
        title: Tunnel that an agent opened
        id: t-tunnel
        level: critical
        correlation:
          type: temporal_ordered
          rules: [reverse_forward, outside_ssh]
          group-by: [sandbox.id]
          timespan: 10m
        ---
        title: Probe of a data store
        id: t-probe
        level: critical
        logsource: {product: fwcorrelate, service: flow}
        detection:
          redis: {dst_port: 6379}
          condition: redis
        ---
        title: Sweep for data stores
        id: t-sweep
        level: high
        correlation:
          type: value_count
          rules: [t-probe]
          group-by: [src_ip]
          timespan: 5m
          condition: {field: dst_ip, gte: 20}
        """;

    [TestMethod]
    public void Tunnel_JoinedByItsSandbox_NamesTheCallAndItsFlows()
    {
        var result = Run();
        var tunnel = result.Incidents.Single(i => i.Rule.Id == "t-tunnel");
        Assert.AreEqual(Verdict.AgentInitiated, tunnel.Verdict);
        Assert.Contains("ssh -o StrictHostKeyChecking=no", tunnel.Command!);
        Assert.IsGreaterThan(0, tunnel.RecordCount);
        var finding = result.Correlations.Single(c => c.Match.Rule.Id == "t-tunnel");
        Assert.AreEqual("sandbox.id", finding.Match.Group.Single().Key);
        Assert.AreEqual("t-call", finding.Match.Events[0].Rule);
        Assert.HasCount(finding.Match.Events.Count, finding.Origins);
        Assert.Contains("traces.jsonl", finding.Origins[0].File);
    }

    [TestMethod]
    public void Records_OfACorrelation_AreExactlyThoseThatItIsMadeOf()
    {
        var result = Run();
        var sweep = result.Correlations.Where(c => c.Match.Rule.Id == "t-sweep").SelectMany(c => c.Origins).ToHashSet();
        Assert.IsGreaterThanOrEqualTo(20, sweep.Count);
        Assert.IsTrue(sweep.SetEquals(result.Attributions.Where(a => a.Rules.Any(r => r.Id == "t-sweep")).Select(a => a.Origin)));
    }

    [TestMethod]
    public void Rules_ThatAreOnlyJoined_AreNotReported()
    {
        var result = Run();
        Assert.IsTrue(result.Attributions.SelectMany(a => a.Rules).Concat(result.Incidents.SelectMany(i => i.Rules)).All(r => r.Id is "t-tunnel" or "t-sweep"));
        Assert.AreEqual(result.Attributions.Count, result.Ledger.Matched);
        Assert.IsEmpty(result.Ledger.Discrepancies());
        Assert.AreEqual(0, result.Rules.Single(r => r.Rule.Id == "t-probe").Matches);
    }

    [TestMethod]
    public void Results_LinesInAnyOrderAndMoreThreads_AreTheSame()
    {
        var expected = Describe(Run());
        using var copy = CaseCopy.Of("aws");
        copy.ShuffleLines(7);
        copy.RenameFiles(7);
        Assert.AreEqual(expected, Describe(Run(copy.Path, threads: 2)));
    }

    private static string Describe(InvestigationResult result) => string.Join('\n',
    [
        .. result.Incidents.Select(i => $"{i.Id} {i.Rule.Id} {i.RecordCount}"),
        .. result.Correlations.Select(c => $"{c.Match.Rule.Id} {string.Join(',', c.Match.Group)} {c.Match.Fired} {string.Join(' ', c.Origins.Select(o => o.Sha256).Order(StringComparer.Ordinal))}"),
    ]);

    private static InvestigationResult Run(string? folder = null, int threads = 1)
    {
        var rules = Path.Combine(Directory.CreateTempSubdirectory("fwcorrelate-rules-").FullName, "rules.yml");
        try
        {
            File.WriteAllText(rules, Rules);
            var result = Investigation.Run(new InvestigationOptions { CasePath = folder ?? Folders.Scenario("aws"), Rules = [rules], NoDefaultRules = true, Threads = threads });
            Assert.IsEmpty(result.RuleErrors, string.Join("\n", result.RuleErrors));
            return result;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(rules)!, recursive: true);
        }
    }
}
