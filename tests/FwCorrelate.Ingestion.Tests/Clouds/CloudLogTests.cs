// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Clouds;

[TestClass]
public sealed class CloudLogTests
{
    private const string GcpFlow = """{"insertId":"a1","jsonPayload":{"bytes_sent":"1776","connection":{"dest_ip":"203.0.113.77","dest_port":22,"protocol":6,"src_ip":"10.8.3.21","src_port":51022},"end_time":"2026-01-14T19:08:01.750000001Z","packets_sent":"7","reporter":"SRC","src_instance":{"vm_name":"worker-1","zone":"us-east1-b","region":"us-east1"},"src_vpc":{"vpc_name":"train"},"start_time":"2026-01-14T19:03:01.25Z"},"logName":"projects/p/logs/compute.googleapis.com%2Fvpc_flows","receiveTimestamp":"2026-01-14T19:18:10Z","timestamp":"2026-01-14T19:18:10Z","resource":{"labels":{"project_id":"p"}}}""";
    private const string GcpRule = """{"insertId":"b1","jsonPayload":{"connection":{"dest_ip":"203.0.113.77","dest_port":3333,"protocol":6,"src_ip":"10.8.3.21","src_port":51022},"disposition":"DENIED","instance":{"vm_name":"worker-1"},"rule_details":{"action":"DENY","direction":"EGRESS","reference":"network:train/firewall:deny-pools","priority":1000},"vpc":{"vpc_name":"train"}},"logName":"projects/p/logs/compute.googleapis.com%2Ffirewall","receiveTimestamp":"2026-01-14T19:03:08Z","timestamp":"2026-01-14T19:03:01.25Z"}""";
    private const string GcpThreat = """{"insertId":"c1","jsonPayload":{"action":"ALLOW","connection":{"clientIp":"10.8.3.21","clientPort":40311,"serverIp":"192.0.2.55","serverPort":3333,"protocol":6},"threatDetails":{"threat":"Stratum Mining Protocol Detection","severity":"HIGH"}},"logName":"projects/p/logs/networksecurity.googleapis.com%2Ffirewall_threat","timestamp":"2026-01-14T19:08:50.123456789Z"}""";
    private const string CloudIds = """{"jsonPayload":{"alert_severity":"HIGH","alert_time":"2026-01-14T19:08:50Z","name":"Reverse shell","threat_id":"1234","source_ip_address":"192.0.2.55","source_port":"4444","destination_ip_address":"10.8.3.21","destination_port":"40311","ip_protocol":"tcp","direction":"server-to-client"},"logName":"projects/p/logs/ids.googleapis.com%2Fthreat","timestamp":"2026-01-14T19:08:55Z"}""";
    private const string Tgw = "version tgw-id tgw-attachment-id tgw-src-vpc-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status tcp-flags flow-direction region\n"
        + "6 tgw-1 tgw-attach-1 vpc-1 10.0.0.1 10.0.1.1 12345 443 6 10 1000 1768417381 1768417440 OK 2 ingress us-east-1\n"
        + "6 tgw-1 tgw-attach-1 - - - - - - - - 1768417440 1768417500 SKIPDATA - - us-east-1\n";

    private const string FirewallNetflow = """{"firewall_name":"fw-1","availability_zone":"us-east-2a","event_timestamp":"1768418000","event":{"timestamp":"2026-01-14T19:13:20.000000+0000","flow_id":706471429191862,"event_type":"netflow","src_ip":"10.8.3.21","src_port":51022,"dest_ip":"203.0.113.77","dest_port":22,"proto":"TCP","netflow":{"pkts":10,"bytes":4000,"start":"2026-01-14T19:03:01.250000+0000","end":"2026-01-14T19:08:01.750000+0000","age":300},"tcp":{"tcp_flags":"13","syn":true,"fin":true,"ack":true}}}""";
    private const string FirewallAlert = """{"firewall_name":"fw-1","availability_zone":"us-east-2a","event_timestamp":"1768417500","event":{"timestamp":"2026-01-14T19:03:01.250000+0000","flow_id":1,"event_type":"alert","src_ip":"10.8.3.21","src_port":51022,"dest_ip":"203.0.113.77","dest_port":3333,"proto":"TCP","alert":{"action":"allowed","signature_id":9,"signature":"Mining pool","severity":1},"verdict":{"action":"drop"}}}""";
    private const string Resolver = """{"version":"1.100000","account_id":"9","region":"us-east-1","vpc_id":"vpc-1","query_timestamp":"2026-01-14T19:03:01Z","query_name":"pool.example.net.","query_type":"A","query_class":"IN","rcode":"NOERROR","answers":[{"Rdata":"203.0.113.77","Type":"A","Class":"IN"}],"srcaddr":"10.8.3.21","srcport":"41000","transport":"UDP","srcids":{"instance":"i-1"},"firewall_rule_action":"BLOCK"}""";
    private const string Vnet = """{"time":"2026-01-14T19:04:00Z","flowLogVersion":4,"macAddress":"00224871C205","category":"FlowLogFlowEvent","operationName":"FlowLogFlowEvent","targetResourceID":"/x","flowRecords":{"flows":[{"aclID":"a","flowGroups":[{"rule":"Out","flowTuples":["1768417381250,10.8.3.21,203.0.113.77,51022,22,6,O,B,NX,0,0,0,0","1768417681750,10.8.3.21,203.0.113.77,51022,22,6,O,E,NX,140,96120,288,184233","1768417681750,10.8.3.21,203.0.113.77,51023,3333,6,O,D,NX,0,0,0,0","broken"]}]}]}}""";
    private const string NsgV1 = """{"records":[{"time":"2026-01-14T19:04:00Z","category":"NetworkSecurityGroupFlowEvent","resourceId":"/x","operationName":"NetworkSecurityGroupFlowEvents","properties":{"Version":1,"flows":[{"rule":"DenyIn","flows":[{"mac":"000D3AF87856","flowTuples":["1768417381,192.0.2.95,10.1.0.4,51529,5358,T,I,D"]}]},{"rule":"AllowOut","flows":[{"mac":"000D3AF87856","flowTuples":["1768417382,10.1.0.4,192.0.2.95,51530,53,U,O,A"]}]}]}}]}""";

    [TestMethod]
    public void GcpFlow_Stamps_AreOfThePacketsNeverOfTheEntry()
    {
        var reading = Reading.Flows(GcpFlow);
        var record = reading.Records.Single();
        Assert.AreEqual((Instant.FromUnixTimeMilliseconds(1768417381250), Instant.FromUnixTimeMilliseconds(1768417681750) + Duration.FromNanoseconds(1)), (record.Start.ToInstant(), record.End.ToInstant()));
        Assert.AreEqual((1776, 0, 7), (record.Bytes, record.BytesReceived, record.Packets));
        Assert.AreEqual((FlowDirection.Outbound, true, FirewallAction.Unknown), (record.Direction, record.IsSampled, record.Action));
        Assert.AreEqual("train", reading.Field(0, "jsonPayload.src_vpc.vpc_name"));
    }

    [TestMethod]
    public void GcpFlow_OfIcmp_HasNoPorts()
    {
        var record = Reading.Flows(GcpFlow.Replace("\"dest_port\":22,\"protocol\":6", "\"protocol\":1", StringComparison.Ordinal).Replace(",\"src_port\":51022", "", StringComparison.Ordinal)).Records.Single();
        Assert.AreEqual((TransportProtocol.Icmp, 0, 0), (record.Protocol, (int)record.SourcePort, (int)record.DestinationPort));
    }

    [TestMethod]
    public void GcpRule_Denied_IsAFlowOfItsFirstPacket()
    {
        var reading = Reading.Flows(GcpRule);
        var record = reading.Records.Single();
        Assert.AreEqual((RecordKind.Flow, FirewallAction.Deny, FlowDirection.Outbound, true), (record.Kind, record.Action, record.Direction, record.SourceIsInitiator));
        Assert.AreEqual(Instant.FromUnixTimeMilliseconds(1768417381250), record.Start.ToInstant());
        Assert.AreEqual("network:train/firewall:deny-pools", reading.Field(0, "jsonPayload.rule_details.reference"));
    }

    [TestMethod]
    public void GcpRule_Intercepted_IsUndecided() => Assert.AreEqual(
        FirewallAction.Unknown, Reading.Flows(GcpRule.Replace("DENIED", "INTERCEPTED", StringComparison.Ordinal)).Records.Single().Action);

    [TestMethod]
    [DataRow(GcpThreat, "192.0.2.55", 3333)]
    [DataRow(CloudIds, "192.0.2.55", 4444)]
    public void GcpThreat_ClientAndServer_AreTheConnectionsOrder(string line, string server, int port)
    {
        var record = Reading.Flows(line).Records.Single();
        Assert.AreEqual((RecordKind.Alert, FirewallAction.Alert), (record.Kind, record.Action));
        Assert.AreEqual(("10.8.3.21", server, port), (record.Source.ToString(), record.Destination.ToString(), (int)record.DestinationPort));
    }

    [TestMethod]
    public void Tgw_ColumnsOfTheHeader_AreReadAndLossIsKept()
    {
        var reading = Reading.Flows(Tgw);
        Assert.AreEqual((RecordKind.Flow, RecordKind.SkipData), (reading.Records[0].Kind, reading.Records[1].Kind));
        Assert.AreEqual((TcpFlags.Syn, FlowDirection.Inbound, FirewallAction.Unknown, 0), (reading.Records[0].TcpFlags, reading.Records[0].Direction, reading.Records[0].Action, (int)reading.Records[0].BytesReceived));
        Assert.AreEqual("vpc-1", reading.Field(0, "tgw_src_vpc_id"));
        Assert.AreEqual("aws-tgw-flow", reading.Parser.Format.Name);
    }

    [TestMethod]
    public void NetworkFirewall_Netflow_IsOneDirectionOfItsInterval()
    {
        var record = Reading.Flows(FirewallNetflow).Records.Single();
        Assert.AreEqual(Duration.FromMilliseconds(300_500), record.End.ToInstant() - record.Start.ToInstant());
        Assert.AreEqual((4000, 0, TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Ack), (record.Bytes, record.BytesReceived, record.TcpFlags));
        Assert.AreEqual(SensorId.Of("fw-1"u8), record.Sensor);
    }

    [TestMethod]
    public void NetworkFirewall_Verdict_IsTheBetterAnswerThanTheAlerts()
    {
        var reading = Reading.Flows(FirewallAlert);
        Assert.AreEqual((RecordKind.Alert, FirewallAction.Drop), (reading.Records.Single().Kind, reading.Records.Single().Action));
        Assert.AreEqual("Mining pool", reading.Field(0, "event.alert.signature"));
    }

    [TestMethod]
    public void Resolver_Query_TellsTheNameAndNoDestination()
    {
        var reading = Reading.Flows(Resolver);
        var record = reading.Records.Single();
        Assert.AreEqual((RecordKind.Alert, FirewallAction.Deny, true, 53), (record.Kind, record.Action, record.Destination.IsNone, (int)record.DestinationPort));
        Assert.AreEqual(("pool.example.net.", "i-1"), (reading.Field(0, "query_name"), reading.Field(0, "srcids.instance")));
    }

    [TestMethod]
    [DataRow("TCP request from 10.8.3.21:51022 to 203.0.113.77:22. Action: Deny. ", "203.0.113.77", 22, "", FirewallAction.Deny)]
    [DataRow("HTTPS request from 10.8.3.21:51022 to Files.example.org:443. Action: Allow. Policy: p.", "", 443, "files.example.org", FirewallAction.Allow)]
    [DataRow("ICMP Type=8 request from 10.8.3.21 to 203.0.113.77. Action: Deny. ", "203.0.113.77", 0, "", FirewallAction.Deny)]
    public void AzureFirewall_Sentence_IsTakenApart(string sentence, string destination, int port, string host, FirewallAction action)
    {
        var reading = Reading.Flows("{\"category\":\"AzureFirewallNetworkRule\",\"properties\":{\"msg\":\"" + sentence + "\"},\"time\":\"2026-01-14T19:03:01.25Z\"}");
        var record = reading.Records.Single();
        Assert.AreEqual((destination, port, action), (record.Destination.ToString(), (int)record.DestinationPort, record.Action));
        Assert.AreEqual(host, reading.Field(0, "requested-host"));
    }

    [TestMethod]
    public void Vnet_EachTuple_IsARecordOfItsOwn()
    {
        var reading = Reading.Flows(Vnet);
        Assert.HasCount(3, reading.Records);
        Assert.AreSequenceEqual([0, 1, 2], reading.Records.Select(r => (int)r.Index));
        Assert.AreEqual((-1, 280353, 184233), (reading.Records[0].Bytes, reading.Records[1].Bytes, reading.Records[1].BytesReceived));
        Assert.AreEqual((FirewallAction.Allow, FirewallAction.Deny), (reading.Records[0].Action, reading.Records[2].Action));
        Assert.AreEqual(Instant.FromUnixTimeMilliseconds(1768417381250), reading.Records[0].Start.ToInstant());
        StringAssert.Contains(reading.Rejected.Single().Reason, "'broken'");
        Assert.AreEqual(("Out", "00224871C205"), (reading.Field(0, "rule"), reading.Field(0, "macAddress")));
        Assert.AreEqual(SensorId.Of("00224871C205"u8), reading.Records[0].Sensor);
    }

    [TestMethod]
    public void Nsg_VersionOne_EndsWithItsDecision()
    {
        var reading = Reading.Flows(NsgV1);
        Assert.AreSequenceEqual([FirewallAction.Deny, FirewallAction.Allow], reading.Records.Select(r => r.Action));
        Assert.AreSequenceEqual([TransportProtocol.Tcp, TransportProtocol.Udp], reading.Records.Select(r => r.Protocol));
        Assert.AreEqual("", reading.Field(0, "rule"));
        Assert.AreEqual("000D3AF87856", reading.Field(0, "mac"));
    }

    [TestMethod]
    [DataRow("gcp-vpc-flow", GcpFlow)]
    [DataRow("gcp-firewall", GcpRule)]
    [DataRow("gcp-firewall", CloudIds)]
    [DataRow("aws-tgw-flow", Tgw)]
    [DataRow("aws-network-firewall", FirewallNetflow)]
    [DataRow("aws-resolver-query", Resolver)]
    public void Text_Mutated_NeverThrowsAndAccountsForEveryLine(string format, string text) => Mutations.CheckLines(text + "\n" + text, format);

    [TestMethod]
    [DataRow(Vnet)]
    [DataRow(NsgV1)]
    public void Azure_Mutated_NeverThrowsAndLeavesNoLineUntold(string text) => Mutations.Check(text + "\n" + text, mutated =>
    {
        var reading = Reading.Flows(mutated, force: "azure-flow");
        Assert.IsTrue(reading.Records.All(r => r.End >= r.Start && r.BytesReceived <= r.Bytes));
        Assert.IsGreaterThan(0, reading.Records.Count + reading.Rejected.Count + reading.Ignored);
    });
}
