// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.Tests.Ecs;

/// <summary>What Elastic's integrations store, beside what the logs themselves say.</summary>
[TestClass]
public sealed class ElasticSamplesTests
{
    [TestMethod]
    public void Read_ElasticsAwsDocuments_MeanWhatOurReaderReads()
    {
        var logs = Reading.FlowFile(SharedCases.Path("aws-vpcflow/elastic-test-extra-samples.log"));
        var documents = Reading.Flows(Documents("aws-vpcflow/elastic-test-extra-samples.log-expected.json"));

        // Elastic's older documents tell no REJECT and no ACCEPT beyond aws.vpcflow.action, and no direction that AWS does not log.
        Assert.HasCount(logs.Records.Count, documents.Records);
        for (var i = 0; i < logs.Records.Count; i++)
            Assert.AreEqual(EcsParserTests.Summary(logs.Records[i]), EcsParserTests.Summary(documents.Records[i]), logs.Raw[i]);
    }

    [TestMethod]
    [DataRow("gcp-firewall/elastic-test-firewall.first11.log-expected.json", 11, 10)]
    [DataRow("gcp-vpcflow/elastic-test-vpcflow.first120.log-expected.json", 120, 0)]
    [DataRow("zeek/elastic-test-conn.log-expected.json", 18, 0)]
    [DataRow("suricata-eve/elastic-test-eve-alerts.log-expected.json", 21, 0)]
    [DataRow("suricata-eve/elastic-test-eve-small.log-expected.json", 2, 0)]
    [DataRow("panw/elastic-test-panw-panos-inc-traffic-sample.first30.log-expected.json", 30, 0)]
    [DataRow("panw/elastic-test-panw-panos-inc-threat-sample.first12.log-expected.json", 12, 0)]
    [DataRow("fortinet/elastic-test-fortinet.first23.log-expected.json", 11, 2)]
    [DataRow("iptables/elastic-test-iptables-raw.log-expected.json", 23, 15)]
    [DataRow("cisco-asa/elastic-test-asa-fix.log-expected.json", 13, 6)]
    [DataRow("aws-network-firewall/elastic-test-firewall.log-expected.json", 2, 1)]
    [DataRow("elastic/samples/azure-vnet-flow.expected.ndjson", 2, 0)]
    [DataRow("elastic/samples/aws-vpcflow-v8.expected.ndjson", 1, 1)]
    public void Read_ElasticsDocuments_GivesEachFlowAndEachDenial(string file, int records, int denied)
    {
        var reading = Reading.Flows(Documents(file));

        Assert.HasCount(records, reading.Records);
        Assert.AreEqual(denied, reading.Records.Count(r => r.Action.IsDenied()));
        Assert.IsTrue(reading.Records.All(r => r.HasAddresses && r.End >= r.Start));

        // A land attack is denied whatever its protocol: that one message of ASA's tells none.
        Assert.AreEqual(file.StartsWith("cisco-asa", StringComparison.Ordinal) ? 1 : 0, reading.Records.Count(r => r.Protocol == Network.TransportProtocol.None));
    }

    /// <summary>The expected documents of a pipeline test, one per line.</summary>
    private static string Documents(string file)
    {
        var text = File.ReadAllText(SharedCases.Path(file));
        if (file.EndsWith(".ndjson", StringComparison.Ordinal))
            return text;
        using var expected = JsonDocument.Parse(text);
        return string.Join('\n', expected.RootElement.GetProperty("expected").EnumerateArray()
            .Where(d => d.ValueKind == JsonValueKind.Object).Select(d => JsonSerializer.Serialize(d)));
    }
}
