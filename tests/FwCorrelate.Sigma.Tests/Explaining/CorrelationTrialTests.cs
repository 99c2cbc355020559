// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Sigma.Tests.Explaining;

[TestClass]
public sealed class CorrelationTrialTests
{
    private const string Rules =
        "title: A\nid: a\nname: a\nlogsource: {product: fwcorrelate, service: tool_call}\ndetection:\n  sel: {CommandLine|contains: ssh}\n  condition: sel\n---\n"
        + "title: B\nid: b\nname: b\nlogsource: {product: fwcorrelate, service: flow}\ndetection:\n  sel: {dst_port: 22}\n  condition: sel\n---\n";

    private const string Ordered = Rules + "title: AB\nid: ab\ncorrelation:\n  type: temporal_ordered\n  rules: [a, b]\n  group-by: [sandbox.id]\n  timespan: 1m\n";
    private const string Count = Rules + "title: N\nid: n\ncorrelation:\n  type: value_count\n  rules: [b]\n  group-by: [src_ip]\n  timespan: 1m\n  condition: {field: dst_ip, gte: 3}\n";

    [TestMethod]
    public void Explain_Firing_HasItsEventsAndThoseJustOutside()
    {
        var verdict = Explain(Ordered, "ab", """
            - {at: 10s, tool.command: ssh x, sandbox.id: s1}
            - {at: 20s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5, sandbox.id: s1}
            - {at: 75s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5, sandbox.id: s1}
            - {at: 500s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5, sandbox.id: s1}
            """);

        var firing = verdict.Firings.Single();
        Assert.AreEqual("0 1", string.Join(' ', firing.Match.Events.Select(e => e.Id)));
        Assert.AreEqual("2", string.Join(' ', firing.After.Select(h => h.Id)));
        Assert.IsEmpty(firing.Before);
        Assert.AreEqual(0, verdict.QuietCount);
    }

    [TestMethod]
    [DataRow("- {at: 0s, tool.command: ssh x, sandbox.id: s1}", "never 'B'")]
    [DataRow("- {at: 5s, tool.command: ssh x, sandbox.id: s1}\n- {at: 0s, dst_port: 22, protocol: tcp, sandbox.id: s1}", "all of its rules, but not in this order within 1 min")]
    [DataRow("- {at: 0s, tool.command: ssh x, sandbox.id: s1}\n- {at: 2m, dst_port: 22, protocol: tcp, sandbox.id: s1}", "all of its rules, but not in this order within 1 min")]
    public void Explain_OrderedThatDoesNotFire_SaysWhatIsMissing(string events, string lacks)
    {
        var verdict = Explain(Ordered, "ab", events);

        Assert.IsEmpty(verdict.Firings);
        Assert.AreEqual(lacks, verdict.Quiet.Single().Lacks);
    }

    [TestMethod]
    public void Explain_CountThatDoesNotFire_TellsTheFullestWindow()
    {
        var verdict = Explain(Count, "n", """
            - {at: 0s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5, dst_ip: 192.0.2.1}
            - {at: 1s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5, dst_ip: 192.0.2.1}
            - {at: 2s, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5, dst_ip: 192.0.2.2}
            - {at: 5m, dst_port: 22, protocol: tcp, src_ip: 10.0.0.5, dst_ip: 192.0.2.3}
            - {at: 5m, dst_port: 22, protocol: tcp, dst_ip: 192.0.2.4}
            """);

        Assert.IsEmpty(verdict.Firings);
        Assert.AreEqual("at most 2 different dst_ip within 1 min (2026-01-15T03:00:00Z to 2026-01-15T03:00:02Z)", verdict.Quiet.Single().Lacks);
        Assert.AreEqual(4, verdict.Ungrouped.Single().Id);
    }

    [TestMethod]
    public void Outline_OfACorrelation_TellsWhatItJoins()
    {
        var loaded = TestRules.Load(Count);
        var outline = CorrelationOutline.Of(loaded.Detector, loaded.Detector.Rules.Index().Single(r => r.Item.Id == "n").Index, [TestFormats.Aws]);

        Assert.AreEqual("B", outline.Joined.Single().Title);
        Assert.AreEqual("src_ip", outline.GroupBy.Single());
        Assert.AreEqual("value_count of dst_ip: gte 3", outline.Condition);
        Assert.Contains("where the input holds no logs ('B')", outline.BlindWhere);
    }

    private static CorrelationVerdict Explain(string rules, string id, string events)
    {
        var loaded = TestRules.Load(rules);
        Assert.IsEmpty(loaded.Errors, string.Join('\n', loaded.Errors));
        var (read, errors) = EventFile.Read("e.yml", Encoding.UTF8.GetBytes(events));
        var (sequence, wrong) = ExampleSequence.Of("e.yml", read);
        var (trial, problems) = sequence.Try(loaded.Detector);
        Assert.IsEmpty(errors.Concat(wrong).Concat(problems), string.Join('\n', errors.Concat(wrong).Concat(problems)));
        return trial.Explain(loaded.Detector.Rules.Index().Single(r => r.Item.Id == id).Index);
    }
}
