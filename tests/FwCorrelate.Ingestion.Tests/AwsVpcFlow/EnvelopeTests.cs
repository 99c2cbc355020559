// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Tests.AwsVpcFlow;

/// <summary>VPC flow log records as CloudWatch Logs, Firehose and shippers wrap them.</summary>
[TestClass]
public sealed class EnvelopeTests
{
    private const string Accept = "2 123456789012 eni-1 10.40.1.16 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 ACCEPT OK";
    private const string Reject = "2 123456789012 eni-1 10.40.1.16 198.51.100.41 40001 22 6 1 40 1770714010 1770714060 REJECT OK";

    [TestMethod]
    public void Parse_SubscriptionEnvelope_NumbersItsRecordsAndTellsWhereEachStands()
    {
        var text = Envelope("DATA_MESSAGE", Accept, Reject) + "\n" + Envelope("DATA_MESSAGE", Reject) + "\n";
        var reading = Reading.Flows(text);
        CollectionAssert.AreEqual((string[])[Accept, Reject, Reject], reading.Raw.ToArray());
        CollectionAssert.AreEqual(((long, int)[])[(1, 0), (1, 1), (2, 0)], reading.Records.Select(r => (r.Line, (int)r.Index)).ToArray());
        foreach (var (record, raw) in reading.Records.Zip(reading.Raw))
            Assert.AreEqual(raw, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), (int)record.Offset, raw.Length));
        Assert.AreEqual("eni-1", reading.Field(0, "interface-id"));
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    public void Parse_EnvelopesWithoutLineBreaks_AreAllRead() =>
        Assert.HasCount(3, Reading.Flows(Envelope("DATA_MESSAGE", Accept, Reject) + Envelope("DATA_MESSAGE", Accept)).Records);

    [TestMethod]
    public void Parse_LineOfManyMegabytes_IsRead()
    {
        var reading = Reading.Flows(string.Concat(Enumerable.Repeat(Envelope("DATA_MESSAGE", Accept, Reject), 10_000)));
        Assert.HasCount(20_000, reading.Records);
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    public void Parse_ControlMessage_IsIgnored()
    {
        var reading = Reading.Flows(Envelope("CONTROL_MESSAGE", "CWL CONTROL MESSAGE: Checking health of destination Firehose.") + "\n" + Envelope("DATA_MESSAGE", Accept));
        Assert.HasCount(1, reading.Records);
        Assert.IsEmpty(reading.Rejected);
        Assert.AreEqual(1, reading.Ignored);
    }

    [TestMethod]
    [DataRow("{\"message\": \"@\"}")]
    [DataRow("{\"@timestamp\":\"x\",\"@message\":\"@\"}")]
    [DataRow("{\"message\":\"{\\\"message\\\":\\\"@\\\"}\\n\"}")]
    [DataRow("{\"message\":\"@\\n\"}")]
    [DataRow("[\n  {\n    \"n\": -1.5e3,\n    \"body\": \"@\"\n  }\n]")]
    public void Parse_LineWithinAMember_IsTheRecord(string shape)
    {
        var reading = Reading.Flows(shape.Replace("@\\", Accept + "\\", StringComparison.Ordinal).Replace("\"@\"", $"\"{Accept}\"", StringComparison.Ordinal));
        Assert.AreEqual(Accept, reading.Raw.Single());
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    public void Parse_MessageWithinAnotherString_IsNoRecord()
    {
        var forged = $"{{\"note\":\"\\\"message\\\":\\\"{Reject}\\\"\",\"message\":\"{Accept}\"}}";
        Assert.AreEqual(Accept, Reading.Flows(forged).Raw.Single());
    }

    [TestMethod]
    [DataRow("\"message\":\"2 1 eni\"", "the line has 3 columns, expected 14")]
    [DataRow("\"message\":\"\"", "the message is empty")]
    [DataRow("\"message\":\"2 \\u0031 eni\"", "has escapes")]
    [DataRow("\"message\":\"2 1 eni", "a string in it has no end")]
    [DataRow("\"message\": <b>", "it has '<' where JSON has none")]
    public void Parse_UnusableMessage_IsRejectedWithTheReason(string member, string reason)
    {
        var reading = Reading.Flows($"{Envelope("DATA_MESSAGE", Accept)}\n{{{member}}}\n{Envelope("DATA_MESSAGE", Accept)}\n");
        Assert.HasCount(2, reading.Records);
        StringAssert.Contains(reading.Rejected.Single().Reason, reason);
        Assert.AreEqual(2, reading.Rejected[0].Line);
    }

    [TestMethod]
    public void Parse_ColumnsOfTheOwnersChoice_AreThoseOfTheOption()
    {
        var text = Envelope("DATA_MESSAGE", "10.40.1.16 198.51.100.40 1770714007 1770714067");
        Assert.AreEqual("198.51.100.40", Reading.Flows(text, force: "${srcaddr} ${dstaddr} ${start} ${end}").Records.Single().Destination.ToString());
    }

    [TestMethod]
    public void Parse_ExportOfLogEvents_TakesTheStampForAColumn()
    {
        var reading = Reading.Flows($"2026-02-10T09:00:07.000Z {Accept}\n2026-02-10T09:00:10.000Z {Reject}\n");
        Assert.HasCount(2, reading.Records);
        Assert.AreEqual($"2026-02-10T09:00:07.000Z {Accept}", reading.Raw[0]);
        Assert.AreEqual("eni-1", reading.Field(0, "interface-id"));
        Assert.AreEqual(
            "198.51.100.40",
            Reading.Flows("2026-02-10T09:00:07.000Z 10.40.1.16 198.51.100.40 1770714007 1770714067\n", force: "srcaddr dstaddr start end").Records.Single().Destination.ToString());
    }

    [TestMethod]
    [DataRow("otel-valid_vpc_flow_cw.json", 2)]
    [DataRow("elastic-package-awsfirehose-test-vpcflow-log.json", 1)]
    [DataRow("opensearch-catalog-amazon_vpc_flow-sample.json", 22)]
    public void Parse_PublicSamples_GiveEveryRecord(string file, int records)
    {
        var reading = Reading.FlowFile(SharedCases.Path("aws-vpcflow/" + file));
        Assert.HasCount(records, reading.Records);
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    public void Parse_MutatedText_NeverThrowsAndAccountsForEveryLine()
    {
        var nested = $"{{\"message\":\"{{\\\"message\\\":\\\"{Accept}\\\"}}\\n\"}}";
        Mutations.Check($"{Envelope("DATA_MESSAGE", Accept, Reject)}\n{nested}\n{Envelope("CONTROL_MESSAGE", "x")}\n", mutated =>
        {
            var reading = Reading.Flows(mutated, force: "aws-vpc-flow");
            Assert.IsGreaterThanOrEqualTo(Mutations.LineCount(mutated), reading.Records.Count + reading.Rejected.Count + reading.Ignored);
            foreach (var (record, raw) in reading.Records.Zip(reading.Raw))
                StringAssert.StartsWith(Encoding.UTF8.GetString(mutated.AsSpan((int)record.Offset)), raw);
        });
    }

    private static string Envelope(string type, params string[] messages) =>
        $"{{\"messageType\":\"{type}\",\"owner\":\"123456789012\",\"logGroup\":\"/aws/vpc/flowlogs\",\"logStream\":\"eni-1-all\",\"subscriptionFilters\":[\"s\"],\"logEvents\":["
        + string.Join(',', messages.Select((m, i) => $"{{\"id\":\"{i}\",\"timestamp\":1770714007000,\"message\":\"{m}\"}}")) + "]}";
}
