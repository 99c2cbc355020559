// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Zeek;

[TestClass]
public sealed class ZeekTests
{
    private const string Preamble = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2026-02-10-09-00-00\n";
    private const string Fields = "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\tresp_pkts\tip_proto\n";
    private const string Tunnel = "1768417381.250000\tC1\t10.8.3.21\t51022\t203.0.113.77\t22\ttcp\tssh\t300.5\t96120\t184233\tSF\tShADadFf\t140\t288\t6\n";
    private const string Log = Preamble + Fields + Tunnel;

    [TestMethod]
    public void Text_Connection_IsTheIntervalItLasted()
    {
        var reading = Reading.Flows(Log);
        var record = reading.Records.Single();
        Assert.AreEqual(Instant.FromUnixTimeMilliseconds(1768417381250), record.Start.ToInstant());
        Assert.AreEqual(Duration.FromMilliseconds(300_500), record.End.ToInstant() - record.Start.ToInstant());
        Assert.AreEqual(("10.8.3.21", 51022, "203.0.113.77", 22), (record.Source.ToString(), (int)record.SourcePort, record.Destination.ToString(), (int)record.DestinationPort));
        Assert.AreEqual((280353, 184233, 428), (record.Bytes, record.BytesReceived, record.Packets));
        Assert.AreEqual((TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Fin, true, true), (record.TcpFlags, record.HasTcpFlags, record.SourceIsInitiator));
        Assert.AreEqual(8, record.Line);
        Assert.AreEqual(7, reading.Ignored);
        Assert.AreEqual("C1", reading.Field(0, "uid"));
    }

    [TestMethod]
    public void Json_FlatNames_GiveTheSameRecord()
    {
        var record = Reading.Flows("""
            {"ts":1768417381.25,"uid":"C1","id.orig_h":"10.8.3.21","id.orig_p":51022,"id.resp_h":"203.0.113.77","id.resp_p":22,"proto":"tcp","duration":300.5,"orig_bytes":96120,"resp_bytes":184233,"conn_state":"SF","history":"ShADadFf"}
            """).Records.Single();
        var text = Reading.Flows(Log).Records.Single();
        Assert.AreEqual((text.Start, text.End, text.Bytes, text.TcpFlags), (record.Start, record.End, record.Bytes, record.TcpFlags));
    }

    [TestMethod]
    public void Json_IsoStamps_AreRead() => Assert.AreEqual(
        Instant.FromUnixTimeMilliseconds(1768417381250),
        Reading.Flows("{\"ts\":\"2026-01-14T19:03:01.250000Z\",\"id.orig_h\":\"10.8.3.21\",\"id.resp_h\":\"203.0.113.77\",\"proto\":\"udp\"}").Records.Single().Start.ToInstant());

    [TestMethod]
    [DataRow("REJ", "Sr")]
    [DataRow("RSTO", "ShR")]
    public void Connection_Refused_IsNoVerdictOfAFirewall(string state, string history)
    {
        var record = Reading.Flows(Log.Replace("SF\tShADadFf", $"{state}\t{history}", StringComparison.Ordinal)).Records.Single();
        Assert.AreEqual(FirewallAction.Unknown, record.Action);
        Assert.IsTrue(record.TcpFlags.HasFlag(TcpFlags.Reset));
    }

    [TestMethod]
    [DataRow("OTH", "DadA")]
    [DataRow("SF", "^hADad")]
    public void Connection_SeenMidway_HasNoKnownInitiator(string state, string history) =>
        Assert.IsFalse(Reading.Flows(Log.Replace("SF\tShADadFf", $"{state}\t{history}", StringComparison.Ordinal)).Records.Single().SourceIsInitiator);

    [TestMethod]
    public void Connection_StillOpen_HasNoDuration()
    {
        var record = Reading.Flows(Log.Replace("300.5", "-", StringComparison.Ordinal)).Records.Single();
        Assert.AreEqual(record.Start, record.End);
    }

    [TestMethod]
    public void Icmp_TypeAndCode_StandInThePlaceOfPorts()
    {
        var reading = Reading.Flows(Log.Replace("51022", "8", StringComparison.Ordinal).Replace("\t22\ttcp", "\t0\ticmp", StringComparison.Ordinal));
        var record = reading.Records.Single();
        Assert.AreEqual((0, 0, TransportProtocol.Icmp), ((int)record.SourcePort, (int)record.DestinationPort, record.Protocol));
        Assert.AreEqual(("8", "0"), (reading.Field(0, "icmp-type"), reading.Field(0, "icmp-code")));
    }

    [TestMethod]
    public void Notice_OfAHost_IsAnAlertAndOneOfNoHostIsPassedOver()
    {
        const string notices = "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tnote\tmsg\tsrc\tdst\tp\n"
            + "1768417381.2\t-\t-\t-\t-\t-\t-\tScan::Port_Scan\t10.8.3.21 scanned\t10.8.3.21\t203.0.113.77\t22\n"
            + "1768417382.2\t-\t-\t-\t-\t-\t-\tCaptureLoss::Too_Much_Loss\tlost\t-\t-\t-\n";
        var reading = Reading.Flows(notices);
        Assert.AreEqual((RecordKind.Alert, FirewallAction.Alert), (reading.Records.Single().Kind, reading.Records.Single().Action));
        Assert.IsEmpty(reading.Rejected);
        Assert.AreEqual("Scan::Port_Scan", reading.Field(0, "note"));
    }

    [TestMethod]
    public void Text_HeaderThatChanges_IsFollowed()
    {
        var reading = Reading.Flows(Log + "#close\t2026-02-10-10-00-00\n#fields\tts\tid.orig_h\tid.resp_h\tproto\n1768417399.0\t10.8.3.22\t203.0.113.78\ttcp\n");
        Assert.HasCount(2, reading.Records);
        Assert.AreEqual("10.8.3.22", reading.Records[1].Source.ToString());
        Assert.AreEqual("C1", reading.Field(0, "uid"));
    }

    [TestMethod]
    public void Text_HeaderOfAsManyOtherColumns_IsRefused()
    {
        var reading = Reading.Flows(Log + Fields.Replace("orig_bytes\tresp_bytes", "resp_bytes\torig_bytes", StringComparison.Ordinal) + Tunnel);
        Assert.HasCount(1, reading.Records);
        StringAssert.Contains(reading.Rejected.Single().Reason, "cut the file in two");
    }

    [TestMethod]
    public void Text_Mutated_NeverThrowsAndAccountsForEveryLine() => Mutations.CheckLines(Log + Tunnel, "zeek-log");
}
