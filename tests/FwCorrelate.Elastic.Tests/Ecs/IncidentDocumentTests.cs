// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Samples;

namespace FwCorrelate.Elastic.Tests.Ecs;

[TestClass]
public sealed class IncidentDocumentTests
{
    private static readonly JsonNode Document = JsonNode.Parse(IncidentDocument.Of(Sample.Incident(), ArgumentRedaction.Truncate).ToString())!;

    [TestMethod]
    public void Of_Incident_IsAnAlertWithOurRule()
    {
        Assert.AreEqual("alert", (string?)Document["event"]!["kind"]);
        Assert.AreEqual(73, (int?)Document["event"]!["severity"]);
        Assert.AreEqual("""["info","allowed"]""", Document["event"]!["type"]!.ToJsonString());
        Assert.AreEqual("Connection to a mining pool", (string?)Document["rule"]!["name"]);
        Assert.AreEqual("2026-01-15T04:02:17.310000Z", (string?)Document["@timestamp"]);
    }

    [TestMethod]
    public void Of_AttackTags_BecomeThreatFields() => Assert.AreEqual(
        """{"framework":"MITRE ATT\u0026CK","tactic":{"id":["TA0040"],"name":["Impact"]},"technique":{"id":["T1496"],"subtechnique":{"id":["T1496.001"]}}}""",
        Document["threat"]!.ToJsonString());

    [TestMethod]
    public void Of_Incident_NamesPivots()
    {
        Assert.AreEqual("""["10.8.0.9","198.51.100.23"]""", Document["related"]!["ip"]!.ToJsonString());
        Assert.AreEqual("""["node-3","sbx-9"]""", Document["related"]!["hosts"]!.ToJsonString());
    }

    [TestMethod]
    public void Of_Incident_HoldsTheContractsFields()
    {
        var ours = Document["fwcorrelate"]!;
        Assert.AreEqual(
            """{"id":"INC-7f3a00c1d2e4","revision":1,"first_seen":"2026-01-15T04:02:17.310000Z","last_seen":"2026-01-15T04:03:17.310000Z","record_count":31,"connection_count":1,"status":"open"}""",
            ours["incident"]!.ToJsonString());
        Assert.AreEqual("agent_initiated", (string?)ours["verdict"]);
        Assert.AreEqual(
            """[{"for":true,"text":"the destination stands in the command"},{"for":false,"text":"the host also runs a load test"}]""",
            ours["verdict_reasons"]!.ToJsonString());
        Assert.AreEqual("""{"ids":["call_7"]}""", ours["tool_call"]!.ToJsonString());
        Assert.AreEqual("./xmrig -o 198.51.100.23:3333", (string?)ours["command"]);
        Assert.AreEqual("""{"refused":0,"bytes_out":48211}""", ours["scope"]!.ToJsonString());
        Assert.AreEqual("yes", (string?)ours["ongoing"]);
        Assert.AreEqual("not_seen", (string?)ours["origin"]);
        Assert.AreEqual("BEH-1", (string?)ours["behaviour"]!["id"]);
        Assert.AreEqual("call", (string?)ours["evidence"]![1]!["role"]);
        Assert.AreEqual(12, (int?)ours["evidence"]![1]!["line"]);
    }

    [TestMethod]
    public void Of_CommandWithSecret_MasksIt()
    {
        var incident = Sample.Incident() with { Command = "curl -H 'Authorization: Bearer abcdef0123456789' http://x" };
        var text = IncidentDocument.Of(incident, ArgumentRedaction.None).ToString();
        Assert.DoesNotContain("abcdef0123456789", text);
        Assert.Contains("[secret]", text);
    }
}
