// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Pipelines;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>What shippers do, against the installed pipelines and templates.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ShipperTests
{
    private const string Line = "2 123456789012 eni-0a1b2c3d 10.0.1.5 203.0.113.77 51022 22 6 288 19224 1768417381 1768417440 ACCEPT OK";
    private const string Alert =
        """{"__topic__":"cloudfirewall_access_log","log_type":"internet_log","src_ip":"198.51.100.20","dst_ip":"203.0.113.77","ip_protocol":"tcp","src_port":"1","dst_port":"22","start_time":"1768417381","end_time":"1768417681","direction":"out","rule_result":"alert"}""";

    private const string NameRequest = """{"__topic__":"cloudfirewall_access_log","log_type":"dns_firewall_log","src_ip":"10.0.0.1","domain":"example.org"}""";

    [TestMethod]
    public async Task Event_SentAgain_IsStoredOnce()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        JsonObject[] events = [Shipped(Line, 0), Shipped(Line, 105), Shipped("damaged", 210), Shipped(Alert, 220), Shipped(NameRequest, 300)];
        CollectionAssert.AreEqual(Enumerable.Repeat(201, 5).ToList(), await site.ShipAsync(name, events));
        CollectionAssert.AreEqual(Enumerable.Repeat(409, 5).ToList(), await site.ShipAsync(name, events));
        Assert.HasCount(4, await site.DocumentsAsync("flow", name));
        Assert.HasCount(1, await site.DocumentsAsync("alert", name));
    }

    [TestMethod]
    public async Task EqualLines_AtTwoPlacesOrOnTwoHosts_StayTwo()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        var elsewhere = Shipped(Line, 0);
        elsewhere["host"]!["name"] = "another";
        await site.ShipAsync(name, Shipped(Line, 0), Shipped(Line, 105), elsewhere, Plain(Line), Plain(Line), WithId(Line, "a"), WithId(Line, "b"));
        Assert.HasCount(7, await site.DocumentsAsync("flow", name));
    }

    [TestMethod]
    public async Task EventId_SentAgain_IsStoredOnce()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        CollectionAssert.AreEqual(new List<int> { 201, 409 }, await site.ShipAsync(name, WithId(Line, "a"), WithId(Line, "a")));
    }

    [TestMethod]
    public async Task Alert_SentAsAFlow_GoesToTheStreamOfAlerts()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        var sent = Plain(Alert);
        sent["data_stream"] = new JsonObject { ["type"] = "logs", ["dataset"] = "fwcorrelate.flow", ["namespace"] = name };
        await site.ShipAsync(name, sent);
        var stored = (await site.DocumentsAsync("alert", name)).Single();
        Assert.AreEqual("alert", (string?)stored["event"]!["kind"]);
        Assert.AreEqual("fwcorrelate.alert", (string?)stored["data_stream"]!["dataset"]);
    }

    [TestMethod]
    public async Task DamagedRecord_OfAStrictStream_IsKeptWithItsReason()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        await site.ShipAsync(name, Shipped(Line.Replace("51022", "70000", StringComparison.Ordinal), 0));
        var stored = (await site.DocumentsAsync("flow", name)).Single();
        Assert.AreEqual("pipeline_error", (string?)stored["event"]!["kind"]);
        Assert.AreEqual("srcport is '70000', expected a port from 0 to 65535", (string?)stored["error"]!["message"]);
        Assert.AreEqual("fwcorrelate_aws_vpc_flow_read", (string?)stored["error"]!["code"]);
        StringAssert.Contains((string?)stored["event"]!["original"], "70000", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task EventWithoutText_IsKeptWithItsReason()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        await site.ShipAsync(name, new JsonObject { ["message"] = 5 }, []);
        var stored = await site.DocumentsAsync("flow", name);
        Assert.HasCount(2, stored);
        Assert.IsTrue(stored.All(d => (string?)d["event"]!["kind"] == "pipeline_error" && d["error"]!["message"] is not null && d["@timestamp"] is not null));
    }

    [TestMethod]
    public async Task HeaderOfColumnsThatNobodyTold_IsKeptAndSaysWhatToDo()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        await site.ShipAsync(name, Plain("srcaddr dstaddr start end action log-status srcport dstport protocol packets bytes"), Plain(""));
        var stored = (await site.DocumentsAsync("flow", name)).Single();
        StringAssert.Contains((string?)stored["error"]!["message"], "fwcorrelate.log_format", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task DocumentOfOurs_PushedThere_IsLeftAsItIs()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        var document = ReadRecords.OfText(Encoding.UTF8.GetBytes(Line), "aws-vpc-flow").Single().Document!;
        await site.ShipAsync(name, document);
        var stored = (await site.DocumentsAsync("flow", name)).Single();
        stored["event"]!.AsObject().Remove("ingested");
        Assert.IsTrue(JsonNode.DeepEquals(document, stored), stored.ToJsonString());
    }

    [TestMethod]
    public async Task UsersProcessors_AreCalledLast_AndTheirFailureLosesNothing()
    {
        using var site = await PipelineSite.OpenAsync();
        var name = PipelineSite.NewNamespace();
        var hook = "_ingest/pipeline/" + Uri.EscapeDataString(IngestPipeline.UserHook);
        try
        {
            await site.SendAsync(HttpMethod.Put, hook, """{"processors":[{"set":{"field":"labels.at","value":"{{{source.ip}}}"}}]}""");
            await site.ShipAsync(name, Plain(Line));
            Assert.AreEqual("10.0.1.5", (string?)(await site.DocumentsAsync("flow", name)).Single()["labels"]!["at"]);
            await site.SendAsync(HttpMethod.Put, hook, """{"processors":[{"fail":{"message":"broken","tag":"theirs"}}]}""");
            await site.ShipAsync(name, Plain(Line));
        }
        finally
        {
            await site.SendAsync(HttpMethod.Put, hook, """{"processors":[]}""");
        }

        var failed = (await site.DocumentsAsync("flow", name)).Single(d => d.ContainsKey("error"));
        Assert.AreEqual("pipeline_error", (string?)failed["event"]!["kind"]);
        Assert.AreEqual(Line, (string?)failed["event"]!["original"]);
        StringAssert.Contains((string?)failed["error"]!["message"], "broken", StringComparison.Ordinal);
    }

    private static JsonObject Plain(string message) => new() { ["message"] = message };

    private static JsonObject WithId(string message, string id) => new() { ["message"] = message, ["event"] = new JsonObject { ["id"] = id } };

    // As Filebeat's filestream input does.
    private static JsonObject Shipped(string message, long offset) => new()
    {
        ["@timestamp"] = "2026-01-15T04:00:00.000Z",
        ["message"] = message,
        ["ecs"] = new JsonObject { ["version"] = "8.0.0" },
        ["input"] = new JsonObject { ["type"] = "filestream" },
        ["agent"] = new JsonObject { ["id"] = "a1", ["name"] = "shipper", ["type"] = "filebeat", ["version"] = "8.19.0", ["ephemeral_id"] = "e1" },
        ["host"] = new JsonObject { ["name"] = "shipper" },
        ["log"] = new JsonObject { ["offset"] = offset, ["file"] = new JsonObject { ["path"] = "/var/log/flows.log", ["inode"] = "7", ["device_id"] = "1", ["fingerprint"] = "f" } },
    };
}
