// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.Tests.AlibabaCloudFirewall;

/// <summary>The page of logs that the console downloads.</summary>
[TestClass]
public sealed class CloudFirewallCsvTests
{
    private const string Header = "log_type,src_ip,src_port,dst_ip,dst_port,ip_protocol,start_time,end_time,rule_result,direction,domain,ips_rule_name,total_packet_bytes";
    private const string Row = "internet_log,198.51.100.20,40311,192.0.2.55,3333,tcp,1768417730,1768417732,drop,out,pool.example.net,\"mining, on the \"\"host\"\"\",1101";

    [TestMethod]
    public void Parse_Row_SetsEveryField()
    {
        var reading = Reading.Flows($"{Header}\r\n{Row}\r\n");
        var record = reading.Records.Single();
        Assert.AreEqual(("198.51.100.20", "192.0.2.55"), (record.Source.ToString(), record.Destination.ToString()));
        Assert.AreEqual((40311, 3333, 1101L), (record.SourcePort, record.DestinationPort, record.Bytes));
        Assert.AreEqual((RecordKind.Alert, FirewallAction.Drop, FlowDirection.Outbound), (record.Kind, record.Action, record.Direction));
        Assert.AreEqual((2L, (long)Header.Length + 2), (record.Line, record.Offset));
        Assert.AreEqual(Row, reading.Raw[0]);
        Assert.AreEqual("pool.example.net", reading.Field(0, "domain"));
        Assert.AreEqual("mining, on the \"host\"", reading.Field(0, "ips_rule_name"));
        Assert.AreEqual(1, reading.Ignored);
    }

    [TestMethod]
    public void Parse_ColumnsInAnotherOrder_AreThoseOfTheHeader()
    {
        var reading = Reading.Flows("\uFEFF\"rule_result\",\"dst_ip\",\"src_ip\",\"start_time\"\npass,192.0.2.55,198.51.100.20,2026-01-15 03:08:50\n", NodaTime.DateTimeZone.ForOffset(NodaTime.Offset.FromHours(8)));
        Assert.AreEqual("192.0.2.55", reading.Records.Single().Destination.ToString());
        Assert.AreEqual(NodaTime.Instant.FromUtc(2026, 1, 14, 19, 8, 50), reading.Records[0].Start.ToInstant());
    }

    [TestMethod]
    [DataRow("a,b", "the line has 2 columns, expected 13")]
    [DataRow("\"unclosed,198.51.100.20", "the line has")]
    [DataRow("internet_log,39.108.XX.XX,1,192.0.2.55,3333,tcp,1768417730,1768417732,drop,out,,,1", "src_ip is '39.108.XX.XX'")]
    public void Parse_BadRow_CostsThatRow(string row, string reason)
    {
        var reading = Reading.Flows($"{Header}\n{row}\n{Row}\n");
        StringAssert.StartsWith(reading.Rejected.Single().Reason, reason);
        Assert.HasCount(1, reading.Records);
    }

    [TestMethod]
    public void Parse_TwoDownloadsInOneFile_AreReadEachByItsHeader()
    {
        var reading = Reading.Flows($"{Header}\n{Row}\nsrc_ip,dst_ip,rule_result,start_time\n198.51.100.20,192.0.2.56,pass,1768417730\n");
        Assert.AreEqual("192.0.2.56", reading.Records[1].Destination.ToString());
        Assert.AreEqual("pass", reading.Field(1, "rule_result"));
        Assert.AreEqual("drop", reading.Field(0, "rule_result"));
        StringAssert.Contains(Reading.Flows($"{Header}\n{Row}\n{Header.Replace("domain,", "url,", StringComparison.Ordinal)}\n{Row}\n").Rejected.Single().Reason, "cut the file in two");
    }

    [TestMethod]
    public void Parse_PublicSample_AgreesWithTheSameRecordsAsJson()
    {
        var csv = Reading.FlowFile(SharedCases.Path("alibaba-cloud-firewall/constructed-internet_log.console-download.csv"));
        var json = Reading.FlowFile(SharedCases.Path("alibaba-cloud-firewall/constructed-internet_log.sls.jsonl"));
        Assert.IsEmpty(csv.Rejected);
        CollectionAssert.AreEqual(json.Records.Select(Values).ToArray(), csv.Records.Select(Values).ToArray());
        foreach (var column in (string[])["domain", "ips_rule_name", "rule_result", "region_id"])
            CollectionAssert.AreEqual(Enumerable.Range(0, 5).Select(i => json.Field(i, column)).ToArray(), Enumerable.Range(0, 5).Select(i => csv.Field(i, column)).ToArray());

        static FlowRecord Values(FlowRecord record)
        {
            (record.Line, record.Offset) = (0, 0);
            return record;
        }
    }

    [TestMethod]
    public void Parse_MutatedText_NeverThrowsAndAccountsForEveryLine() => Mutations.CheckLines($"{Header}\n{Row}\n{Row}\n\n{Header}\n{Row}\n", "alibaba-cloud-firewall");
}
