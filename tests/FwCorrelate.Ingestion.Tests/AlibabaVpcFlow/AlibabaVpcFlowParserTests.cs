// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.Tests.AlibabaVpcFlow;

[TestClass]
public sealed class AlibabaVpcFlowParserTests
{
    private const string Flow = """
        {"__topic__":"flow_log","version":"1","vm-id":"i-1","eni-id":"eni-1","region":"cn-hangzhou","account-id":"9","srcaddr":"10.8.3.21","srcport":"51022","dstaddr":"203.0.113.77","dstport":"22","protocol":"6","direction":"out","packets":"288","bytes":"19224","start":"1768417381","end":"1768417440","log-status":"OK","action":"REJECT","tcp-flags":"2","traffic_path":"natGateway"}
        """;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Parse_KeysOfAnySpelling_SetEveryField(bool isPascal)
    {
        var text = isPascal
            ? Flow.Replace("eni-id", "EniId", StringComparison.Ordinal).Replace("srcaddr", "SrcAddr", StringComparison.Ordinal)
                .Replace("log-status", "log_status", StringComparison.Ordinal).Replace("tcp-flags", "TcpFlags", StringComparison.Ordinal)
                .Replace("traffic_path", "rafficPath", StringComparison.Ordinal)
            : Flow;
        var reading = Reading.Flows(text);
        var record = reading.Records.Single();
        Assert.AreEqual(("10.8.3.21", "203.0.113.77"), (record.Source.ToString(), record.Destination.ToString()));
        Assert.AreEqual((288, 19224), (record.Packets, record.Bytes));
        Assert.AreEqual((FirewallAction.Reject, FlowDirection.Outbound, TcpFlags.Syn, true), (record.Action, record.Direction, record.TcpFlags, record.HasTcpFlags));
        Assert.AreEqual(SensorId.Of("eni-1"u8), record.Sensor);
        Assert.IsFalse(record.SourceIsInitiator);
        Assert.AreEqual("natGateway", reading.Field(0, "traffic-path"));
    }

    [TestMethod]
    public void Parse_PublicSample_KeepsLossApartFromSilence()
    {
        var reading = Reading.FlowFile(SharedCases.Path("alibaba-vpc-flow/constructed-flow_log.sls.jsonl"));
        Assert.IsEmpty(reading.Rejected);
        Assert.HasCount(11, reading.Records);
        Assert.AreEqual(2, reading.Records.Count(r => r.Kind == RecordKind.NoData));
        Assert.AreEqual(1, reading.Records.Count(r => r.Kind == RecordKind.SkipData));
        Assert.HasCount(3, Reading.FlowFile(SharedCases.Path("alibaba-vpc-flow/constructed-flow_log.oss-json-int-time.jsonl")).Records);
    }

    [TestMethod]
    public void Parse_FlowWithoutAddress_IsRejected() => StringAssert.StartsWith(
        Reading.Flows(Flow.Replace("\"10.8.3.21\"", "\"-\"", StringComparison.Ordinal)).Rejected.Single().Reason, "srcaddr is missing");

    [TestMethod]
    public void Parse_MutatedText_NeverThrowsAndAccountsForEveryLine() => Mutations.CheckLines($"{Flow}\n{Flow}\n", "alibaba-vpc-flow");
}
