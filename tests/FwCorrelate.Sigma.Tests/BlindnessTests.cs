// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Sigma.Tests;

[TestClass]
public sealed class BlindnessTests
{
    private static readonly LogFormat[] Aws = [TestFormats.Aws];
    private static readonly LogFormat[] Mixed = [TestFormats.Aws, TestFormats.Firewall];

    [TestMethod]
    public void ToolCallRule_WithoutCalls_IsBlind()
    {
        var text = TestRules.Rule("CommandLine: x", "tool_call");
        Assert.AreEqual("the input holds no tool calls", Reason(text, Mixed, hasCalls: false));
        Assert.IsNull(Reason(text, Mixed, hasCalls: true));
    }

    [TestMethod]
    public void ToolCallRule_OnAFieldThatCallsLack_IsBlind() => Assert.AreEqual(
        "it needs fields that a tool call does not have", Reason(TestRules.Rule("Image|endswith: /ssh\nCommandLine|contains: R", "tool_call"), Mixed, hasCalls: true));

    [TestMethod]
    public void AlertRule_WithFlowLogsOnly_IsBlind()
    {
        var text = TestRules.Rule("rule.name: x", "alert");
        Assert.AreEqual("the input holds no alerts: aws-vpc-flow tells flows only", Reason(text, Aws, hasCalls: true));
        Assert.IsNull(Reason(text, Mixed, hasCalls: true));
    }

    [TestMethod]
    [DataRow("dst_ip: 169.254.169.254")]
    [DataRow("dst_ip: [169.254.169.254, 169.254.169.253]\ndst_port: 80")]
    [DataRow("dst_ip|cidr: 169.254.169.254/32")]
    public void MetadataRule_OnAwsFlowLogs_IsBlind(string detection)
    {
        Assert.StartsWith("AWS flow logs never hold 169.254.169.254", Reason(TestRules.Rule(detection), Aws, hasCalls: false)!);
        Assert.IsNull(Reason(TestRules.Rule(detection), Mixed, hasCalls: false));
    }

    [TestMethod]
    [DataRow("dst_ip: [169.254.169.254, 100.100.100.200]", "sel")]
    [DataRow("dst_ip: 169.254.169.254", "not sel")]
    [DataRow("dst_port: 80", "sel")]
    public void RuleThatOtherAddressesSatisfy_OnAwsFlowLogs_IsNotBlind(string detection, string condition) =>
        Assert.IsNull(Reason(TestRules.Rule(detection, condition: condition), Aws, hasCalls: false));

    [TestMethod]
    public void FlowRule_WithoutLogs_IsBlind() => Assert.AreEqual("the input holds no logs", Reason(TestRules.Rule("dst_port: 80"), [], hasCalls: true));

    [TestMethod]
    [DataRow("Image|endswith: /bash\ndst_port: 4444", "sel", "no record has 'Image'")]
    [DataRow("User: root", "sel", "no record has 'User'")]
    [DataRow("ProcessId: 1\nImage: x", "sel", "no record has 'ProcessId' or 'Image'")]
    [DataRow("Image: /bin/bash", "not sel", null)]
    [DataRow("Image: null\ndst_port: 4444", "sel", null)]
    [DataRow("account_id: 1", "sel", null)]
    public void FlowRule_OnAFieldThatNoRecordHas_IsBlind(string detection, string condition, string? reason)
    {
        var detector = TestRules.Detector(TestRules.Rule(detection, condition: condition));
        Assert.AreEqual(reason, detector.BlindBecause(detector.Rules[0], Aws, hasCalls: true, name => name == "account_id"));
        Assert.IsNull(detector.BlindBecause(detector.Rules[0], Aws, hasCalls: true));
    }

    private static string? Reason(string rule, LogFormat[] formats, bool hasCalls)
    {
        var detector = TestRules.Detector(rule);
        return detector.BlindBecause(detector.Rules[0], formats, hasCalls);
    }
}
