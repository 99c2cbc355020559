// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Tests.Indexing;

namespace FwCorrelate.Sigma.Tests.Explaining;

[TestClass]
public sealed class EventVerdictTests
{
    [TestMethod]
    public void Explain_OverGeneratedRulesAndRecords_SaysWhatTheDetectorSays() =>
        Gen.Select(GeneratedRules.OfFlows(withAgent: true), GeneratedRules.Flow, Gen.Enum<AttributionKind>(), Gen.Bool, Gen.Bool).Sample(
            (text, fields, kind, named, alerts) =>
            {
                var detector = TestRules.Detector(Text(text, alerts ? "alert" : "flow"));
                var record = new RecordReference(Flows.Batch(fields), 0);
                var attribution = Flows.Attribution(kind) with { Call = named ? Calls.Of("ssh x") : null, Confidence = named ? 0.99 : 0 };
                var matches = new List<FlowMatch>();
                detector.Detect(record.Batch, matches);
                var verdict = detector.Explain(0, record, attribution);
                Assert.AreEqual(matches.Count > 0 && detector.Confirms(0, record, attribution), verdict.Matches, text);
                AssertConsistent(verdict.Trace);
            },
            iter: 300, threads: 1);

    [TestMethod]
    public void Explain_OverGeneratedRulesAndCalls_SaysWhatTheDetectorSays() =>
        Gen.Select(GeneratedRules.OfCalls, GeneratedRules.Command).Sample(
            (text, command) =>
            {
                var detector = TestRules.Detector(Text(text, "tool_call"));
                var verdict = detector.Explain(0, Calls.Of(command));
                Assert.AreEqual(detector.MatchesCall(command).Length > 0, verdict.Matches, text);
                AssertConsistent(verdict.Trace);
            },
            iter: 300, threads: 1);

    [TestMethod]
    public void Explain_DecisivePartsTurnedRound_TurnTheVerdict() =>
        Gen.Select(GeneratedRules.OfFlows(withAgent: false), GeneratedRules.Flow).Sample(
            (text, fields) =>
            {
                var trace = TestRules.Detector(Text(text, "flow")).Explain(0, new RecordReference(Flows.Batch(fields), 0), null).Trace;
                Assert.AreNotEqual(trace.Holds, WithDecisiveTestsTurned(trace), text);
            },
            iter: 300, threads: 1);

    [TestMethod]
    public void Explain_FailingPart_NamesTheAuthorsWordsTheValueAndItsPlace()
    {
        var detector = TestRules.Detector(TestRules.Rule("dst_port: [22, 2222]\nprotocol: tcp"));

        var verdict = detector.Explain(0, new RecordReference(Flows.One("dst_port=443 protocol=tcp src_ip=10.0.0.5"), 0), null);

        Assert.IsFalse(verdict.Matches);
        Assert.AreEqual("sel", verdict.Trace.Written!.Text);
        var (port, protocol) = (verdict.Trace.Parts[0], verdict.Trace.Parts[1]);
        Assert.AreEqual("dst_port: 22 or 2222", port.Written!.Text);
        Assert.AreEqual(6, port.Written.Position.Line);
        Assert.IsTrue(port.Decides);
        Assert.IsFalse(port.Holds);
        Assert.AreEqual(new FoundValue("dst_port", "443", IsCommand: false), port.Parts[0].Found.Single());
        Assert.IsTrue(protocol.Holds);
        Assert.IsFalse(protocol.Decides);
    }

    [TestMethod]
    public void Explain_NotOneOfFilters_ShowsTheFilterThatTurnedItDown()
    {
        var detector = TestRules.Detector("title: t\nid: t\nlogsource: {product: fwcorrelate, service: flow}\ndetection:\n  sel: {dst_port: 22}\n  filter_a: {src_ip: 10.0.0.9}\n"
            + "  filter_b: {src_ip: 10.0.0.5}\n  condition: sel and not 1 of filter_*\n");

        var trace = detector.Explain(0, new RecordReference(Flows.One("dst_port=22 protocol=tcp src_ip=10.0.0.5"), 0), null).Trace;

        var not = trace.Parts[1];
        Assert.AreEqual(PartLink.Not, not.Link);
        Assert.IsTrue(not.Decides);
        Assert.AreEqual("1 of filter_a, filter_b", not.Parts[0].Written!.Text);
        Assert.AreEqual("filter_b", not.Parts[0].Parts.Single(p => p.Decides).Written!.Text);
    }

    [TestMethod]
    public void Explain_FlowForARuleOfAlerts_SaysThatItIsNeverTried()
    {
        var detector = TestRules.Detector(TestRules.Rule("dst_port: 22", "alert"));

        var verdict = detector.Explain(0, new RecordReference(Flows.One("dst_port=22 protocol=tcp"), 0), null);

        Assert.IsFalse(verdict.Matches);
        Assert.AreEqual("the record is a flow, and the rule runs over firewall alerts only", verdict.NotTriedBecause);
        Assert.IsTrue(verdict.Trace.Holds);
    }

    [TestMethod]
    public void Explain_Command_IsMarkedAsWhatMayHoldSecrets() =>
        Assert.IsTrue(TestRules.Detector(TestRules.Rule("CommandLine|contains: ssh", "tool_call")).Explain(0, Calls.Of("ls")).Trace.Parts[0].Found.Single().IsCommand);

    [TestMethod]
    public void Explain_RecordForARuleOfCalls_IsRefused() => Assert.ThrowsExactly<ArgumentException>(
        () => TestRules.Detector(TestRules.Rule("CommandLine: x", "tool_call")).Explain(0, new RecordReference(Flows.One("dst_port=22"), 0), null));

    [TestMethod]
    public void Outline_OfARule_TellsFieldsWitnessesAndBlindness()
    {
        var outline = TestRules.Detector(TestRules.Rule("dst_ip: 169.254.169.254\ndst_port: 80\nrule.name|contains: imds\nattribution.kind: tool_call")).Outline(0, [TestFormats.Aws]);

        Assert.AreEqual("sel", outline.Condition.Written!.Text);
        Assert.IsNull(outline.Condition.Holds);
        Assert.AreEqual("dst_ip dst_port rule.name attribution.kind", string.Join(' ', outline.Fields.Select(f => f.Name)));
        Assert.Contains("destination port: 80", outline.Witnesses);
        Assert.Contains("text: 'imds'", outline.Witnesses);
        Assert.Contains("where all logs are AWS flow logs, which never hold 169.254.169.254", outline.BlindWhere);
    }

    private static void AssertConsistent(TracedPart part)
    {
        var expected = part.Link switch
        {
            PartLink.All => part.Parts.All(p => p.Holds == true),
            PartLink.Any => part.Parts.Any(p => p.Holds == true),
            PartLink.Not => part.Parts[0].Holds != true,
            _ => part.Holds,
        };
        Assert.AreEqual(expected, part.Holds);
        foreach (var inner in part.Parts)
            AssertConsistent(inner);
    }

    private static bool WithDecisiveTestsTurned(TracedPart part) => part.Link switch
    {
        PartLink.All => part.Parts.All(WithDecisiveTestsTurned),
        PartLink.Any => part.Parts.Any(WithDecisiveTestsTurned),
        PartLink.Not => !WithDecisiveTestsTurned(part.Parts[0]),
        _ => part.Holds == true != part.Decides,
    };

    private static string Text(string detection, string service) =>
        $"title: r\nid: r\nlogsource: {{product: fwcorrelate, service: {service}}}\ndetection:\n{detection}";
}
