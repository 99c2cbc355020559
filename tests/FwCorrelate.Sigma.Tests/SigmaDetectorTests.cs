// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;

namespace FwCorrelate.Sigma.Tests;

[TestClass]
public sealed class SigmaDetectorTests
{
    [TestMethod]
    [DataRow("flow", "r")]
    [DataRow("alert", "r")]
    [DataRow("nodata", "")]
    [DataRow("skipdata", "")]
    public void FlowRule_OverEachKindOfRecord_MatchesFlowsAndAlertsOnly(string kind, string expected) =>
        Assert.AreEqual(expected, TestRules.Detector(TestRules.Rule("dst_port|exists: true")).MatchesFlow($"kind={kind} src_ip=10.0.0.1 dst_ip=10.0.0.2 dst_port=22 protocol=tcp"));

    [TestMethod]
    public void AlertRule_OverAFlow_DoesNotMatch()
    {
        var detector = TestRules.Detector(TestRules.Rule("rule.name|contains: mining", "alert"));
        Assert.AreEqual("r", detector.MatchesFlow("kind=alert signature=Mining"));
        Assert.AreEqual("r", detector.MatchesFlow("kind=alert rule.name=Mining"));
        Assert.AreEqual("", detector.MatchesFlow("kind=flow signature=Mining"));
    }

    [TestMethod]
    [DataRow("action: deny", "action=deny", "r")]
    [DataRow("action: REJECT", "action=deny verdict=REJECT", "r")]
    [DataRow("event.action: reject", "action=deny verdict=REJECT", "r")]
    [DataRow("action|neq: reject", "action=deny verdict=REJECT", "")]
    [DataRow("action: allow", "action=deny verdict=REJECT", "")]
    [DataRow("blocked: true", "action=drop", "r")]
    [DataRow("blocked: false", "action=alert", "r")]
    [DataRow("blocked: false", "verdict=x", "")]
    public void Action_InOurWordOrTheVendors_Matches(string detection, string flow, string expected) =>
        Assert.AreEqual(expected, TestRules.Detector(TestRules.Rule(detection)).MatchesFlow(flow));

    [TestMethod]
    [DataRow("source.ip: '10.0.0.1'")]
    [DataRow("SourceIp: '::ffff:10.0.0.1'")]
    [DataRow("id.orig_h|cidr: 10.0.0.0/8")]
    [DataRow("src_ip|startswith: '10.0.'")]
    [DataRow("destination.port: 443")]
    [DataRow("dst_port: '443'")]
    [DataRow("id.resp_p: '4?3'")]
    [DataRow("network.transport: TCP")]
    [DataRow("network.iana_number: 6")]
    [DataRow("bytes_per_packet|gte: 150")]
    [DataRow("bytes_per_packet|lt: 150.5")]
    [DataRow("network.direction: outbound")]
    [DataRow("tcp_flags: 18")]
    [DataRow("src_is_internal: true")]
    [DataRow("dst_is_internal: 'False'")]
    [DataRow("duration: 0")]
    [DataRow("log_status: OK")]
    [DataRow("event.start|hour: 3")]
    [DataRow("event.kind: event")]
    [DataRow("zone: blue")]
    [DataRow("- blue")]
    public void Field_UnderEachOfItsNames_IsRead(string detection) => Assert.AreEqual("r", TestRules.Detector(TestRules.Rule(detection)).MatchesFlow(
        "src_ip=10.0.0.1 src_port=40000 dst_ip=203.0.113.5 dst_port=443 protocol=tcp bytes=1500 packets=10 direction=outbound tcp_flags=18 zone=Blue"));

    [TestMethod]
    public void Port_OfARecordWithoutPorts_IsMissing() =>
        Assert.AreEqual("r", TestRules.Detector(TestRules.Rule("dst_port: null")).MatchesFlow("src_ip=10.0.0.1 dst_ip=10.0.0.2 protocol=icmp"));

    [TestMethod]
    public void RuleAboutTheAgent_BeforeAndAfterAttribution_IsSplit()
    {
        var detector = TestRules.Detector(TestRules.Rule("blocked: true\nattribution.kind: tool_call\ntool.name: bash"));
        Assert.IsTrue(detector.Rules[0].UsesAttribution);
        Assert.AreEqual("r", detector.MatchesFlow("action=deny"));
        Assert.AreEqual("", detector.MatchesFlow("action=allow"));
        var record = new RecordReference(Flows.One("action=deny"), 0);
        Assert.IsTrue(detector.Confirms(0, record, Flows.Attribution(AttributionKind.ToolCall) with { Call = Calls.Of("ls") }));
        Assert.IsFalse(detector.Confirms(0, record, Flows.Attribution(AttributionKind.ToolCall) with { Call = Calls.Of("ls", "python") }));
        Assert.IsFalse(detector.Confirms(0, record, Flows.Attribution(AttributionKind.Sandbox)));
    }

    [TestMethod]
    public void RuleAboutTheAgent_UnderANot_IsStillOnlyWeakened()
    {
        var detector = TestRules.Detector(TestRules.Rule("attribution.kind: none", condition: "not sel"));
        Assert.AreEqual("r", detector.MatchesFlow("action=deny"));
        Assert.IsFalse(detector.Confirms(0, new RecordReference(Flows.One("action=deny"), 0), Flows.Attribution(AttributionKind.None)));
    }

    [TestMethod]
    public void Confirms_OfARuleWithoutTheAgent_IsTrue() => Assert.IsTrue(
        TestRules.Detector(TestRules.Rule("dst_port: 22")).Confirms(0, new RecordReference(Flows.One("dst_port=80"), 0), Flows.Attribution(AttributionKind.None)));

    [TestMethod]
    [DataRow("CommandLine|contains: SSH", "ssh u@h", "r")]
    [DataRow("tool.command|startswith: ssh", "ssh u@h", "r")]
    [DataRow("tool.command|startswith: u@", "ssh u@h", "")]
    [DataRow("tool.name: bash\nrun.id: run-1\nepisode.id: ep-1\nsandbox.id: sb-1", "ls", "r")]
    [DataRow("CommandLine: null", null, "r")]
    public void ToolCallRule_OverACall_ReadsItsFields(string detection, string? command, string expected) =>
        Assert.AreEqual(expected, TestRules.Detector(TestRules.Rule(detection, "tool_call")).MatchesCall(command));

    [TestMethod]
    public void LinuxProcessRule_OverACommand_Matches() => Assert.AreEqual("r", TestRules.Detector(
        TestRules.Rule("CommandLine|contains: xmrig").Replace("{product: fwcorrelate, service: flow}", "{category: process_creation, product: linux}", StringComparison.Ordinal))
        .MatchesCall("./xmrig"));

    [TestMethod]
    [DataRow("{category: firewall}")]
    [DataRow("{category: network_connection, product: linux}")]
    [DataRow("{product: zeek, service: conn}")]
    [DataRow("{product: aws, service: vpcflow}")]
    public void PublicLogSource_OfFlows_RunsOverFlows(string source) => Assert.AreEqual(RuleEvent.Flow, TestRules.Detector(
        TestRules.Rule("dst_port: 22").Replace("{product: fwcorrelate, service: flow}", source, StringComparison.Ordinal)).Rules[0].Event);

    [TestMethod]
    public void Matches_OfABatch_AreInOrderOfRecordThenRule()
    {
        var rules = Enumerable.Range(0, 130).Select(i => TestRules.Rule("dst_port: [22, 80]", id: $"r{i:000}")).ToArray();
        var matches = new List<FlowMatch>();
        TestRules.Detector(rules).Detect(Flows.Batch(Flows.Fields("dst_port=22 protocol=tcp"), Flows.Fields("dst_port=23 protocol=tcp"), Flows.Fields("dst_port=80 protocol=tcp")), matches);
        CollectionAssert.AreEqual(new[] { 0, 2 }.SelectMany(r => Enumerable.Range(0, 130).Select(i => new FlowMatch(r, i))).ToList(), matches);
    }

    [TestMethod]
    public void Family_OfARule_IsItsOwnElseItsTechniqueElseItsId()
    {
        var text = TestRules.Rule("dst_port: 1", id: "a");
        Assert.AreEqual("a", TestRules.Detector(text).Rules[0].Family);
        Assert.AreEqual("attack.t1496", TestRules.Detector(text + "tags: [attack.impact, attack.t1496]").Rules[0].Family);
        Assert.AreEqual("mining", TestRules.Detector(text + "tags: [attack.t1496]\nfwcorrelate_family: mining").Rules[0].Family);
    }

    [TestMethod]
    [DataRow("domain=POOL.minexmr.com", "r")]
    [DataRow("domain=pypi.org", "")]
    [DataRow("other=minexmr.com domain=pypi.org", "")]
    [DataRow("note=a\\b domain=x.minexmr.com", "r")]
    public void VendorsText_WithAndWithoutTheLiteral_IsFoundInItsFieldOnly(string flow, string expected) =>
        Assert.AreEqual(expected, TestRules.Detector(TestRules.Rule("domain|endswith: minexmr.com")).MatchesFlow(flow));

    [TestMethod]
    public void VendorsText_LongerThanWhatIsSearched_IsStillFound() => Assert.AreEqual("r", TestRules.Detector(TestRules.Rule("domain|endswith: minexmr.com"))
        .MatchesFlow($"note={new string('x', 5_000)} domain=x.minexmr.com"));

    [TestMethod]
    public void MissingPath_Loaded_IsAConfigurationError() =>
        Assert.Contains("does not exist", Assert.ThrowsExactly<ConfigurationException>(() => SigmaRules.Load(["no-such-folder"], SigmaOptions.Default)).Message);

    [TestMethod]
    public void EmptyRules_OverABatch_MatchNothing() => Assert.AreEqual("", TestRules.Detector().MatchesFlow("dst_port=22"));
}
