// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Sigma.Tests;

/// <summary>What a record tells of its connection: flow logs cut one into windows.</summary>
[TestClass]
public sealed class ConnectionFieldTests
{
    private const string Web = "src_ip=10.0.0.5 dst_ip=203.0.113.9 protocol=tcp";

    [TestMethod]
    [DataRow("src_port=40001 dst_port=443 tcp_flags=2", "start", DisplayName = "SYN")]
    [DataRow("src_port=40001 dst_port=443 tcp_flags=3", "start", DisplayName = "SYN and FIN in one window")]
    [DataRow("src_port=40001 dst_port=443 tcp_flags=27", "start", DisplayName = "both directions in one record")]
    [DataRow("src_port=40001 dst_port=443 tcp_flags=0", "later", DisplayName = "a later window")]
    [DataRow("src_port=40001 dst_port=443 tcp_flags=1", "later", DisplayName = "the last window")]
    [DataRow("src_port=443 dst_port=40001 tcp_flags=18", "later", DisplayName = "the answer")]
    [DataRow("src_port=40001 dst_port=50000 tcp_flags=2", "start", DisplayName = "ports that tell nothing, SYN alone")]
    [DataRow("src_port=40001 dst_port=50000 tcp_flags=18", "later", DisplayName = "ports that tell nothing, SYN and ACK")]
    [DataRow("src_port=40001 dst_port=443", "untold", DisplayName = "no flags in the log")]
    public void IsStart_OfARecord_IsWhatItsFlagsTell(string fields, string expected)
    {
        var detector = TestRules.Detector(
            TestRules.Rule("connection.is_start: true", id: "start"), TestRules.Rule("connection.is_start: false", id: "later"), TestRules.Rule("connection.is_start: null", id: "untold"));
        Assert.AreEqual(expected, detector.MatchesFlow($"{Web} {fields}"));
    }

    [TestMethod]
    [DataRow("connection.duration|gte: 3600", 3_600, false, true)]
    [DataRow("connection.duration|gte: 3600", 3_599, false, false)]
    [DataRow("connection.first_contact: true", 0, true, true)]
    [DataRow("connection.first_contact: true", 0, false, false)]
    public void Connection_OnceRecordsArePutTogether_IsAnswered(string detection, int seconds, bool firstContact, bool expected)
    {
        var detector = TestRules.Detector(TestRules.Rule(detection));
        var batch = Flows.One($"{Web} src_port=40001 dst_port=443");
        var start = Instant.FromUtc(2026, 1, 15, 3, 0);
        var attribution = Flows.Attribution(AttributionKind.None) with
        {
            Connection = new Connection("c", start, StartBasis.Proven, start + Duration.FromSeconds(seconds), 2, firstContact, Initiator.Source),
        };
        Assert.IsTrue(detector.Rules[0].UsesAttribution);
        Assert.AreEqual(expected, detector.Confirms(0, new RecordReference(batch, 0), attribution));
        Assert.IsFalse(detector.Confirms(0, new RecordReference(batch, 0), attribution with { Connection = null }));
    }
}
