// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Tests.AwsVpcFlow;

/// <summary>VPC flow log records as the console of CloudWatch Logs, Logs Insights, the AWS CLI and containers give them.</summary>
[TestClass]
public sealed class CarriedRecordTests
{
    private const string Accept = "2 123456789012 eni-1 10.40.1.16 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 ACCEPT OK";
    private const string NoData = "2 123456789012 eni-1 - - - - - - - 1770714067 1770714127 - NODATA";
    private const string Custom = "10.40.1.16 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 OK eni-1";
    private const string CustomColumns = "srcaddr dstaddr srcport dstport protocol packets bytes start end log-status interface-id";

    [TestMethod]
    [DataRow("timestamp,message\n1770714007000,@1\n1770714067000,@2\n")]
    [DataRow("timestamp,message\r\n1770714007000,\"@1\"\r\n1770714067000,\"@2\"\r\n")]
    [DataRow("\"@timestamp\",\"@message\",\"@ptr\"\n\"2026-02-10 09:00:00.000\",\"@1\",\"CmEK\"\n\"2026-02-10 09:01:00.000\",\"@2\",\"CmEL\"\n")]
    [DataRow("@message,@logStream\n@1,eni-1-all\n@2,\"eni \"\"1\"\", all\"")]
    public void Read_RowsWithTheRecordInAColumn_GiveTheRecordItself(string shape)
    {
        var text = shape.Replace("@1", Accept, StringComparison.Ordinal).Replace("@2", NoData, StringComparison.Ordinal);
        var reading = Reading.Flows(text);
        CollectionAssert.AreEqual((string[])[Accept, NoData], reading.Raw.ToArray());
        CollectionAssert.AreEqual((long[])[2, 3], reading.Records.Select(r => r.Line).ToArray());
        Assert.AreEqual(1, reading.Ignored);
        Assert.IsEmpty(reading.Rejected);
        foreach (var (record, raw) in reading.Records.Zip(reading.Raw))
            Assert.AreEqual(raw, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), (int)record.Offset, raw.Length));
        Assert.AreEqual("123456789012", reading.Field(0, "account-id"));
    }

    [TestMethod]
    public void Read_RowThatIsNone_IsRejectedWithItsReason()
    {
        var reading = Reading.Flows($"timestamp,message\n1,{Accept}\n2,a,b\n3,\"{Accept}\n4,not a record\n5,{Accept}\n");
        CollectionAssert.AreEqual((long[])[2, 6], reading.Records.Select(r => r.Line).ToArray());
        CollectionAssert.AreEqual((long[])[3, 4, 5], reading.Rejected.Select(r => r.Line).ToArray());
        Assert.Contains("is no row of 2 columns, expected 'timestamp,message'", reading.Rejected[0].Reason);
    }

    [TestMethod]
    [DataRow("timestamp,message\n1770714007000,@\n")]
    [DataRow("2026-02-10T09:00:00 @\n")]
    [DataRow("2026-02-10T09:00:00.123000+00:00 eni-1-all @\n")]
    public void Read_ChosenColumns_AreTakenFromTheUser(string shape)
    {
        var reading = Reading.Flows(shape.Replace("@", Custom, StringComparison.Ordinal), force: CustomColumns);
        Assert.AreEqual(("198.51.100.40", 7844), (reading.Records.Single().Destination.ToString(), (int)reading.Records.Single().DestinationPort));
    }

    [TestMethod]
    [DataRow("2026-02-10T09:00:00 @1\n2026-02-10T09:01:00 @2\n")]
    [DataRow("2026-02-10T09:00:00+00:00 eni-1-all @1\n2026-02-10T09:01:00+00:00 eni-1-all @2\n")]
    [DataRow("2026-02-10T09:00:00.000Z @1\n2026-02-10T09:01:00.000Z @2\n")]
    [DataRow("2026-02-10T09:00:00.000000000Z stdout F @1\n2026-02-10T09:01:00.000000000Z stdout F @2\n")]
    public void Read_RecordsBehindAStamp_AreRead(string shape)
    {
        var reading = Reading.Flows(shape.Replace("@1", Accept, StringComparison.Ordinal).Replace("@2", NoData, StringComparison.Ordinal));
        Assert.HasCount(2, reading.Records);
        Assert.AreEqual((7844, "eni-1"), ((int)reading.Records[0].DestinationPort, reading.Field(0, "interface-id")));
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    public void Read_ColumnsThatNameTheStampThemselves_StandAsTheyAre() => Assert.HasCount(1, Reading.Flows(
        $"2026-02-10T09:00:00+00:00 eni-1-all {Accept}\n", force: $"timestamp stream version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status").Records);

    [TestMethod]
    public void Read_LinesThatAContainerPrinted_AreRead()
    {
        var reading = Reading.Flows($"{{\"log\":\"{Accept}\\n\",\"stream\":\"stdout\",\"time\":\"2026-02-10T09:00:00Z\"}}\n");
        Assert.AreEqual(Accept, reading.Raw.Single());
    }
}
