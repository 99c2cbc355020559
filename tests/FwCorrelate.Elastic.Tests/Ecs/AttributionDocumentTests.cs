// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Correlation;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Samples;
using NodaTime;

namespace FwCorrelate.Elastic.Tests.Ecs;

[TestClass]
public sealed class AttributionDocumentTests
{
    [TestMethod]
    public void Of_NamedCall_HoldsTheContractInOrder()
    {
        var document = JsonNode.Parse(AttributionDocument.Of(Sample.Attributed()).ToString())!;
        var origin = Sample.Attributed().Origin;
        Assert.AreEqual(
            $$"""{"file":"logs/a.log","line":812,"index":0,"offset":91822,"sha256":"{{origin.Sha256}}","direction":"outbound","loss":"none","clock_offset_ms":0,"slack_ms":2000,"late":false}""",
            document["fwcorrelate"]!["record"]!.ToJsonString());
        Assert.AreEqual(
            """[{"id":"6f1c1f6e-6c1d-4b7a-9a59-0d2a8c1f7b11","title":"Connection to a mining pool","level":"high","family":"mining"}]""",
            document["fwcorrelate"]!["rules"]!.ToJsonString());
        Assert.AreEqual(
            """{"id":"c-5d41402abc4b","start":"2026-01-15T04:02:17.310000Z","start_basis":"proven","end":"2026-01-15T04:03:17.310000Z","records":31,"first_contact":true,"initiator":"source"}""",
            document["fwcorrelate"]!["connection"]!.ToJsonString());
        Assert.AreEqual(
            """{"kind":"tool_call","rung":"B","tool_call_id":"call_7","confidence":0.9962,"lag_ms":310,"inherited":false,"candidates":[""" +
            """{"tool_call_id":"call_7","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","episode_id":"ep-0042","run_id":"grpo-12","weight":0.9962""" +
            ""","reasons":["exclusive lease","opens 310 ms after the call starts","destination named in the command"]}],"none_weight":0.0038}""",
            document["fwcorrelate"]!["attribution"]!.ToJsonString());
        Assert.AreEqual("grpo-12", (string?)document["fwcorrelate"]!["run"]!["id"]);
        Assert.AreEqual("ep-0042", (string?)document["fwcorrelate"]!["episode"]!["id"]);
        Assert.AreEqual("sbx-9", (string?)document["fwcorrelate"]!["sandbox"]!["id"]);
        Assert.AreEqual("""{"tool":{"name":"bash","call":{"id":"call_7"}}}""", document["gen_ai"]!.ToJsonString());
        Assert.AreEqual(origin.Sha256, (string?)document["event"]!["hash"]);
    }

    [TestMethod]
    public void Of_CandidatesOfSeveralEpisodes_NamesNone()
    {
        var other = Sample.Call("call_1") with { EpisodeId = "ep-0043", SpanId = "aa" };
        var attribution = new Attribution
        {
            Kind = AttributionKind.Candidates,
            Rung = Rung.D,
            Confidence = 0.5,
            Candidates = [new(Sample.Call(), 0.5, Duration.Zero, []), new(other, 0.3, Duration.Zero, [])],
            NoneWeight = 0.2,
            Sandboxes = ["sbx-9", "sbx-10"],
        };
        var document = JsonNode.Parse(AttributionDocument.Of(Sample.Attributed(attribution)).ToString())!;
        Assert.IsNull(document["gen_ai"]);
        Assert.IsNull(document["fwcorrelate"]!["attribution"]!["tool_call_id"]);
        Assert.IsNull(document["fwcorrelate"]!["run"]);
        Assert.IsNull(document["fwcorrelate"]!["episode"]);
        Assert.IsNull(document["fwcorrelate"]!["sandbox"]);
    }

    [TestMethod]
    public void Of_UnknownAddress_GivesAllWeightToNone()
    {
        var attribution = new Attribution { Kind = AttributionKind.UnknownAddress, Rung = Rung.E, Reasons = ["no lease covers 10.8.0.9"] };
        Assert.AreEqual(
            """{"kind":"unknown_address","rung":"E","confidence":0.0000,"inherited":false,"none_weight":1.0000,"reasons":["no lease covers 10.8.0.9"]}""",
            JsonNode.Parse(AttributionDocument.Of(Sample.Attributed(attribution)).ToString())!["fwcorrelate"]!["attribution"]!.ToJsonString());
    }
}
