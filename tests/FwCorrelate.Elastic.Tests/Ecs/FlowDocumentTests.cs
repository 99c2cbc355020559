// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Samples;

namespace FwCorrelate.Elastic.Tests.Ecs;

[TestClass]
public sealed class FlowDocumentTests
{
    [TestMethod]
    public void Of_Flow_IsTheGoldenDocument()
    {
        var record = Sample.Record(mappings:
        [
            new FieldMapping("account", "cloud.account.id"),
            new FieldMapping("action", "event.action"),
        ]);
        const string Expected =
            """{"@timestamp":"2026-01-15T04:02:17.310000Z","ecs":{"version":"9.4.0"},"event":{"kind":"event","category":["network"],"type":["connection","allowed"]""" +
            ""","start":"2026-01-15T04:02:17.310000Z","end":"2026-01-15T04:03:17.310000Z","duration":60000000000,"original":"action=ACCEPT account=123456789012","action":"ACCEPT"}""" +
            ""","source":{"ip":"10.8.0.9","port":41822},"destination":{"ip":"198.51.100.23","port":3333}""" +
            ""","network":{"transport":"tcp","iana_number":"6","type":"ipv4","bytes":48211,"packets":120,"community_id":"1:xMcoapQNP0DlD5XvkMNCuQvwD6M=","direction":"outbound"}""" +
            ""","cloud":{"account":{"id":"123456789012"},"provider":"aws"}""" +
            ""","fwcorrelate":{"record":{"file":"logs/a.log","line":812,"index":0,"offset":91822,"direction":"outbound","loss":"none","format":"aws-vpc"}}}""";
        Assert.AreEqual(Expected, FlowDocument.Of(record, withOriginal: true).ToString());
    }

    [TestMethod]
    public void Of_IcmpWithoutType_HasNeitherPortsNorCommunityId()
    {
        var document = Parse(Sample.Record(shape: new RecordShape { Protocol = TransportProtocol.Icmp, SourcePort = 0, DestinationPort = 0 }));
        Assert.IsNull(document["source"]!["port"]);
        Assert.IsNull(document["network"]!["community_id"]);
        Assert.AreEqual("icmp", (string?)document["network"]!["transport"]);
    }

    [TestMethod]
    public void Of_IcmpWithType_HasTheCommunityIdOfTheSpecification()
    {
        var shape = new RecordShape { Protocol = TransportProtocol.Icmp, Source = "192.168.0.89", Destination = "192.168.0.1" };
        Assert.AreEqual("1:X0snYXpgwiv9TZtqg64sgzUn6Dk=", (string?)Parse(Sample.Record("icmp_type=8 icmp_code=0", shape))["network"]!["community_id"]);
    }

    [TestMethod]
    public void Of_DeniedAlert_SaysSoInKindCategoryAndType()
    {
        var document = Parse(Sample.Record(shape: new RecordShape { Kind = RecordKind.Alert, Action = FirewallAction.Drop }));
        Assert.AreEqual("alert", (string?)document["event"]!["kind"]);
        Assert.AreEqual("""["intrusion_detection","network"]""", document["event"]!["category"]!.ToJsonString());
        Assert.AreEqual("""["info","denied"]""", document["event"]!["type"]!.ToJsonString());
        Assert.AreEqual("drop", (string?)document["event"]!["action"]);
        Assert.IsNull(document["event"]!["outcome"]);
    }

    [TestMethod]
    public void Of_LostRecords_NameTheLossAndNoAddresses()
    {
        var shape = new RecordShape { Kind = RecordKind.SkipData, Source = "", Destination = "", Protocol = TransportProtocol.None, Bytes = -1, Action = FirewallAction.Unknown };
        var document = Parse(Sample.Record(shape: shape));
        Assert.AreEqual("skipdata", (string?)document["fwcorrelate"]!["record"]!["loss"]);
        Assert.IsNull(document["source"]);
        Assert.IsNull(document["network"]);
    }

    [TestMethod]
    public void Of_MappedFields_BecomeWhatTheirTypeSays()
    {
        var document = Parse(Sample.Record("n=12 x=many ip=10.1.2.3 peer=db.internal mac=AA", mappings:
        [
            new FieldMapping("n", "event.sequence", FieldType.Number),
            new FieldMapping("x", "event.severity", FieldType.Number),
            new FieldMapping("ip", "source.nat.ip", FieldType.Address),
            new FieldMapping("peer", "client.ip", FieldType.Address),
            new FieldMapping("mac", "host.mac"),
            new FieldMapping("n", "source.ip"),
        ]));
        Assert.AreEqual(12, (int?)document["event"]!["sequence"]);
        Assert.IsNull(document["event"]!["severity"]);
        Assert.AreEqual("10.1.2.3", (string?)document["source"]!["nat"]!["ip"]);
        Assert.AreEqual("db.internal", (string?)document["client"]!["address"]);
        Assert.AreEqual("""["AA"]""", document["host"]!["mac"]!.ToJsonString());
        Assert.AreEqual("10.8.0.9", (string?)document["source"]!["ip"]);
    }

    private static JsonNode Parse(RecordReference record) => JsonNode.Parse(FlowDocument.Of(record).ToString())!;
}
