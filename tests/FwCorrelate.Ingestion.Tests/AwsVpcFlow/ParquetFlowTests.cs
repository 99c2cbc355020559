// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Tests.Parquet;
using Parquet;

namespace FwCorrelate.Ingestion.Tests.AwsVpcFlow;

[TestClass]
public sealed class ParquetFlowTests
{
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status "
        + "tcp-flags flow-direction pkt-srcaddr pkt-dstaddr vpc-id instance-tag";

    private static readonly string[] Rows =
    [
        "7 123456789012 eni-1 10.0.0.5 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 ACCEPT OK 2 egress 10.0.9.9 198.51.100.40 vpc-1 rl%2F7",
        "7 123456789012 eni-1 10.0.0.5 2001:db8::1 40001 22 17 1 40 1770714010 1770714060 REJECT OK - ingress - - vpc-1 -",
        "7 123456789012 eni-1 - - - - - - - 1770714010 1770714060 - NODATA - - - - vpc-1 -",
        "7 123456789012 eni-1 - - - - - - - 1770714070 1770714120 - SKIPDATA - - - - vpc-1 -",
        "7 123456789012 eni-1 10.0.0.5 198.51.100.40 40000 70000 6 10 1000 1770714007 1770714067 ACCEPT OK 2 egress - - vpc-1 -",
    ];

    [TestMethod]
    public void Read_ColumnsOfText_GivesTheRecordsOfTheText()
    {
        var expected = Reading.Flows(Header + "\n" + string.Concat(Rows.Select(r => r + "\n")));
        var found = Reading.Flows(ParquetFixture.OfCells(Header, Rows, rowsPerGroup: 2));
        Assert.AreEqual("aws-vpc-flow", found.Parser.Format.Name);
        CollectionAssert.AreEqual(expected.Records.Select(Told).ToArray(), found.Records.Select(Told).ToArray());
        Assert.AreEqual(expected.Rejected.Single().Reason, found.Rejected.Single().Reason);
        Assert.AreEqual((5, 1L, 2L), (found.Rejected.Single().Line, found.Records[0].Line, found.Records[1].Line));
        foreach (var column in (string[])["nat-srcaddr", "nat-dstaddr", "vpc-id", "instance-tag", "interface-id", "account-id", "version", "srcport"])
            Assert.AreEqual(expected.Field(0, column), found.Field(0, column), column);
        Assert.AreEqual("10.0.0.5", found.Field(0, "nat-srcaddr"));
        Assert.AreEqual("", found.Field(1, "nat-srcaddr"));
        Assert.IsNull(found.Damage);
    }

    [TestMethod]
    public void Read_TypedColumns_GivesTheSame()
    {
        var found = Reading.Flows(ParquetFixture.Of(CompressionMethod.Gzip, 100,
            ("interface_id", new[] { "eni-1", "eni-1" }), ("srcaddr", new[] { "10.0.0.5", null }), ("dstaddr", new[] { "198.51.100.40", null }),
            ("srcport", new long?[] { 40000, null }), ("dstport", new long?[] { 7844, null }), ("protocol", new long?[] { 6, null }),
            ("packets", new long?[] { 10, null }), ("bytes", new long?[] { 5_000_000_000, null }), ("start", new[] { 1770714007, 1770714010 }),
            ("end", new[] { 1770714067, 1770714060 }), ("action", new[] { "ACCEPT", null }), ("log_status", new[] { "OK", "NODATA" })));
        var (flow, nothing) = (found.Records[0], found.Records[1]);
        Assert.AreEqual(("10.0.0.5", 7844, 5_000_000_000), (flow.Source.ToString(), flow.DestinationPort, flow.Bytes));
        Assert.AreEqual(RecordKind.NoData, nothing.Kind);
        Assert.IsEmpty(found.Rejected);
    }

    [TestMethod]
    public void Read_StampsInPlaceOfSeconds_AreRead()
    {
        DateTime[] start = [new(2026, 2, 10, 9, 0, 7, DateTimeKind.Utc)], end = [new(2026, 2, 10, 9, 1, 7, 250, DateTimeKind.Utc)];
        var found = Reading.Flows(ParquetFixture.Of(CompressionMethod.Snappy, 1, ("interface_id", new[] { "eni-1" }),
            ("srcaddr", new[] { "10.0.0.5" }), ("dstaddr", new[] { "198.51.100.40" }), ("start", start), ("end", end), ("log_status", new[] { "OK" })));
        Assert.AreEqual((1770714007L, 1770714067L), (found.Records[0].Start.ToInstant().ToUnixTimeSeconds(), found.Records[0].End.ToInstant().ToUnixTimeSeconds()));
    }

    [TestMethod]
    public void Read_FileOfNothingButNoData_IsReadToo() =>
        Assert.AreEqual(RecordKind.NoData, Reading.Flows(ParquetFixture.OfCells(Header, [Rows[2]])).Records.Single().Kind);

    [TestMethod]
    public void Read_SecondVersion_IsReadWhole()
    {
        var found = Reading.Flows(ParquetFixture.SecondVersion());
        Assert.HasCount(12, found.Records);
        Assert.AreEqual((RecordKind.NoData, FirewallAction.Reject, FlowDirection.Outbound),
            (found.Records[3].Kind, found.Records[4].Action, found.Records[5].Direction));
    }

    [TestMethod]
    public void Read_LinesOfJson_AreTheSameFamily()
    {
        var found = Reading.Flows("{\"srcaddr\":\"10.0.0.5\",\"dstaddr\":\"198.51.100.40\",\"srcport\":\"40\\u0030\",\"pkt-dstaddr\":\"-\",\"start\":1770714007,\"end\":\"1770714067\"}\n"
            + "{\"srcaddr\":\"10.0 .0.5\",\"dstaddr\":\"198.51.100.40\",\"flow-direction\":\"egress\",\"start\":1770714007,\"end\":1770714067}\n");
        Assert.AreEqual(("aws-vpc-flow", (ushort)400), (found.Parser.Format.Name, found.Records.Single().SourcePort));
        Assert.AreEqual("srcaddr is '10.0 .0.5', expected a value without blanks", found.Rejected.Single().Reason);
    }

    [TestMethod]
    public void Recognise_FlowLogOfAnotherCloudWithTheSameNames_IsNotTaken()
    {
        var text = "{\"version\":\"1\",\"vswitch-id\":\"vsw-1\",\"vm-id\":\"i-1\",\"vpc-id\":\"vpc-1\",\"account-id\":\"1\",\"eni-id\":\"eni-1\",\"srcaddr\":\"10.0.0.5\",\"srcport\":\"1\","
            + "\"dstaddr\":\"10.0.0.6\",\"dstport\":\"2\",\"protocol\":\"6\",\"direction\":\"in\",\"packets\":\"1\",\"bytes\":\"40\",\"start\":\"1770714007\",\"end\":\"1770714067\",\"log-status\":\"OK\",\"action\":\"ACCEPT\"}\n";
        Assert.AreEqual("alibaba-vpc-flow", Reading.Flows(text).Parser.Format.Name);
    }

    private static string Told(FlowRecord r) =>
        $"{r.Source}:{r.SourcePort}>{r.Destination}:{r.DestinationPort}/{r.Protocol} {r.Start}-{r.End} {r.Packets} {r.Bytes} {r.Action} {r.Kind} {r.TcpFlags} {r.HasTcpFlags} {r.Direction} {r.Sensor}";
}
