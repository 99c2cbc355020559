// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Simulation.Plans;

namespace FwCorrelate.Simulation.Tests.Plans;

[TestClass]
public sealed class ScenarioReaderTests
{
    [TestMethod]
    public void Read_AllParts_AreWhatTheFileSays()
    {
        const string Text = """
            summary: a test
            length: 45m
            fleet: {sandboxes: 12, per_address: 4, lifetime: "normal(5m, 20s)"}
            work: {network: 0.2, phases: {every: 10m, rollout: 6m}}
            acts:
              share: 0.05
              starts: {within: 0.3}
              kinds:
                mine: {weight: 2, said: {literal: 1, opaque: 3}, reconnects: exponential(9s)}
            daemons:
              telemetry: {share: 0.5, every: 5m, port: 4444, to: acts}
            intruders: {sandboxes: 2}
            logs:
              flows: {format: aws-vpc-flow-default, offset: -23s, window: 10m}
              border: {format: cloud-firewall-nat, zone: Asia/Shanghai, tells_zone: false}
            traces: {format: open-inference, dropped: 0.1}
            """;

        var plan = ScenarioReader.Read(Text, "test", "test.yml", _ => null);

        Assert.AreEqual(45, plan.Length.TotalMinutes);
        Assert.AreEqual((12, 4), (plan.Fleet.Sandboxes, plan.Fleet.PerAddress));
        Assert.AreEqual(new PhasePlan(600, 360), plan.Work.Phases);
        Assert.AreEqual((0.05, 0.3), (plan.Acts.Share, plan.Acts.Starts.Within));
        Assert.AreEqual(3, plan.Acts.Kinds[0].Said[Saying.Opaque]);
        Assert.IsTrue(plan.Daemons[0].AmongActs);
        Assert.AreEqual((LogForm.AwsVpcFlowDefault, -23.0, 600), (plan.Logs[0].Form, plan.Logs[0].Clock.Offset, plan.Logs[0].Window));
        Assert.AreEqual("Asia/Shanghai", plan.Logs[1].Zone!.Id);
        Assert.AreEqual((TraceForm.OpenInference, 0.1), (plan.Traces.Form, plan.Traces.Dropped));
    }

    [TestMethod]
    [DataRow("", "test.yml: the file is empty, expected a scenario.")]
    [DataRow("sumary: x", "test.yml:1:1: unknown key 'sumary'; did you mean 'summary'? Known here: summary, like, length, fleet, work, acts, daemons, strays_per_hour, intruders, framework, logs, traces.")]
    [DataRow("fleet:\n  sandboxes: 0", "test.yml:2:14: fleet.sandboxes is '0', expected a whole number from 1 to 2000.")]
    [DataRow("length: 3 days", "test.yml:1:9: length is '3 days', expected a duration such as 2s, 500ms, 15m or 1h30m.")]
    [DataRow("length: 3s", "test.yml:1:9: length is '3s', expected a duration from 60s to 172800s.")]
    [DataRow("acts:\n  share: 1.5", "test.yml:2:10: acts.share is '1.5', expected a number from 0 to 1.")]
    [DataRow("acts:\n  kinds:\n    dance: {}", "test.yml:3:5: 'dance' is no act. Known: mine, tunnel, edge, scan, exfiltrate, contact, tokens, hop, shell.")]
    [DataRow("acts:\n  starts: {within: 0.7, after: 0.4}", "test.yml:2:11: acts.starts is a map, expected 'within' and 'after' that sum to at most 1.")]
    [DataRow("work: {phases: {every: 5m, rollout: 6m}}", "test.yml:1:16: work.phases is a map, expected a 'rollout' that is no longer than 'every'.")]
    [DataRow("traces: {format: jaeger}", "test.yml:1:18: traces.format is 'jaeger', expected otlp, open-inference, roll or console.")]
    [DataRow("logs:\n  border: {format: cloud-firewall-nat}", "test.yml:2:3: the first log must be of interfaces, such as aws-vpc-flow: records are judged by it.")]
    [DataRow("logs:\n  a/b: {}", "test.yml:2:3: 'a/b' cannot be a log's name, which is also its folder's: use letters, digits and hyphens.")]
    [DataRow("logs:\n  flows: {zone: Asia/Shanghai}", "test.yml:2:3: 'flows' has a zone, but its format stamps in Unix time: only cloud-firewall-nat and cloud-firewall-internet write local time.")]
    [DataRow("daemons:\n  d: {to: somewhere}", "test.yml:2:11: daemons.d.to is 'somewhere', expected own or acts.")]
    [DataRow("like: nothing", "test.yml:1:7: like is 'nothing', expected the name of a scenario that ships as a file and is like no other.")]
    [DataRow("framework: {checkpoints: yes}", "test.yml:1:26: framework.checkpoints is 'yes', expected true or false.")]
    public void Read_WrongText_SaysWhatAndWhereAndWhatWasExpected(string text, string message) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<ConfigurationException>(() => ScenarioReader.Read(text, "test", "test.yml", _ => null)).Message);

    [TestMethod]
    public void Read_LikeAnother_ChangesOnlyWhatItSays()
    {
        var model = ScenarioReader.Read("summary: model\nfleet: {sandboxes: 12, hosts: 3}\nacts: {share: 0.2, hidden: 0.1}", "model", "model.yml", _ => null);

        var plan = ScenarioReader.Read("acts: {hidden: 0.3}\nlike: model", "test", "test.yml", name => name == "model" ? model : null);

        Assert.AreEqual(model with { Name = "test", Acts = model.Acts with { Hidden = 0.3 } }, plan);
    }

    [TestMethod]
    public void Shipped_EveryFile_CanBeReadAndSaysWhatItIs()
    {
        Assert.IsGreaterThanOrEqualTo(12, FileScenario.Shipped.Count);
        foreach (var scenario in FileScenario.Shipped)
            Assert.AreNotEqual(scenario.Name, scenario.Summary);
    }
}
