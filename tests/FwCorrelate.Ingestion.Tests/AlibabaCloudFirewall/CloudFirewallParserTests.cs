// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.AlibabaCloudFirewall;

[TestClass]
public sealed class CloudFirewallParserTests
{
    private const string Session = """
        {"__topic__":"cloudfirewall_access_log","__time__":"1768417999","log_type":"internet_log","src_ip":"198.51.100.20","src_port":"51022","dst_ip":"203.0.113.77","dst_port":22,"ip_protocol":"TCP","start_time":"1768417381","end_time":1768417681,"rule_result":"pass","direction":"out","total_packet_bytes":"280353","in_packet_count":"2","out_packet_count":3,"ips_rule_id":"00000000-0000-0000-0000-000000000000","country_id":"YY","domain":"","app_name":"SSH","aliuid":"12"}
        """;

    [TestMethod]
    public void Parse_TrafficLog_IsASessionOpenedByItsSource()
    {
        var reading = Reading.Flows(Session);
        var record = reading.Records.Single();
        Assert.AreEqual("2026-01-14T19:03:01Z", record.Start.ToString());
        Assert.AreEqual("2026-01-14T19:08:01Z", record.End.ToString());
        Assert.AreEqual(("198.51.100.20", "203.0.113.77"), (record.Source.ToString(), record.Destination.ToString()));
        Assert.AreEqual((51022, 22, TransportProtocol.Tcp), (record.SourcePort, record.DestinationPort, record.Protocol));
        Assert.AreEqual((280353, 5), (record.Bytes, record.Packets));
        Assert.AreEqual((RecordKind.Flow, FirewallAction.Allow, FlowDirection.Outbound), (record.Kind, record.Action, record.Direction));
        Assert.IsTrue(record.SourceIsInitiator);
        Assert.AreEqual("SSH", reading.Field(0, "app-name"));
        Assert.AreEqual("", reading.Field(0, "country_id"));
        Assert.AreEqual("", reading.Field(0, "ips_rule_id"));
        Assert.AreEqual("", reading.Field(0, "domain"));
    }

    [TestMethod]
    public void Parse_NumberOfTheUsersAction_SaysWhatWasDoneWhereNoWordDoes()
    {
        foreach (var (number, action) in new[] { ("0", FirewallAction.Allow), ("1", FirewallAction.Alert), ("2", FirewallAction.Drop), ("9", FirewallAction.Unknown) })
            Assert.AreEqual(action, Reading.Flows(Session.Replace("\"rule_result\":\"pass\"", $"\"action_user\":\"{number}\"", StringComparison.Ordinal)).Records.Single().Action);
    }

    [TestMethod]
    public void Parse_UnknownWord_IsKeptOnce()
    {
        var unknown = Session.Replace("\"pass\"", "\"blackhole\"", StringComparison.Ordinal).Trim();
        var parser = Reading.Flows($"{unknown}\n{unknown}\n{Session.Trim()}\n").Parser;
        Assert.AreEqual("blackhole", ((IRecordLayout)parser).UnknownVerdicts.Single());
    }

    [TestMethod]
    [DataRow("out", 30, 70)]
    [DataRow("in", 70, 30)]
    public void Parse_BytesOfBothDirections_AreKeptApart(string direction, int sent, int received)
    {
        var text = Session.Replace("\"direction\":\"out\"", $"\"direction\":\"{direction}\"", StringComparison.Ordinal)
            .Replace("\"total_packet_bytes\":\"280353\"", "\"total_packet_bytes\":\"100\",\"in_packet_bytes\":\"70\",\"out_packet_bytes\":\"30\"", StringComparison.Ordinal);
        var record = Reading.Flows(text).Records.Single();
        Assert.AreEqual((100L, (long)sent, (long)received), (record.Bytes, record.BytesSent, record.BytesReceived));
        Assert.AreEqual(-1, Reading.Flows(Session).Records.Single().BytesSent);
    }

    [TestMethod]
    [DataRow("pass", FirewallAction.Allow, RecordKind.Flow)]
    [DataRow("alert", FirewallAction.Alert, RecordKind.Alert)]
    [DataRow("drop", FirewallAction.Drop, RecordKind.Flow)]
    [DataRow("discard", FirewallAction.Drop, RecordKind.Flow)]
    [DataRow("Discard", FirewallAction.Drop, RecordKind.Flow)]
    [DataRow("Pass", FirewallAction.Allow, RecordKind.Flow)]
    [DataRow("Alert", FirewallAction.Alert, RecordKind.Alert)]
    [DataRow("blackhole", FirewallAction.Unknown, RecordKind.Flow)]
    [DataRow("", FirewallAction.Unknown, RecordKind.Flow)]
    public void Parse_RuleResult_SaysWhatWasDone(string word, FirewallAction action, RecordKind kind)
    {
        var record = Reading.Flows(Session.Replace("\"pass\"", $"\"{word}\"", StringComparison.Ordinal)).Records.Single();
        Assert.AreEqual((action, kind), (record.Action, record.Kind));
    }

    [TestMethod]
    public void Parse_IpsTopicOrRule_IsAnAlert()
    {
        Assert.AreEqual(RecordKind.Alert, Reading.Flows(Session.Replace("cloudfirewall_access_log", "cloudfirewall_ips_log", StringComparison.Ordinal)).Records.Single().Kind);
        Assert.AreEqual(RecordKind.Alert, Reading.Flows(Session.Replace("00000000-0000", "00000000-0001", StringComparison.Ordinal)).Records.Single().Kind);
    }

    [TestMethod]
    public void Parse_VpcBorder_HasNoDirection() =>
        Assert.AreEqual(FlowDirection.Unknown, Reading.Flows(Session.Replace("internet_log", "vpc_firewall_log", StringComparison.Ordinal)).Records.Single().Direction);

    [TestMethod]
    public void Parse_PrivateSource_IsTheSourceAndThePublicOneItsNat()
    {
        var reading = Reading.Flows(Session.Replace("\"aliuid\"", "\"src_private_ip\":\"10.8.3.21\",\"aliuid\"", StringComparison.Ordinal));
        Assert.AreEqual("10.8.3.21", reading.Records.Single().Source.ToString());
        Assert.AreEqual("198.51.100.20", reading.Field(0, "nat-src-ip"));
    }

    [TestMethod]
    public void Parse_LocalTimes_AreInTheSourcesZone()
    {
        var text = Session.Replace("\"1768417381\"", "\"2026-01-15 03:03:01\"", StringComparison.Ordinal).Replace("1768417681", "\"2026-01-15 03:08:01.250\"", StringComparison.Ordinal);
        var record = Reading.Flows(text, DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Records.Single();
        Assert.AreEqual("2026-01-14T19:03:01Z", record.Start.ToString());
        Assert.AreEqual(250, record.End.ToUnixTimeMilliseconds() % 1000);
    }

    [TestMethod]
    public void Parse_WriteTimeOnly_IsRejectedForWantOfAnEventTime()
    {
        var text = Session.Replace("start_time", "x", StringComparison.Ordinal).Replace("end_time", "y", StringComparison.Ordinal);
        StringAssert.StartsWith(Reading.Flows(text).Rejected.Single().Reason, "start_time is missing");
    }

    [TestMethod]
    [DataRow("2026-10-25 01:30:00", "2026-10-25 01:31:00", "2026-10-24T23:30:00Z", 60, 0, DisplayName = "before the change")]
    [DataRow("2026-10-25 02:30:00", "2026-10-25 02:30:09", "2026-10-25T00:30:00Z", 9, 60, DisplayName = "in the hour that comes twice")]
    [DataRow("2026-10-25 02:59:59", "2026-10-25 02:00:10", "2026-10-25T00:59:59Z", 11, 0, DisplayName = "across the change, which decides")]
    [DataRow("2026-10-25 02:30:00", "2026-10-25 03:10:00", "2026-10-25T00:30:00Z", 6000, 60, DisplayName = "out of the hour")]
    [DataRow("2026-10-25 01:59:00", "2026-10-25 02:10:00", "2026-10-24T23:59:00Z", 660, 0, DisplayName = "into the hour")]
    [DataRow("2026-03-29 02:30:00", "2026-03-29 02:30:05", "2026-03-29T01:30:00Z", 5, -60, DisplayName = "in the hour that does not exist")]
    public void Parse_LocalStampAroundAChangeOfTheClocks_HasBothReadings(string start, string end, string expected, int seconds, int other)
    {
        var zone = NodaTime.DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var line = Session.Replace("1768417381", start, StringComparison.Ordinal).Replace("1768417681", $"\"{end}\"", StringComparison.Ordinal);
        var record = Reading.Flows(line + "\n", zone).Records.Single();
        Assert.AreEqual(expected, record.Start.ToString());
        Assert.AreEqual(seconds, (record.End.ToUnixTimeNanoseconds() - record.Start.ToUnixTimeNanoseconds()) / 1_000_000_000);
        Assert.AreEqual(other, record.OtherStartMinutes);
    }

    [TestMethod]
    public void Parse_OtherTopics_AreCountedAndNotRejected()
    {
        var reading = Reading.Flows(Session + "\n{\"__topic__\":\"event_log\",\"log_type\":\"web_filter\",\"src_ip\":\"10.0.0.1\"}\n");
        Assert.AreEqual((1, 1, 0), (reading.Records.Count, (int)reading.Ignored, reading.Rejected.Count));
    }

    [TestMethod]
    [DataRow("\"src_port\":\"51022\"", "\"src_port\":\"66000\"", "src_port is '66000'")]
    [DataRow("\"198.51.100.20\"", "\"39.108.XX.XX\"", "src_ip is '39.108.XX.XX', expected an IPv4 or IPv6 address")]
    [DataRow("\"end_time\":1768417681", "\"end_time\":1768417380", "expected a time not before start_time 1768417381")]
    [DataRow("\"TCP\"", "\"quic!\"", "ip_protocol is 'quic!'")]
    [DataRow("\"aliuid\":\"12\"}", "\"aliuid\":\"12\"", "is not JSON")]
    [DataRow("\"aliuid\":\"12\"}", "\"aliuid\":\"12\"} {}", "is not JSON")]
    [DataRow("\"aliuid\":\"12\"", "\"aliuid\":\"\\ud800\"", "")]
    public void Parse_BadLine_IsRejectedAndSaysWhy(string found, string replacement, string reason)
    {
        var reading = Reading.Flows($"{Session}\n{Session.Replace(found, replacement, StringComparison.Ordinal)}\n{Session}\n");
        Assert.AreEqual(reason.Length > 0 ? 2 : 3, reading.Records.Count + (reason.Length > 0 ? 0 : reading.Rejected.Count));
        if (reason.Length > 0)
            StringAssert.Contains(reading.Rejected.Single().Reason, reason);
    }

    [TestMethod]
    public void Parse_DeepNesting_CostsTheLine()
    {
        var deep = Session.Replace("\"12\"", new string('[', 100) + new string(']', 100), StringComparison.Ordinal);
        var reading = Reading.Flows($"{Session}\n{deep}\n");
        Assert.HasCount(1, reading.Records);
        Assert.HasCount(1, reading.Rejected);
    }

    [TestMethod]
    [DataRow("internet_log", 5)]
    [DataRow("nat_firewall_log", 2)]
    [DataRow("vpc_firewall_log", 1)]
    public void Parse_ConstructedSamples_AreReadWhole(string name, int records)
    {
        var reading = Reading.FlowFile(SharedCases.Path($"alibaba-cloud-firewall/constructed-{name}.sls.jsonl"));
        Assert.HasCount(records, reading.Records);
        Assert.IsEmpty(reading.Rejected);
        Assert.AreNotEqual(0UL, reading.Records[0].Sensor);
    }

    [TestMethod]
    public void Parse_MutatedText_NeverThrowsAndAccountsForEveryLine() =>
        Mutations.CheckLines($"{Session}\n{Session.Replace("pass", "al\\u0065rt", StringComparison.Ordinal)}\n\n", "alibaba-cloud-firewall");
}
