// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Hosts;

[TestClass]
public sealed class HostLogTests
{
    private const string Packet = "Jan 14 19:03:01 node-7 kernel: [50028442.088484] [FW_BLOCKED_OTHER] IN=veth1 OUT=eth0 MAC=00:08:a2:0c:1f:12:00:c8:8b:e2:d6:87:08:00 SRC=10.8.3.21 DST=203.0.113.77 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=1 DF PROTO=TCP SPT=51022 DPT=3333 WINDOW=64240 RES=0x00 SYN URGP=0";
    private const string UdpPacket = "<6>2026-01-14T19:03:01Z node-7 kernel: [wan-lan-default-A]IN=eth0 OUT= MAC=00 SRC=203.0.113.77 DST=10.8.3.21 LEN=76 TTL=64 ID=2 PROTO=UDP SPT=53 DPT=49007 LEN=56";
    private const string IcmpError = "2026-01-14T19:03:01Z node-7 kernel: DENY: IN= OUT=eth0 SRC=192.0.2.71 DST=192.0.2.83 LEN=88 PROTO=ICMP TYPE=3 CODE=3 [SRC=192.0.2.83 DST=198.51.100.191 LEN=60 PROTO=UDP SPT=21458 DPT=62936 LEN=40 ]";
    private const string FilterTcp = "<134>1 2026-01-14T19:03:01+02:00 fw.example.org filterlog 69805 - [meta sequenceId=\"1\"] 124,,,fae559338f65e11c53669fc3642c93c2,ixl1_vlan70,match,pass,out,4,0x0,,63,5687,0,DF,6,tcp,60,10.8.3.21,203.0.113.77,51022,22,0,S,33:44,,65535,,mss;sackOK";
    private const string FilterSix = "<134>Jan 14 19:03:01 filterlog[15307]: 6,,,1000000105,igb1.27,match,block,in,6,0x00,0xf6279,1,UDP,17,32,2001:db8::5,2001:db8::9,546,547,32";
    private const string Hubble = """{"flow":{"time":"2026-01-14T19:03:01.136834446Z","verdict":"DROPPED","drop_reason_desc":"POLICY_DENIED","IP":{"source":"203.0.113.77","destination":"10.0.2.16","ipVersion":"IPv4"},"l4":{"TCP":{"source_port":22,"destination_port":51022,"flags":{"SYN":true,"ACK":true}}},"destination":{"pod_name":"worker-1","namespace":"rl"},"Type":"L3_L4","node_name":"n1","is_reply":true,"event_type":{"type":4,"sub_type":3},"traffic_direction":"INGRESS","Summary":"TCP Flags: SYN, ACK"},"node_name":"n1","time":"2026-01-14T19:03:01.136834446Z"}""";
    private const string HubbleDns = """{"time":"2026-01-14T19:03:01Z","verdict":"FORWARDED","IP":{"source":"10.0.2.16","destination":"10.0.0.10"},"l4":{"UDP":{"source_port":40000,"destination_port":53}},"Type":"L7","l7":{"type":"REQUEST","dns":{"query":"pool.example.net."}},"source":{"pod_name":"worker-1"},"node_name":"n1","event_type":{"type":129},"Summary":"DNS Query pool.example.net. A"}""";
    private const string Calico = """{"host":"n1","start_time":1768417381,"end_time":1768417681,"action":"deny","bytes_in":60,"bytes_out":0,"source_ip":"10.8.3.21","source_port":51022,"source_name":"worker-1","source_namespace":"rl","dest_ip":"203.0.113.77","dest_name":"-","dest_name_aggr":"pub","dest_port":3333,"proto":"tcp","reporter":"dst"}""";
    private const string Goldmane = """{"Key":{"source_name":"worker-*","source_namespace":"rl","dest_name":"pub","dest_port":22,"proto":"tcp","reporter":"Src","action":"Allow"},"start_time":1768417381,"end_time":1768417396,"packets_in":301,"packets_out":288,"bytes_in":36846,"bytes_out":19224}""";
    private const string Nfdump = "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,ra,tr\n"
        + "2026-01-15 03:03:01,2026-01-15 03:08:01,300.000,10.8.3.21,203.0.113.77,51022,22,TCP,...AP.SF,0,0,36,3775,0,0,192.0.2.1,2026-01-15 07:00:11.821\n"
        + "2026-01-15 03:03:01,2026-01-15 03:03:01,0.000,10.8.3.21,203.0.113.77,0,2048,ICMP,........,0,0,1,84,0,0,192.0.2.1,2026-01-15 07:00:11.821\n"
        + "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,3859,37,102,0,104\n";

    private const string NfdumpJson = """[{"type":"FLOW","sampled":0,"first":"2026-01-15T03:03:01.250","last":"2026-01-15T03:08:01.750","received":"2026-01-15T07:00:11.821","in_packets":36,"in_bytes":3775,"proto":6,"tcp_flags":"...AP.SF","src_port":51022,"dst_port":22,"src4_addr":"10.8.3.21","dst4_addr":"203.0.113.77"}]""";

    [TestMethod]
    public void Packet_OfTheKernel_HasItsVerdictInThePrefix()
    {
        var reading = Reading.Flows(Packet, end: new YearMonth(2026, 1));
        var record = reading.Records.Single();
        Assert.AreEqual(Instant.FromUtc(2026, 1, 14, 19, 3, 1), record.Start.ToInstant());
        Assert.AreEqual((FirewallAction.Drop, TcpFlags.Syn, true), (record.Action, record.TcpFlags, record.HasTcpFlags));
        Assert.AreEqual(("10.8.3.21", 3333, FlowDirection.Unknown, 60, 1), (record.Source.ToString(), (int)record.DestinationPort, record.Direction, record.Bytes, record.Packets));
        Assert.AreEqual(("[FW_BLOCKED_OTHER]", "node-7"), (reading.Field(0, "prefix"), reading.Field(0, "host")));
        Assert.AreEqual(SensorId.Of("node-7"u8), record.Sensor);
    }

    [TestMethod]
    public void Packet_StampWithoutAYear_IsRefusedUntilTheCaseNamesIt()
    {
        StringAssert.Contains(Reading.Flows(Packet).Rejected.Single().Reason, "years: {SOURCE: 2026}");
        Assert.AreEqual(2025, Reading.Flows(Packet.Replace("Jan 14", "Dec 31", StringComparison.Ordinal), end: new YearMonth(2026, 1)).Records.Single().Start.ToInstant().InUtc().Year);
    }

    [TestMethod]
    public void Packet_OfUdp_HasTheLengthOfIpAndTouchesItsPrefix()
    {
        var reading = Reading.Flows(UdpPacket);
        var record = reading.Records.Single();
        Assert.AreEqual((76, FirewallAction.Allow, FlowDirection.Inbound, TransportProtocol.Udp), (record.Bytes, record.Action, record.Direction, record.Protocol));
    }

    [TestMethod]
    public void Packet_OfAnIcmpError_IsTheErrorAndNotWhatItTellsOf()
    {
        var reading = Reading.Flows(IcmpError);
        var record = reading.Records.Single();
        Assert.AreEqual(("192.0.2.71", "192.0.2.83", TransportProtocol.Icmp, 0), (record.Source.ToString(), record.Destination.ToString(), record.Protocol, (int)record.DestinationPort));
        Assert.AreEqual((FirewallAction.Deny, FlowDirection.Outbound, "3"), (record.Action, record.Direction, reading.Field(0, "icmp-type")));
    }

    [TestMethod]
    public void Filterlog_OfVersionFour_IsReadByPlaces()
    {
        var reading = Reading.Flows(FilterTcp);
        var record = reading.Records.Single();
        Assert.AreEqual(Instant.FromUtc(2026, 1, 14, 17, 3, 1), record.Start.ToInstant());
        Assert.AreEqual((FirewallAction.Allow, FlowDirection.Outbound, TcpFlags.Syn, 22), (record.Action, record.Direction, record.TcpFlags, (int)record.DestinationPort));
        Assert.AreEqual(("ixl1_vlan70", "fw.example.org"), (reading.Field(0, "interface"), reading.Field(0, "host")));
    }

    [TestMethod]
    public void Filterlog_OfVersionSix_HasNumberAndNameOfTheProtocolSwapped()
    {
        var record = Reading.Flows(FilterSix, end: new YearMonth(2026, 12)).Records.Single();
        Assert.AreEqual(("2001:db8::5", 547, TransportProtocol.Udp, FirewallAction.Drop), (record.Source.ToString(), (int)record.DestinationPort, record.Protocol, record.Action));
    }

    [TestMethod]
    public void Filterlog_LinesOfOtherPrograms_ArePassedOver()
    {
        var reading = Reading.Flows(FilterTcp + "\n<30>Jan 14 19:03:02 fw unbound[75499]: info: 192.0.2.1 example.org. A IN\n");
        Assert.AreEqual((1, 0, 1), (reading.Records.Count, reading.Rejected.Count, (int)reading.Ignored));
    }

    [TestMethod]
    public void Hubble_Reply_IsPutInTheConnectionsOrder()
    {
        var reading = Reading.Flows(Hubble);
        var record = reading.Records.Single();
        Assert.AreEqual(("10.0.2.16", 22, true), (record.Source.ToString(), (int)record.DestinationPort, record.SourceIsInitiator));
        Assert.AreEqual((FirewallAction.Drop, FlowDirection.Inbound, TcpFlags.Syn | TcpFlags.Ack), (record.Action, record.Direction, record.TcpFlags));
        Assert.AreEqual("POLICY_DENIED", reading.Field(0, "flow.drop_reason_desc"));
    }

    [TestMethod]
    public void Hubble_ReplyNotTold_LeavesTheInitiatorUnknown()
    {
        var reading = Reading.Flows(HubbleDns);
        var record = reading.Records.Single();
        Assert.AreEqual((TransportProtocol.Udp, 40000, false), (record.Protocol, (int)record.SourcePort, record.SourceIsInitiator));
        Assert.AreEqual(("pool.example.net.", "worker-1"), (reading.Field(0, "l7.dns.query"), reading.Field(0, "source.pod_name")));
    }

    [TestMethod]
    public void Calico_ReporterAtTheDestination_CountsFromItsSide()
    {
        var record = Reading.Flows(Calico).Records.Single();
        Assert.AreEqual((60, 0, FirewallAction.Deny, FlowDirection.Inbound), (record.BytesSent, record.BytesReceived, record.Action, record.Direction));
    }

    [TestMethod]
    public void Goldmane_WithoutAddresses_KeepsNamesPortAndCounts()
    {
        var reading = Reading.Flows(Goldmane);
        var record = reading.Records.Single();
        Assert.IsFalse(record.HasAddresses);
        Assert.AreEqual((22, 19224, 36846), ((int)record.DestinationPort, record.BytesSent, record.BytesReceived));
        Assert.AreEqual("worker-*", reading.Field(0, "Key.source_name"));
    }

    [TestMethod]
    public void Nfdump_Stamps_AreOfTheCasesZoneAndTheSummaryIsNoRecord()
    {
        var reading = Reading.Flows(Nfdump, DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
        Assert.AreEqual((2, 0, 4), (reading.Records.Count, reading.Rejected.Count, (int)reading.Ignored));
        Assert.AreEqual(Instant.FromUtc(2026, 1, 14, 19, 3, 1), reading.Records[0].Start.ToInstant());
        Assert.AreEqual((3775, 0, TcpFlags.Ack | TcpFlags.Push | TcpFlags.Syn | TcpFlags.Fin), (reading.Records[0].Bytes, reading.Records[0].BytesReceived, reading.Records[0].TcpFlags));
        Assert.AreEqual((0, "8", "0"), ((int)reading.Records[1].DestinationPort, reading.Field(1, "icmp-type"), reading.Field(1, "icmp-code")));
    }

    [TestMethod]
    public void Nfdump_Json_GivesTheSameFlow()
    {
        var record = Reading.Flows(NfdumpJson, DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Records.Single();
        Assert.AreEqual((Instant.FromUnixTimeMilliseconds(1768417381250), 3775, 51022), (record.Start.ToInstant(), record.Bytes, (int)record.SourcePort));
    }

    [TestMethod]
    [DataRow("netfilter", UdpPacket + "\n" + IcmpError + "\n" + Packet)]
    [DataRow("pf-filterlog", FilterTcp + "\n" + FilterSix)]
    [DataRow("cilium-hubble", Hubble + "\n" + HubbleDns)]
    [DataRow("calico", Calico + "\n" + Goldmane)]
    [DataRow("nfdump", Nfdump)]
    public void Text_Mutated_NeverThrowsAndAccountsForEveryLine(string format, string text) => Mutations.CheckLines(text, format, new YearMonth(2026, 3));
}
