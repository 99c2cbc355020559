// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Ecs;
using NodaTime.Text;

namespace FwCorrelate.Ingestion.Tests.Ecs;

[TestClass]
public sealed class EcsParserTests
{
    private const string Own = """
        {"@timestamp":"2026-02-10T09:00:00.000000Z","ecs":{"version":"9.4.0"},"event":{"kind":"event","type":["connection","allowed"],"start":"2026-02-10T09:00:00.000000Z","end":"2026-02-10T09:00:15.000000Z","duration":15000000000,"original":"5 vpc-1 \"eni-1\"","action":"ACCEPT"},"source":{"ip":"10.40.1.5","port":38810},"destination":{"ip":"203.0.113.44","port":7844},"network":{"transport":"tcp","iana_number":"6","bytes":424,"packets":2,"direction":"outbound"},"observer":{"ingress":{"interface":{"name":"eni-1"}}},"fwcorrelate":{"record":{"index":3,"direction":"outbound","loss":"none","format":"aws-vpc-flow","tcp_flags":18,"network":["vpc-1"]}}}
        """;

    [TestMethod]
    public void Read_OurOwnDocument_HasAllOfTheRecord()
    {
        var reading = Reading.Flows(Own);

        var record = reading.Records.Single();
        Assert.AreEqual("2026-02-10T09:00:00Z 2026-02-10T09:00:15Z 10.40.1.5:38810 203.0.113.44:7844 Tcp Allow Flow Outbound 424 2", Summary(record));
        Assert.AreEqual(TcpFlags.Syn | TcpFlags.Ack, record.TcpFlags);
        Assert.IsTrue(record.HasTcpFlags);
        Assert.AreEqual(3, record.Index);
        Assert.AreEqual(SensorId.Of("eni-1"u8), record.Sensor);
        Assert.AreEqual("vpc-1", reading.Field(0, "vpc-id"));
        Assert.AreEqual("ACCEPT", reading.Field(0, "event.action"));
    }

    [TestMethod]
    [DataRow("""{"bytes":4000}""", """{"bytes":1500}""", """{"bytes":5500}""", "", 5500L, 4000L, 1500L, false, DisplayName = "both and their sum")]
    [DataRow("""{"bytes":4000}""", "{}", """{"bytes":5500}""", "", 5500L, 4000L, 1500L, false, DisplayName = "sent and sum")]
    [DataRow("{}", "{}", """{"bytes":5500}""", "", 5500L, -1L, -1L, false, DisplayName = "the sum alone tells nothing of what was sent")]
    [DataRow("""{"bytes":60}""", "{}", """{"bytes":60}""", """, "aws":{"vpcflow":{"version":"5"}}""", 60L, 60L, 0L, false, DisplayName = "one direction")]
    [DataRow("""{"bytes":1000}""", """{"bytes":100}""", "{}", """, "fortinet":{"firewall":{"type":"traffic","sentdelta":"1000","rcvddelta":"100"}}""", 1100L, 1000L, 100L, false, DisplayName = "FortiGate's first report")]
    [DataRow("""{"bytes":3000}""", """{"bytes":300}""", "{}", """, "fortinet":{"firewall":{"type":"traffic","sentdelta":"1000","rcvddelta":"100"}}""", 1100L, 1000L, 100L, true, DisplayName = "FortiGate's later report")]
    [DataRow("""{"bytes":3000}""", """{"bytes":300}""", "{}", """, "flow":{"final":false}""", -1L, -1L, -1L, true, DisplayName = "Packetbeat's report in between")]
    [DataRow("""{"bytes":3000}""", """{"bytes":300}""", "{}", """, "flow":{"final":true}""", 3300L, 3000L, 300L, false, DisplayName = "Packetbeat's last report")]
    [DataRow("""{"bytes":70}""", """{"bytes":0}""", "{}", """, "panw":{"panos":{"type":"TRAFFIC","sub_type":"start"}}""", -1L, -1L, -1L, true, DisplayName = "PAN-OS' session start")]
    public void Read_Bytes_AreKeptApartAndCountedOnce(string source, string destination, string network, string more, long bytes, long sent, long received, bool isInterim)
    {
        var document = $$"""{"@timestamp":"2026-02-10T09:00:00Z","source":{"ip":"10.0.0.1","port":40000{{Members(source)}}},"destination":{"ip":"203.0.113.9","port":443{{Members(destination)}}},"network":{"transport":"tcp"{{Members(network)}}}{{more}}}""";
        var record = Reading.Flows(document, force: "ecs").Records.Single();
        Assert.AreEqual((bytes, sent, received, isInterim), (record.Bytes, record.BytesSent, record.BytesReceived, record.IsInterim));

        static string Members(string text) => text.Length > 2 ? "," + text[1..^1] : "";
    }

    [TestMethod]
    public void Read_AHitWithDottedNames_IsTheSameRecord()
    {
        const string Dotted = """
            {"_index":"logs-a","_id":"x1","_source":{"event.start":"2026-02-10T10:00:00+01:00","event.end":"1770714015000","@timestamp":"2026-02-10T09:00:00Z","source.ip":["10.40.1.5"],"source.port":38810,"destination.ip":"203.0.113.44","destination.port":"7844","network":{"iana_number":6,"bytes":424,"packets":2,"direction":"EGRESS"},"event":{"action":"Accept"}}}
            """;
        var reading = Reading.Flows(Dotted);

        Assert.AreEqual("2026-02-10T09:00:00Z 2026-02-10T09:00:15Z 10.40.1.5:38810 203.0.113.44:7844 Tcp Allow Flow Outbound 424 2", Summary(reading.Records.Single()));
        Assert.AreEqual(new DocumentId("logs-a", "x1"), reading.Parser.DocumentOf(Encoding.UTF8.GetBytes(Dotted)));
    }

    [TestMethod]
    [DataRow("aws.vpcflow", """{"aws":{"vpcflow":{"action":"REJECT","tcp_flags":"2","log_status":"OK","pkt_srcaddr":"10.0.0.9","interface_id":"eni-1"}},"event":{"start":"2026-02-10T09:00:00.000Z","end":"2026-02-10T09:00:30.000Z","type":"connection"},"source":{"ip":"10.0.0.1","port":40000,"bytes":60},"destination":{"ip":"203.0.113.9","port":22},"network":{"bytes":60,"packets":1,"iana_number":"6","direction":"egress"},"@timestamp":"2026-02-10T09:00:30.000Z"}""", "2026-02-10T09:00:00Z 2026-02-10T09:00:30Z 10.0.0.9:40000 203.0.113.9:22 Tcp Reject Flow Outbound 60 1")]
    [DataRow("aws.firewall_logs", """{"@timestamp":"2026-02-10T09:00:00.5Z","aws":{"firewall":{"flow":{"id":"7"}}},"event":{"kind":"alert","type":["connection","denied"]},"source":{"ip":"10.0.0.1","port":40000},"destination":{"ip":"203.0.113.9","port":22},"network":{"transport":"tcp"},"observer":{"name":"fw"}}""", "2026-02-10T09:00:00.5Z 2026-02-10T09:00:00.5Z 10.0.0.1:40000 203.0.113.9:22 Tcp Deny Alert Unknown -1 -1")]
    [DataRow("gcp.firewall", """{"@timestamp":"2026-02-10T09:00:00Z","event":{"action":"firewall-rule","type":"connection"},"gcp":{"firewall":{"rule_details":{"action":"DENY","direction":"EGRESS"}}},"source":{"ip":"10.0.0.1","port":40000,"domain":"vm"},"destination":{"ip":"203.0.113.9","port":22},"network":{"transport":"tcp"}}""", "2026-02-10T09:00:00Z 2026-02-10T09:00:00Z 10.0.0.1:40000 203.0.113.9:22 Tcp Deny Flow Outbound -1 -1")]
    [DataRow("gcp.vpcflow", """{"@timestamp":"2026-02-10T09:10:00Z","event":{"start":"2026-02-10T09:00:00.123456789Z","end":"2026-02-10T09:00:30Z","type":"connection"},"gcp":{"vpcflow":{"reporter":"DEST"}},"source":{"ip":"10.0.0.1","port":40000,"bytes":60},"destination":{"ip":"10.0.0.2","port":22,"domain":"vm"},"network":{"transport":"tcp","bytes":60,"packets":1,"direction":"internal"}}""", "2026-02-10T09:00:00.123456789Z 2026-02-10T09:00:30Z 10.0.0.1:40000 10.0.0.2:22 Tcp Unknown Flow Inbound 60 1")]
    [DataRow("suricata.eve", """{"@timestamp":"2026-02-10T09:00:01Z","event":{"kind":"alert","start":"2026-02-10T09:00:00Z","type":["allowed"]},"suricata":{"eve":{"event_type":"alert","in_iface":"e0"}},"source":{"ip":"10.0.0.1","port":40000,"bytes":60},"destination":{"ip":"10.0.0.2","port":22,"bytes":40},"network":{"transport":"tcp"}}""", "2026-02-10T09:00:00Z 2026-02-10T09:00:01Z 10.0.0.1:40000 10.0.0.2:22 Tcp Allow Alert Unknown 100 -1")]
    [DataRow("zeek.connection", """{"@timestamp":"2026-02-10T09:00:00Z","event":{"duration":2500000000,"type":["connection","start","end"]},"zeek":{"connection":{"state":"REJ","history":"Sr"}},"source":{"ip":"10.0.0.1","port":40000},"destination":{"ip":"10.0.0.2","port":22},"network":{"transport":"tcp","bytes":100,"packets":4,"direction":"outbound"}}""", "2026-02-10T09:00:00Z 2026-02-10T09:00:02.5Z 10.0.0.1:40000 10.0.0.2:22 Tcp Unknown Flow Outbound 100 4")]
    [DataRow("panw.panos", """{"@timestamp":"2026-02-10T09:00:09Z","event":{"action":"flow_denied","start":"2026-02-10T09:00:00Z","end":"2026-02-10T09:00:05Z","type":["denied","end","connection"]},"panw":{"panos":{"action":"reset-both","type":"TRAFFIC"}},"source":{"ip":"10.0.0.1","port":40000},"destination":{"ip":"10.0.0.2","port":22},"network":{"transport":"tcp","bytes":100,"packets":4}}""", "2026-02-10T09:00:00Z 2026-02-10T09:00:05Z 10.0.0.1:40000 10.0.0.2:22 Tcp Reset Flow Unknown 100 4")]
    [DataRow("fortinet.firewall", """{"@timestamp":"2026-02-10T09:00:10Z","event":{"action":"close","duration":10000000000,"start":"2026-02-10T09:00:10Z","type":["connection","end","allowed"]},"fortinet":{"firewall":{"action":"close","type":"traffic"}},"source":{"ip":"10.0.0.1","port":40000},"destination":{"ip":"10.0.0.2","port":22},"network":{"transport":"tcp","bytes":100,"iana_number":"6"}}""", "2026-02-10T09:00:00Z 2026-02-10T09:00:10Z 10.0.0.1:40000 10.0.0.2:22 Tcp Allow Flow Unknown 100 -1")]
    [DataRow("cisco.asa", """{"@timestamp":"2026-02-10T09:00:10Z","event":{"action":"firewall-rule","type":["connection","denied"]},"observer":{"product":"asa","hostname":"h"},"source":{"ip":"10.0.0.1","port":40000},"destination":{"ip":"10.0.0.2","port":22},"network":{"transport":"tcp","direction":"inbound"}}""", "2026-02-10T09:00:10Z 2026-02-10T09:00:10Z 10.0.0.1:40000 10.0.0.2:22 Tcp Deny Flow Inbound -1 -1")]
    [DataRow("iptables", """{"@timestamp":"2026-02-10T09:00:10Z","event":{"action":"drop_input","type":["denied","connection"]},"iptables":{"input_device":"eth0","output_device":"","length":52,"tcp":{"flags":["SYN"]}},"source":{"ip":"10.0.0.1","port":40000},"destination":{"ip":"10.0.0.2","port":22},"network":{"transport":"tcp"}}""", "2026-02-10T09:00:10Z 2026-02-10T09:00:10Z 10.0.0.1:40000 10.0.0.2:22 Tcp Drop Flow Inbound 52 -1")]
    public void Read_ADocumentOfElastic_MeansWhatItsSourceMeans(string source, string document, string expected)
    {
        var reading = Reading.Flows(document);

        Assert.AreEqual(expected, Summary(reading.Records.Single()));
        Assert.IsTrue(FirstDocument.TryRead(Encoding.UTF8.GetBytes(document), out var row));
        Assert.AreEqual(source == "aws.vpcflow" ? "aws-vpc-flow" : source, FlowFormats.Shipped.Documents.Sources.Of(row, Encoding.UTF8.GetBytes(document)).Name);
    }

    [TestMethod]
    public void Read_FoldedTuples_GivesEachItsOwnRecord()
    {
        const string Original = """{\"category\":\"FlowLogFlowEvent\",\"macAddress\":\"0022\",\"flowRecords\":{\"flows\":[{\"flowGroups\":[{\"flowTuples\":[\"1770714000000,10.0.0.1,203.0.113.1,1000,443,6,O,B,NX,0,0,0,0\",\"1770714005000,10.0.0.2,203.0.113.2,1001,22,6,O,D,NX,1,60,0,0\",\"broken\"]}]}]}}""";
        const string Document = $$$"""{"@timestamp":"2026-02-10T09:00:10Z","azure_network_watcher_vnet.log.category":"FlowLogFlowEvent","event.original":"{{{Original}}}","source":{"ip":["10.0.0.1","10.0.0.2"]},"destination":{"ip":["203.0.113.1","203.0.113.2"],"port":[443,22]}}""";

        var reading = Reading.Flows(Document);

        Assert.HasCount(2, reading.Records);
        Assert.AreEqual("2026-02-10T09:00:00Z 2026-02-10T09:00:00Z 10.0.0.1:1000 203.0.113.1:443 Tcp Allow Flow Outbound -1 -1", Summary(reading.Records[0]));
        Assert.AreEqual("2026-02-10T09:00:05Z 2026-02-10T09:00:05Z 10.0.0.2:1001 203.0.113.2:22 Tcp Deny Flow Outbound -1 -1", Summary(reading.Records[1]));
        Assert.AreEqual(1, reading.Records[1].Index);
        Assert.Contains("'broken'", reading.Rejected.Single().Reason);
    }

    [TestMethod]
    public void Read_ListsWithoutTheirTuples_IsRejectedNotPaired()
    {
        var reading = Reading.Flows("""{"@timestamp":"2026-02-10T09:00:10Z","source":{"ip":["10.0.0.1","10.0.0.2"]},"destination":{"ip":["203.0.113.1","203.0.113.2"]}}""");

        Assert.HasCount(0, reading.Records);
        Assert.Contains("which belongs to which is lost", reading.Rejected.Single().Reason);
    }

    [TestMethod]
    public void Read_APipelineError_IsRejectedWithItsReason()
    {
        var reading = Reading.Flows(Own + "\n" + """{"@timestamp":"2026-02-10T09:00:10Z","event":{"kind":"pipeline_error","original":"x"},"error":{"message":"srcaddr is no address"}}""");

        Assert.HasCount(1, reading.Records);
        Assert.Contains("srcaddr is no address", reading.Rejected.Single().Reason);
    }

    [TestMethod]
    public void Read_EventsOfOtherKinds_AreIgnoredAndCounted()
    {
        var reading = Reading.Flows(Own + "\n" + """
            {"@timestamp":"2026-02-10T09:00:10Z","suricata":{"eve":{"event_type":"dns"}},"source":{"ip":"10.0.0.1"},"destination":{"ip":"10.0.0.2"}}
            {"@timestamp":"2026-02-10T09:00:10Z","event":{"category":["authentication"]}}
            """);

        Assert.HasCount(1, reading.Records);
        Assert.AreEqual(2, reading.Ignored);
        Assert.HasCount(0, reading.Rejected);
    }

    [TestMethod]
    public void HashOf_ADocument_IsThatOfItsOriginalElseToldElseOfItsContent()
    {
        var told = new string('a', 64);
        Assert.AreEqual(RecordHash.Of("5 vpc-1 \"eni-1\""u8), Hash(Own));
        Assert.AreEqual(told, Hash($$$"""{"fwcorrelate.record.sha256":"{{{told}}}"}""").ToString());
        Assert.AreEqual(Hash("""{"a":{"c":1.0,"b":[2]},"d":"x"}"""), Hash("""{"_index":"i","_id":"1","_source":{ "d":"x", "a":{"b":[2],"c":1.0}}}"""));
        Assert.AreNotEqual(Hash("""{"a":1}"""), Hash("""{"a":1.0}"""));
    }

    [TestMethod]
    public void Read_MutatedDocuments_AreReadRejectedOrIgnored()
    {
        Mutations.CheckLines($"{Own}\n{Own}\n", EcsFormat.FormatName);
    }

    private static RecordHash Hash(string document) => EcsIdentity.HashOf(Encoding.UTF8.GetBytes(document));

    internal static string Summary(in FlowRecord r) =>
        $"{InstantPattern.ExtendedIso.Format(r.Start.ToInstant())} {InstantPattern.ExtendedIso.Format(r.End.ToInstant())} {r.Source}:{r.SourcePort} "
        + $"{r.Destination}:{r.DestinationPort} {r.Protocol} {r.Action} {r.Kind} {r.Direction} {r.Bytes} {r.Packets}";
}
