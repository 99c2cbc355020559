// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>One correlation over tool calls, flows and alerts.</summary>
[TestClass]
public sealed class TelemetryJoinTests
{
    private static readonly string Text = TestRules.Rule("tool.command|contains: 'ssh -R'", "tool_call", "call") + "---\n"
        + TestRules.Rule("dst_port: 22", "flow", "session") + "---\n" + TestRules.Rule("rule.name|contains: tunnel", "alert", "alert") + "---\n";

    [TestMethod]
    public void CallThenFlow_OfOneSandbox_AreJoined()
    {
        var detector = Detector("rules: [call, session]", "group-by: [sandbox.id]");
        Assert.AreEqual("x(sb-1): call session", Join(detector, Attribution("sb-1")));
        Assert.AreEqual("", Join(detector, Attribution("sb-2")));
    }

    [TestMethod]
    public void Flow_OfSeveralPossibleSandboxes_IsJoinedWithTheCallOfEither() =>
        Assert.AreEqual("x(sb-1): call session", Join(Detector("rules: [call, session]", "group-by: [sandbox.id]"), Attribution("sb-0", "sb-1")));

    [TestMethod]
    public void Flow_WhoseCandidatesShareTheEpisode_IsJoinedByIt()
    {
        var candidates = new[] { "a", "b" }.Select(s => new CallCandidate(Calls.Of("ls") with { SpanId = s }, 0.4, Duration.Zero, [])).ToList();
        var attribution = new Attribution { Kind = AttributionKind.Candidates, Rung = Rung.D, Candidates = candidates };
        Assert.AreEqual("x(run-1,ep-1): call session", Join(Detector("rules: [call, session]", "group-by: [run.id, episode.id]"), attribution));
    }

    [TestMethod]
    public void CallFlowAndAlert_ByAddress_AreJoinedThroughAnAlias()
    {
        var detector = Detector("rules: [call, session, alert]", "group-by: [host]", "aliases: {host: {call: sandbox.ip, session: src_ip, alert: source.ip}}");
        Assert.AreEqual("x(10.0.0.5): alert call session", Join(detector, Attribution()));
    }

    [TestMethod]
    public void Summary_OfACorrelation_TellsWhatItJoins()
    {
        var rules = Detector("rules: [call, session]", "group-by: [sandbox.id]").Rules;
        Assert.AreEqual("alert True, call False, session False, x True", string.Join(", ", rules.Select(r => $"{r.Id} {r.IsReported}")));
        Assert.AreEqual((RuleEvent.Correlation, "temporal_ordered", Duration.FromMinutes(10)), (rules[3].Event, rules[3].Correlation!.Type, rules[3].Correlation!.Window));
        Assert.AreEqual("call session", string.Join(' ', rules[3].Correlation!.Rules));
    }

    [TestMethod]
    public void Generate_AtEitherPlace_ReportsTheJoinedRules()
    {
        Assert.IsTrue(Detector("rules: [call, session]", "generate: true").Rules.All(r => r.IsReported));
        Assert.IsTrue(TestRules.Detector(Text + CorrelationLab.Correlation("x", "type: temporal", "rules: [call]", "timespan: 1m").Replace("---", "generate: true", StringComparison.Ordinal)).Rules.All(r => r.IsReported));
    }

    [TestMethod]
    public void Blindness_OfACorrelation_IsThatOfARuleItNeeds()
    {
        var detector = Detector("rules: [call, session]", "group-by: [sandbox.id]");
        Assert.AreEqual("it needs 'call', which cannot fire: the input holds no tool calls", detector.BlindBecause(detector.Rules[3], [TestFormats.Aws], hasCalls: false));
        Assert.IsNull(detector.BlindBecause(detector.Rules[3], [TestFormats.Aws], hasCalls: true));
        Assert.StartsWith("none of its rules can fire", detector.BlindBecause(detector.Rules[3], [], hasCalls: false));
    }

    [TestMethod]
    [DataRow("condition: {gte: 1}", null)]
    [DataRow("condition: call or session", null)]
    [DataRow("condition: call and session", "it needs 'call', which cannot fire: the input holds no tool calls")]
    [DataRow("condition: session and not call", null)]
    public void Blindness_OfACorrelationThatCanDoWithout_IsNone(string condition, string? expected)
    {
        var detector = TestRules.Detector(Text + CorrelationLab.Correlation("x", "type: temporal", "rules: [call, session]", "timespan: 10m", condition));
        Assert.AreEqual(expected, detector.BlindBecause(detector.Rules[3], [TestFormats.Aws], hasCalls: false));
    }

    private static SigmaDetector Detector(params string[] lines) =>
        TestRules.Detector(Text + CorrelationLab.Correlation("x", ["type: temporal_ordered", "timespan: 10m", .. lines]));

    private static Attribution Attribution(params string[] sandboxes) => new() { Kind = AttributionKind.Sandbox, Rung = Rung.D, Sandboxes = sandboxes };

    /// <summary>Matches over one call, a session and an alert, all of one time: the rule, the group and the rules of its events.</summary>
    private static string Join(SigmaDetector detector, Attribution attribution)
    {
        var correlator = detector.Correlations.Start(CorrelationOptions.Default);
        var batch = Flows.Batch(Flows.Fields("src_ip=10.0.0.5 dst_ip=192.0.2.1 dst_port=22 protocol=tcp"), Flows.Fields("src_ip=10.0.0.5 dst_ip=192.0.2.1 kind=alert rule.name=tunnel"));
        var flows = new List<FlowMatch>();
        detector.Detect(batch, flows);
        foreach (var match in flows)
            correlator.Add(match.Record, batch[match.Record].Start, detector.EventOf(new RecordReference(batch, match.Record), attribution), [match.Rule]);
        var call = Calls.Of("ssh -R 1:2:3 h") with { Address = "10.0.0.5" };
        var calls = new List<CallMatch>();
        detector.Detect([call], calls);
        correlator.Add(9, Instant64.FromInstant(call.Start.Value), new ToolCallEvent(call), [calls.Single().Rule]);
        correlator.Complete();
        return string.Join("; ", correlator.TakeMatches().Select(m => $"{m.Rule.Id}({string.Join(",", m.Group.Select(g => g.Value))}): {string.Join(' ', m.Events.Select(e => e.Rule).Order())}"));
    }
}
