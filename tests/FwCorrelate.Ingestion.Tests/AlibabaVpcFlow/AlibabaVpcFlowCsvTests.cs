// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.Tests.AlibabaVpcFlow;

/// <summary>Alibaba VPC flow logs as CSV.</summary>
[TestClass]
public sealed class AlibabaVpcFlowCsvTests
{
    private const string Header = "version,eni-id,SrcAddr,srcport,DstAddr,dstport,protocol,direction,packets,bytes,start,end,log_status,action,tcp-flags,TrafficPath";
    private const string Row = "1,eni-1,10.8.3.21,51022,203.0.113.77,22,6,out,288,19224,1768417381,1768417440,OK,ACCEPT,2,natGateway";

    [TestMethod]
    public void Parse_HeaderOfAnySpelling_SetsEveryField()
    {
        var reading = Reading.Flows($"{Header}\n{Row}\n");
        var record = reading.Records.Single();
        Assert.AreEqual(("10.8.3.21", "203.0.113.77", 22), (record.Source.ToString(), record.Destination.ToString(), record.DestinationPort));
        Assert.AreEqual((288, 19224), (record.Packets, record.Bytes));
        Assert.AreEqual((FirewallAction.Allow, FlowDirection.Outbound, TcpFlags.Syn), (record.Action, record.Direction, record.TcpFlags));
        Assert.AreEqual("natGateway", reading.Field(0, "traffic-path"));
        Assert.AreEqual("eni-1", reading.Field(0, "eni_id"));
    }

    [TestMethod]
    public void Parse_PublicSample_KeepsLossApartFromSilence()
    {
        var reading = Reading.FlowFile(SharedCases.Path("alibaba-vpc-flow/constructed-flow_log.csv"));
        Assert.IsEmpty(reading.Rejected);
        Assert.HasCount(11, reading.Records);
        Assert.AreEqual((2, 1), (reading.Records.Count(r => r.Kind == RecordKind.NoData), reading.Records.Count(r => r.Kind == RecordKind.SkipData)));
    }

    [TestMethod]
    public void Parse_MutatedText_NeverThrowsAndAccountsForEveryLine() => Mutations.CheckLines($"{Header}\n{Row}\n{Row}\n", "alibaba-vpc-flow");
}
