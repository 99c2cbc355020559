// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Tests;

/// <summary>Rules of others spell refusals, flags and who opened a connection in words; each means one thing here.</summary>
[TestClass]
public sealed class WordsOfFirewallsTests
{
    [TestMethod]
    [DataRow("denied", "Reject", true)]
    [DataRow("deny", "Reject", true)]
    [DataRow("Drop", "Reject", true)]
    [DataRow("blocked", "Drop", true)]
    [DataRow("block", "Deny", true)]
    [DataRow("reject", "Drop", true)]
    [DataRow("denied", "Allow", false)]
    [DataRow("denied", "Alert", false)]
    [DataRow("reset", "Drop", false)]
    [DataRow("accept", "Allow", true)]
    [DataRow("permit", "Allow", true)]
    [DataRow("allowed", "Alert", false)]
    [DataRow("accept", "Drop", false)]
    public void Action_AWordOfAFirewall_MeansWhatItMeansInLogs(string word, string action, bool matches)
    {
        Assert.AreEqual(matches, Matches($"action: {word}", $"src_ip=10.0.0.1 dst_ip=203.0.113.9 protocol=tcp action={action}"));
        Assert.AreEqual(matches, Matches($"event.action: [{word}, nothing]", $"src_ip=10.0.0.1 dst_ip=203.0.113.9 protocol=tcp action={action}"));
    }

    [TestMethod]
    [DataRow("tcp_flags|contains: SYN", 2, true)]
    [DataRow("tcp_flags|contains: SYN", 18, true)]
    [DataRow("tcp_flags: SYN", 2, true)]
    [DataRow("tcp_flags: SYN", 18, false)]
    [DataRow("tcp_flags: 'SYN,ACK'", 18, true)]
    [DataRow("tcp_flags|contains: RST", 2, false)]
    [DataRow("tcp_flags|re: '^SYN$'", 2, true)]
    [DataRow("tcp_flags: 2", 2, true)]
    [DataRow("tcp_flags|gte: 16", 18, true)]
    public void TcpFlags_InWordsOrAsANumber_AreTheSame(string detection, int flags, bool matches) =>
        Assert.AreEqual(matches, Matches(detection, $"src_ip=10.0.0.1 dst_ip=203.0.113.9 protocol=tcp tcp_flags={flags}"));

    [TestMethod]
    [DataRow(50000, 4444, 2, true)]
    [DataRow(4444, 50000, 18, false)]
    [DataRow(50000, 443, 16, true)]
    [DataRow(443, 50000, 16, false)]
    public void Initiated_IsWhoOpenedTheConnection(int source, int destination, int flags, bool opened)
    {
        var flow = $"src_ip=10.0.0.1 dst_ip=203.0.113.9 protocol=tcp src_port={source} dst_port={destination} tcp_flags={flags}";
        Assert.AreEqual(opened, Matches("Initiated: 'true'", flow));
        Assert.AreEqual(!opened, Matches("Initiated: false", flow));
    }

    [TestMethod]
    [DataRow("Experimental")]
    [DataRow("STABLE")]
    public void Status_InCapitals_RefusesNoRule(string status) =>
        Assert.IsTrue(Matches("dst_port: 22", "src_ip=10.0.0.1 dst_ip=203.0.113.9 protocol=tcp src_port=50000 dst_port=22", status));

    [TestMethod]
    public void Status_ThatIsUnknown_IsStillRefused() =>
        Assert.ThrowsExactly<AssertFailedException>(() => Matches("dst_port: 22", "dst_port=22", "reviewed"));

    private static bool Matches(string detection, string flow, string status = "test")
    {
        var detector = TestRules.Detector(TestRules.Rule(detection) + $"status: {status}\n");
        var matches = new List<Matching.FlowMatch>();
        detector.Detect(Flows.One(flow), matches);
        return matches.Count > 0;
    }
}
