// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Tests.AwsVpcFlow;

[TestClass]
public sealed class VpcFlowParserTests
{
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
    private const string Accept = "2 123456789012 eni-1 10.0.0.5 203.0.113.9 40000 3333 6 20 4249 1768417381 1768417440 ACCEPT OK";
    private const string NoData = "2 123456789012 eni-1 - - - - - - - 1768417441 1768417500 - NODATA";

    [TestMethod]
    public void Parse_DefaultRecord_SetsEveryField()
    {
        var record = Reading.Flows(Accept).Records.Single();
        Assert.AreEqual("2026-01-14T19:03:01Z", record.Start.ToString());
        Assert.AreEqual("2026-01-14T19:04:00Z", record.End.ToString());
        Assert.AreEqual("10.0.0.5", record.Source.ToString());
        Assert.AreEqual("203.0.113.9", record.Destination.ToString());
        Assert.AreEqual((40000, 3333), (record.SourcePort, record.DestinationPort));
        Assert.AreEqual((20, 4249), (record.Packets, record.Bytes));
        Assert.AreEqual((TransportProtocol.Tcp, FirewallAction.Allow, RecordKind.Flow), (record.Protocol, record.Action, record.Kind));
        Assert.AreEqual(SensorId.Of("eni-1"u8), record.Sensor);
        Assert.IsFalse(record.HasTcpFlags);
        Assert.AreEqual((1, 0), (record.Line, record.Offset));
    }

    [TestMethod]
    public void Parse_NoDataAndSkipData_CarryTimesAndNoAddresses()
    {
        var reading = Reading.Flows($"{Header}\r\n{NoData}\r\n{NoData.Replace("NODATA", "SKIPDATA")}\r\n");
        CollectionAssert.AreEqual(new[] { RecordKind.NoData, RecordKind.SkipData }, reading.Records.Select(r => r.Kind).ToArray());
        Assert.IsTrue(reading.Records.All(r => !r.HasAddresses && r.Bytes == -1 && r.Sensor != 0));
        Assert.AreEqual(1, reading.Ignored);
        Assert.AreEqual((3, Header.Length + NoData.Length + 4), (reading.Records[1].Line, reading.Records[1].Offset));
        Assert.IsFalse(reading.Raw[0].Contains('\r', StringComparison.Ordinal));
    }

    // The first line of a text has nothing before it, so its numbers and addresses are read one by one; in a later line they are read
    // together.
    [TestMethod]
    public void Parse_AnyFields_AreReadAsTheSameTogetherAndOneByOne()
    {
        var number = Gen.OneOf(
            AnyOf("-", "", "+1", "-1", "1 ", "a", "00", "0x1", "65535", "65536", "99999999", "100000000", "123456789012345678", "1234567890123456789"),
            Gen.Int[0, 70_000].Select(n => $"{n}"), Gen.Long[0, 10_000_000_000].Select(n => $"{n}"), Gen.Int[0, 9].Select(n => $"{n:000000000000}"));
        var time = Gen.OneOf(
            Gen.Int[1_768_417_381, 1_768_417_440].Select(n => $"{n}"), AnyOf("0", "-", "946684800", "946684799", "4133980800", "0001768417400", "00000001768417400", "1768417400000", "17684174x0"));
        var address = Gen.OneOf(
            Gen.UInt.Select(n => HostAddress.FromIPv4(n).ToString()),
            AnyOf("-", "", "::1", "2001:db8::1", "1.2.3.4", "01.2.3.4", "1.2.3", "256.1.1.1", "1.2.3.4.5", "255.255.255.255", "255.255.255.2555", "1..2.3", ".1.2.3", "1.2.3."));
        Gen.Select(Gen.Select(address, address), Gen.Select(number, number, number, number), Gen.Select(time, time), AnyOf("OK", "NODATA", "-"))
            .Sample((ends, numbers, times, status) =>
            {
                var line = $"{ends.Item1} {ends.Item2} {numbers.Item1} {numbers.Item2} 6 {numbers.Item3} {numbers.Item4} {times.Item1} {times.Item2} ACCEPT {status}";
                var text = $"{line}\n{line}\n";
                var reading = Reading.Flows(text, force: "srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status");
                Assert.AreEqual(2, reading.Records.Count + reading.Rejected.Count, line);
                if (reading.Records.Count == 0)
                {
                    Assert.AreEqual(reading.Rejected[0].Reason, reading.Rejected[1].Reason);
                    return;
                }

                Assert.AreEqual(2, reading.Records.Count, line);
                var second = reading.Records[1];
                (second.Line, second.Offset) = (1, 0);
                Assert.AreEqual(reading.Records[0], second, line);
            });
    }

    [TestMethod]
    public void Parse_CustomColumns_AreReadByName()
    {
        const string header = "end start dstaddr srcaddr pkt-dstaddr pkt-srcaddr flow-direction tcp-flags protocol interface-id resource-id new_in_v12";
        const string row = "1768417440 1768417381 203.0.113.9 10.0.1.5 203.0.113.9 10.8.3.21 egress 2 6 - nat-1 what%20ever";
        var reading = Reading.Flows($"{header}\n{row}\n");
        var record = reading.Records.Single();
        Assert.AreEqual("10.8.3.21", record.Source.ToString());
        Assert.AreEqual(FlowDirection.Outbound, record.Direction);
        Assert.AreEqual((TcpFlags.Syn, true), (record.TcpFlags, record.HasTcpFlags));
        Assert.AreEqual(SensorId.Of("nat-1"u8), record.Sensor);
        Assert.AreEqual("10.0.1.5", reading.Field(0, "nat-srcaddr"));
        Assert.AreEqual("", reading.Field(0, "nat-dstaddr"));
        Assert.AreEqual("what%20ever", reading.Field(0, "New-In-V12"));
        Assert.AreEqual("", reading.Field(0, "interface-id"));
    }

    [TestMethod]
    [DataRow("srcport", "70000", "srcport is '70000', expected a port from 0 to 65535")]
    [DataRow("start", "164000066", "start is '164000066', expected Unix seconds within the years 2000 to 2100")]
    [DataRow("end", "1768417380", "end is '1768417380', expected a time not before start 1768417381")]
    [DataRow("srcaddr", "10.0.0.05", "srcaddr is '10.0.0.05', expected an IPv4 or IPv6 address")]
    [DataRow("dstaddr", "-", "srcaddr and dstaddr are missing")]
    [DataRow("bytes", "-5", "bytes is '-5', expected a number of bytes")]
    [DataRow("action", "MAYBE", "action is 'MAYBE', expected ACCEPT or REJECT")]
    [DataRow("log-status", "FINE", "log-status is 'FINE', expected OK, NODATA or SKIPDATA")]
    [DataRow("protocol", "256", "protocol is '256', expected an IANA protocol number")]
    public void Parse_BadField_RejectsTheLineAndSaysWhy(string column, string value, string reason)
    {
        var fields = Accept.Split(' ');
        fields[Array.IndexOf(Header.Split(' '), column)] = value;
        var reading = Reading.Flows($"{Accept}\n{string.Join(' ', fields)}\n{Accept}\n");
        Assert.HasCount(2, reading.Records);
        var rejected = reading.Rejected.Single();
        Assert.AreEqual((2, Accept.Length + 1), (rejected.Line, rejected.Offset));
        StringAssert.Contains(rejected.Reason, reason);
    }

    [TestMethod]
    public void Parse_WrongNumberOfColumns_IsRejected()
    {
        var reading = Reading.Flows($"{Accept}\n{Accept} extra\n\n{Accept[..60]}");
        Assert.HasCount(1, reading.Records);
        Assert.HasCount(2, reading.Rejected);
        Assert.AreEqual(1, reading.Ignored);
        StringAssert.StartsWith(reading.Rejected[0].Reason, "the line has 15 columns, expected 14");
    }

    [TestMethod]
    public void Parse_CarriageReturnWithinLine_CostsThatLineOnly()
    {
        var reading = Reading.Flows($"{Accept}\n{Accept.Replace("eni-1", "eni\r1")}\n{Accept}\n");
        CollectionAssert.AreEqual(new long[] { 1, 3 }, reading.Records.Select(r => r.Line).ToArray());
        Assert.AreEqual(2, reading.Rejected.Single().Line);
    }

    [TestMethod]
    public void Parse_HeaderChangesWithinFile_FollowsIt()
    {
        var reading = Reading.Flows($"{Header}\n{Accept}\n{Header} vpc-id\n{Accept} vpc-9\n{Header}\n{Accept}\n");
        Assert.HasCount(3, reading.Records);
        Assert.AreEqual("vpc-9", reading.Field(1, "vpc_id"));
        Assert.AreEqual(3, reading.Ignored);
    }

    [TestMethod]
    public void Parse_HeaderOfEqualWidthChangesWithinFile_RejectsWhatCannotBeTold()
    {
        var swapped = Header.Replace("packets bytes", "bytes packets");
        var reading = Reading.Flows($"{Header}\n{Accept}\n{swapped}\n{Accept}\n{Header}\n{Accept}\n");
        Assert.HasCount(2, reading.Records);
        StringAssert.Contains(reading.Rejected.Single().Reason, "cut the file in two");
    }

    [TestMethod]
    public void Parse_LaterBlocksAlone_KnowTheHeaderInForce()
    {
        var many = string.Concat(Enumerable.Repeat(Accept + " vpc-9\n", 20_000));
        var reading = Reading.Flows($"{Header}\n{Accept}\n{Header} vpc-id\n{many}");
        Assert.HasCount(20_001, reading.Records);
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    public void Parse_FirstLineCutOffByRotation_CostsThatLineOnly()
    {
        var custom = Header.Replace("packets bytes", "bytes packets");
        var reading = Reading.Flows($"{Accept[40..]}\n{custom}\n{Accept}\n");
        Assert.AreEqual(20, reading.Records.Single().Bytes);
        Assert.AreEqual(1, reading.Rejected.Single().Line);
    }

    [TestMethod]
    [DataRow("start end srcaddr dstaddr")]
    [DataRow("${start} ${end} ${srcaddr} ${dstaddr}")]
    public void Force_ColumnList_ReadsFileWithoutHeader(string columns)
    {
        var reading = Reading.Flows("1768417381 1768417440 10.0.0.5 203.0.113.9\n", force: columns);
        Assert.AreEqual("203.0.113.9", reading.Records.Single().Destination.ToString());
    }

    [TestMethod]
    public void Force_UselessColumnsOrUnknownName_IsAnErrorThatSaysWhatToDo()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ConfigurationException>(() => FlowFormats.Shipped.Force("version start end srcaddr")).Message, "lack dstaddr");
        StringAssert.Contains(Assert.ThrowsExactly<ConfigurationException>(() => FlowFormats.Shipped.Force("aws-vpc")).Message, "aws-vpc-flow");
    }

    [TestMethod]
    [DataRow("doc-examples-default-v2.log", 3, 0)]
    [DataRow("elastic-test-extra-samples.log", 7, 0)]
    [DataRow("otel-valid_vpc_flow_log.log", 1, 0)]
    [DataRow("constructed-v10-all-fields.with-header.log", 2, 0)]
    [DataRow("constructed-v11-all-fields.with-header.log", 1, 0)]
    public void Parse_PublicSamples_AreReadWhole(string file, int records, int rejected)
    {
        var reading = Reading.FlowFile(SharedCases.Path($"aws-vpcflow/{file}"));
        Assert.HasCount(records, reading.Records);
        Assert.HasCount(rejected, reading.Rejected);
    }

    [TestMethod]
    public void Parse_V11_KeepsColumnsThatNoDocumentOfOursNames()
    {
        var reading = Reading.FlowFile(SharedCases.Path("aws-vpcflow/constructed-v11-all-fields.with-header.log"));
        Assert.AreEqual("rl-train%2F07", reading.Field(0, "instance-tag"));
        Assert.AreEqual("nat_gateway", reading.Field(0, "next-hop-interface-type"));
    }

    [TestMethod]
    public void Parse_V5WithStartIn1975_IsRejectedForIt()
    {
        const string columns = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id "
            + "instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path";
        var reading = Reading.FlowFile(SharedCases.Path("aws-vpcflow/elastic-test-v5-all-fields.log"), force: columns);
        StringAssert.StartsWith(reading.Rejected.Single().Reason, "start is '164000066'");
    }

    [TestMethod]
    public void Parse_Lab_ReadsEveryRecord()
    {
        var readings = Directory.GetFiles(SharedCases.Path("lab/logs/vpc")).Select(f => Reading.FlowFile(f)).ToList();
        Assert.AreEqual(0, readings.Sum(r => r.Rejected.Count));
        Assert.AreEqual(readings.Count, readings.Sum(r => r.Ignored));
        Assert.IsGreaterThan(500, readings.Sum(r => r.Records.Count));
        Assert.IsTrue(readings.All(r => r.Damage is null));
    }

    [TestMethod]
    public void Parse_MoreRecords_AllocatesNothingMore()
    {
        var (few, many) = (Block(100), Block(4000));
        Allocated(many);
        Assert.AreEqual(Allocated(few), Allocated(many));

        static byte[] Block(int records) => System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Accept + "\n", records)));
    }

    private static long Allocated(byte[] text)
    {
        var file = new InputFile("a", "aws-vpc-flow", LogSettings.Plain("a"));
        var parser = FlowFormats.Shipped.Find("aws-vpc-flow")!.CreateParser(file, text, null);
        var batch = new FlowBatch(file, parser);
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            using var block = new LineBlock(text, 0, text.Length, isPooled: false) { FirstLine = 1, FirstOffset = 0, Headers = [], Header = null };
            var before = GC.GetAllocatedBytesForCurrentThread();
            parser.Parse(block, batch);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    [TestMethod]
    public void Parse_MutatedText_NeverThrowsAndAccountsForEveryLine()
    {
        var text = $"{Header} tcp-flags\n{Accept} 2\n{NoData} -\n{Accept} 3\n{Header}\n{Accept}\n";
        Mutations.CheckLines(text, "aws-vpc-flow");
    }

    private static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
