// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Suricata;

[TestClass]
public sealed class EveTests
{
    private const string Flow = """
        {"timestamp":"2026-01-15T03:10:00.000001-0400","flow_id":2191386088856669123,"in_iface":"ens5","event_type":"flow","src_ip":"10.8.3.21","src_port":51022,"dest_ip":"203.0.113.77","dest_port":22,"proto":"TCP","app_proto":"ssh","flow":{"pkts_toserver":140,"pkts_toclient":288,"bytes_toserver":96120,"bytes_toclient":184233,"start":"2026-01-15T03:03:01.250000-0400","end":"2026-01-15T03:08:01.750000-0400","age":300,"state":"closed","reason":"timeout","alerted":true},"tcp":{"tcp_flags":"1b","syn":true}}
        """;

    private const string Alert = """
        {"timestamp":"2026-01-15T03:03:02.500000-0400","flow_id":2191386088856669123,"event_type":"alert","src_ip":"10.8.3.21","src_port":51022,"dest_ip":"203.0.113.77","dest_port":22,"proto":"TCP","alert":{"action":"allowed","gid":1,"signature_id":2013028,"signature":"ET POLICY SSH outbound","category":"Misc","severity":2},"flow":{"pkts_toserver":4,"pkts_toclient":3,"bytes_toserver":347,"bytes_toclient":1654,"start":"2026-01-15T03:03:01.250000-0400"}}
        """;

    [TestMethod]
    public void Flow_BothDirections_AreTheIntervalOfTheFlowNeverItsWriting()
    {
        var reading = Reading.Flows(Flow);
        var record = reading.Records.Single();
        Assert.AreEqual(Instant.FromUtc(2026, 1, 15, 7, 3, 1) + Duration.FromMilliseconds(250), record.Start.ToInstant());
        Assert.AreEqual(Instant.FromUtc(2026, 1, 15, 7, 8, 1) + Duration.FromMilliseconds(750), record.End.ToInstant());
        Assert.AreEqual((280353, 184233, 428), (record.Bytes, record.BytesReceived, record.Packets));
        Assert.AreEqual((RecordKind.Flow, FirewallAction.Unknown, true), (record.Kind, record.Action, record.SourceIsInitiator));
        Assert.AreEqual((TcpFlags)0x1B, record.TcpFlags);
        Assert.AreEqual(SensorId.Of("ens5"u8), record.Sensor);
        Assert.AreEqual("2191386088856669123", reading.Field(0, "flow_id"));
    }

    [TestMethod]
    [DataRow("allowed", FirewallAction.Alert)]
    [DataRow("blocked", FirewallAction.Drop)]
    public void Alert_OfAFlow_StartsWithIt(string word, FirewallAction action)
    {
        var reading = Reading.Flows(Alert.Replace("allowed", word, StringComparison.Ordinal));
        var record = reading.Records.Single();
        Assert.AreEqual((RecordKind.Alert, action), (record.Kind, record.Action));
        Assert.AreEqual(Reading.Flows(Flow).Records.Single().Start, record.Start);
        Assert.AreEqual(Duration.FromMilliseconds(1250), record.End.ToInstant() - record.Start.ToInstant());
        Assert.AreEqual("ET POLICY SSH outbound", reading.Field(0, "alert.signature"));
        Assert.AreEqual(word, reading.Field(0, "alert.action"));
    }

    [TestMethod]
    public void Alert_VerdictThatDiffers_IsTheBetterAnswer() => Assert.AreEqual(
        FirewallAction.Drop, Reading.Flows(Alert.Replace("\"flow\":{", "\"verdict\":{\"action\":\"drop\"},\"flow\":{", StringComparison.Ordinal)).Records.Single().Action);

    [TestMethod]
    public void Alert_OnAPacketOfTheServer_IsPutInTheConnectionsOrder()
    {
        var record = Reading.Flows(Alert.Replace("\"src_ip\":\"10.8.3.21\",\"src_port\":51022,\"dest_ip\":\"203.0.113.77\",\"dest_port\":22", "\"src_ip\":\"203.0.113.77\",\"src_port\":22,\"dest_ip\":\"10.8.3.21\",\"dest_port\":51022,\"direction\":\"to_client\"", StringComparison.Ordinal)).Records.Single();
        Assert.AreEqual(("10.8.3.21", 22, true), (record.Source.ToString(), (int)record.DestinationPort, record.SourceIsInitiator));
    }

    [TestMethod]
    public void Alert_OfNoToldDirection_HasNoKnownInitiator()
    {
        var record = Reading.Flows(Alert).Records.Single();
        Assert.IsFalse(record.SourceIsInitiator);
        Assert.AreEqual(-1, record.BytesReceived);
    }

    [TestMethod]
    public void DnsAnswer_SentByTheServer_IsPutInTheConnectionsOrder()
    {
        const string answer = """
            {"timestamp":"2026-01-15T03:03:02.5+0000","flow_id":1,"event_type":"dns","src_ip":"10.0.0.2","src_port":53,"dest_ip":"10.8.3.21","dest_port":40000,"proto":"UDP","dns":{"type":"answer","rrname":"files.example.org","rrtype":"A","rcode":"NOERROR"}}
            """;
        var reading = Reading.Flows(answer);
        Assert.AreEqual(("10.8.3.21", 53), (reading.Records.Single().Source.ToString(), (int)reading.Records.Single().DestinationPort));
        Assert.AreEqual("files.example.org", reading.Field(0, "dns.rrname"));
        Assert.IsTrue(reading.Records.Single().IsInterim);
    }

    [TestMethod]
    public void Netflow_OneDirection_CountsNothingThatCameBack()
    {
        var record = Reading.Flows("""
            {"timestamp":"2026-01-15T03:10:00.000001+0000","flow_id":1,"event_type":"netflow","src_ip":"10.8.3.21","src_port":51022,"dest_ip":"203.0.113.77","dest_port":22,"proto":"TCP","netflow":{"pkts":21,"bytes":1208,"start":"2026-01-15T03:03:01.250000+0000","end":"2026-01-15T03:04:01.250000+0000","age":60}}
            """).Records.Single();
        Assert.AreEqual((1208, 0, 21), (record.Bytes, record.BytesReceived, record.Packets));
        Assert.IsFalse(record.SourceIsInitiator);
    }

    [TestMethod]
    public void Stamp_WithoutAnOffset_IsOfTheCasesZone() => Assert.AreEqual(
        Instant.FromUtc(2026, 1, 14, 19, 3, 1) + Duration.FromMilliseconds(250),
        Reading.Flows(Flow.Replace("-0400", "", StringComparison.Ordinal), DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Records.Single().Start.ToInstant());

    [TestMethod]
    public void Stamp_OfTheYear1900_IsRefused() => StringAssert.StartsWith(
        Reading.Flows(Flow.Replace("2026-01-15T03:03", "1900-01-15T03:03", StringComparison.Ordinal)).Rejected.Single().Reason, "flow.start is '1900-");

    [TestMethod]
    [DataRow("stats")]
    [DataRow("fileinfo")]
    public void Event_OfNoFlow_IsPassedOver(string kind)
    {
        var reading = Reading.Flows(Flow + "\n" + Flow.Replace("\"flow\",\"src", $"\"{kind}\",\"src", StringComparison.Ordinal));
        Assert.AreEqual((1, 0, 1), (reading.Records.Count, reading.Rejected.Count, (int)reading.Ignored));
    }

    [TestMethod]
    public void Text_Mutated_NeverThrowsAndAccountsForEveryLine() => Mutations.CheckLines($"{Flow}\n{Alert}\n", "suricata-eve");
}
