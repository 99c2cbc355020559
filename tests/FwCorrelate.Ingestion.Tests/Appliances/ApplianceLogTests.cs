// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Appliances;

[TestClass]
public sealed class ApplianceLogTests
{
    private const string Traffic = "Jan 15 03:08:02 1,2026/01/15 03:08:02,0160,TRAFFIC,end,1,2026/01/15 03:08:02,10.8.3.21,203.0.113.77,198.51.100.20,0.0.0.0,out-rule,,,ssh,vsys1,trust,untrust,ethernet1/2,ethernet1/1,fwd,2026/01/15 03:08:02,11449,1,51022,22,40022,22,0x200000,tcp,allow,280353,96120,184233,428,2026/01/15 03:03:01,300,any,0,1,0x0,US,US,0,140,288,tcp-fin";
    private const string Threat = "Jan 15 03:03:02 1,2026/01/15 03:03:02,0160,THREAT,url,1,2026/01/15 03:03:01,10.8.3.21,203.0.113.77,0.0.0.0,0.0.0.0,out-rule,,,web-browsing,vsys1,trust,untrust,ethernet1/2,ethernet1/1,fwd,2026/01/15 03:03:01,25149,1,59309,80,0,0,0x208000,tcp,block-url,\"paste.example.com/a,b\",(9999),hacking,informational,client-to-server,0,0x0,US,US";
    private const string Forti = "<189>date=2026-01-15 time=03:08:01 devname=\"fw\" devid=\"FG1\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" vd=\"root\" eventtime=1768417681000000000 tz=\"+0800\" srcip=10.8.3.21 srcport=51022 srcintf=\"lan\" dstip=203.0.113.77 dstport=22 dstintf=\"wan\" sessionid=1 proto=6 action=\"close\" policyid=7 trandisp=\"snat\" transip=198.51.100.20 duration=300 sentbyte=96120 rcvdbyte=184233 sentpkt=140 rcvdpkt=288";
    private const string Utm = "date=2026-01-15 time=03:03:01 devid=\"FG1\" logid=\"0316013056\" type=\"utm\" subtype=\"webfilter\" srcip=10.8.3.21 srcport=51023 dstip=203.0.113.78 dstport=443 proto=6 action=\"blocked\" hostname=\"pool.example.net\" url=\"/a \\\"b\\\"\" direction=\"outgoing\" msg=\"denied category\"";
    private const string Built = "Jan 15 2026 03:03:01 fw-1 : %ASA-6-302013: Built outbound TCP connection 7 for outside:203.0.113.77/22 (203.0.113.77/22) to inside:10.8.3.21/51022 (198.51.100.20/40022)";
    private const string Teardown = "Jan 15 2026 03:08:01 fw-1 : %ASA-6-302014: Teardown TCP connection 7 for outside:203.0.113.77/22 to inside:10.8.3.21/51022 duration 0:05:00 bytes 280353 TCP FINs";
    private const string Denied = "Jan 15 2026 03:03:01: %ASA-4-106023: Deny tcp src inside:10.8.3.21/51024 dst outside:203.0.113.77/3333 by access-group \"out_acl\" [0x0, 0x0]";
    private const string Listed = "Jan 15 2026 03:03:01 fw-1 : %FTD-6-106100: access-list out_acl permitted udp inside/10.8.3.21(51025) -> outside/203.0.113.77(53) hit-cnt 1 first hit [0x0, 0x0]";

    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly Instant Began = Instant.FromUtc(2026, 1, 14, 19, 3, 1);

    [TestMethod]
    [DataRow(Traffic, "198.51.100.20")]
    [DataRow(Forti, "198.51.100.20")]
    public void Session_AtItsEnd_IsItsIntervalWithItsTranslation(string line, string translated)
    {
        var reading = Reading.Flows(line, Shanghai);
        var record = reading.Records.Single();
        Assert.AreEqual((Began, Duration.FromSeconds(300)), (record.Start.ToInstant(), record.End.ToInstant() - record.Start.ToInstant()), reading.Parser.Format.Name);
        Assert.AreEqual((280353, 184233, 428), (record.Bytes, record.BytesReceived, record.Packets));
        Assert.AreEqual((RecordKind.Flow, FirewallAction.Allow, true), (record.Kind, record.Action, record.SourceIsInitiator));
        var column = reading.Parser.Format.Mappings.Single(m => m.EcsField == "source.nat.ip").Column;
        Assert.AreEqual(translated, reading.Field(0, column));
    }

    [TestMethod]
    public void PanOs_NatOfZeros_IsNone() => Assert.AreEqual("", Reading.Flows(Traffic, Shanghai).Field(0, "natdst"));

    [TestMethod]
    public void PanOs_Start_IsReportedAgainByTheEnd() => Assert.IsTrue(Reading.Flows(Traffic.Replace("TRAFFIC,end", "TRAFFIC,start", StringComparison.Ordinal), Shanghai).Records.Single().IsInterim);

    [TestMethod]
    public void PanOs_Threat_KeepsCommasOfQuotedCells()
    {
        var reading = Reading.Flows(Threat, Shanghai);
        var record = reading.Records.Single();
        Assert.AreEqual((RecordKind.Alert, FirewallAction.Deny, 80, Began), (record.Kind, record.Action, (int)record.DestinationPort, record.Start.ToInstant()));
        Assert.AreEqual(("paste.example.com/a,b", "client-to-server"), (reading.Field(0, "misc"), reading.Field(0, "direction")));
    }

    [TestMethod]
    [DataRow("1768417681")]
    [DataRow("1768417681000")]
    [DataRow("1768417681000000000")]
    public void FortiGate_EventTime_IsJudgedByItsMagnitude(string stamp) => Assert.AreEqual(
        Began, Reading.Flows(Forti.Replace("1768417681000000000", stamp, StringComparison.Ordinal)).Records.Single().Start.ToInstant());

    [TestMethod]
    public void FortiGate_WithoutEventTime_IsOfTheCasesZoneUnlessItTellsItsOwn()
    {
        Assert.AreEqual(Began, Reading.Flows(Utm, Shanghai).Records.Single().Start.ToInstant());
        Assert.AreEqual(Began, Reading.Flows(Utm.Replace(" devid", " tz=\"+0800\" devid", StringComparison.Ordinal)).Records.Single().Start.ToInstant());
    }

    [TestMethod]
    public void FortiGate_Utm_IsAnAlertOfItsOwnVocabulary()
    {
        var reading = Reading.Flows(Utm, Shanghai);
        var record = reading.Records.Single();
        Assert.AreEqual((RecordKind.Alert, FirewallAction.Deny, FlowDirection.Outbound), (record.Kind, record.Action, record.Direction));
        Assert.AreEqual("pool.example.net", reading.Field(0, "hostname"));
    }

    [TestMethod]
    public void Asa_Built_NamesWhoOpenedByItsWord()
    {
        var reading = Reading.Flows(Built, Shanghai);
        var record = reading.Records.Single();
        Assert.AreEqual(("10.8.3.21", 51022, "203.0.113.77", 22), (record.Source.ToString(), (int)record.SourcePort, record.Destination.ToString(), (int)record.DestinationPort));
        Assert.AreEqual((true, FlowDirection.Outbound, true, Began), (record.SourceIsInitiator, record.Direction, record.IsInterim, record.Start.ToInstant()));
        Assert.AreEqual(("198.51.100.20", ""), (reading.Field(0, "mapped_source"), reading.Field(0, "mapped_destination")));
        var inbound = Reading.Flows(Built.Replace("outbound", "inbound", StringComparison.Ordinal), Shanghai).Records.Single();
        Assert.AreEqual("203.0.113.77", inbound.Source.ToString());
    }

    [TestMethod]
    public void Asa_Teardown_IsTheIntervalAndNamesNobody()
    {
        var record = Reading.Flows(Teardown, Shanghai).Records.Single();
        Assert.AreEqual((Began, Duration.FromSeconds(300), 280353, false), (record.Start.ToInstant(), record.End.ToInstant() - record.Start.ToInstant(), record.Bytes, record.SourceIsInitiator));
    }

    [TestMethod]
    [DataRow(Denied, FirewallAction.Deny, 3333, TransportProtocol.Tcp)]
    [DataRow(Listed, FirewallAction.Allow, 53, TransportProtocol.Udp)]
    public void Asa_AccessList_IsAFlowWithItsVerdict(string line, FirewallAction action, int port, TransportProtocol protocol)
    {
        var reading = Reading.Flows(line, Shanghai);
        var record = reading.Records.Single();
        Assert.AreEqual(("10.8.3.21", action, port, protocol), (record.Source.ToString(), record.Action, (int)record.DestinationPort, record.Protocol));
        Assert.AreEqual("out_acl", reading.Field(0, "access_list"));
    }

    [TestMethod]
    [DataRow("panos", Traffic + "\n" + Threat)]
    [DataRow("fortigate", Forti + "\n" + Utm)]
    [DataRow("cisco-asa", Built + "\n" + Teardown + "\n" + Denied + "\n" + Listed)]
    public void Text_Mutated_NeverThrowsAndAccountsForEveryLine(string format, string text) => Mutations.CheckLines(text, format);
}
