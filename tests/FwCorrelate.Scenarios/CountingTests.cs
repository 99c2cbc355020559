// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Service;

namespace FwCorrelate.Scenarios;

/// <summary>Bytes sent are bytes sent; a session counts once, however often and by whomever it is reported.</summary>
[TestClass]
public sealed class CountingTests
{
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags flow-direction\n";

    [TestMethod]
    [DataRow("field/bytes-download-is-upload")]
    [DataRow("field/answer-is-outbound-ssh")]
    public void Field_WhatIsNoUploadAndNoOutboundSession_IsNoIncident(string folder) =>
        Assert.IsEmpty(Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path(folder) }).Incidents);

    [TestMethod]
    public void Field_ASessionWithReportsInBetween_IsOneSession()
    {
        var folder = SharedCases.Path("field/session-interim-cumulative");
        var result = Investigation.Run(new InvestigationOptions { CasePath = folder, Rules = [Path.Combine(folder, "rules")], NoDefaultRules = true });
        Assert.IsTrue(result.Incidents.All(i => i.Rule.Title == "flows to a port"));
    }

    [TestMethod]
    public void Run_ASessionThatThreeSensorsSaw_CountsOnceAndSaysSo()
    {
        using var copy = Case();
        copy.Add("logs/inside.log", Header + Flow("eni-inside", "10.0.0.5", 50000, 22, 9000, 0) + Flow("eni-inside", "10.0.0.5", 50001, 22, 500, 300));
        copy.Add("logs/edge.log", Header + Flow("eni-edge", "10.0.0.5", 50000, 22, 8900, 1));
        copy.Add("logs/other.log", Header + Flow("eni-other", "10.0.0.5", 50000, 22, 9000, 0));

        var incident = Investigation.Run(new InvestigationOptions { CasePath = copy.Path }).Incidents.Single(i => i.RecordCount == 4);

        Assert.AreEqual((2, 3, 9500L), (incident.ConnectionCount, incident.SensorCount, incident.Scope.BytesOut));
        Assert.Contains("2 connections seen by 3 sensors", ProgramRun.Of("investigate", copy.Path, "--format", "table").Output);
        Assert.Contains("\"sensor_count\":3", ProgramRun.Of("investigate", copy.Path, "--format", "jsonl").Output);
    }

    [TestMethod]
    [DataRow("10.0.0.5", 50000, 7L, 7L, 1)]
    [DataRow("192.0.2.5", 50000, 0L, 0L, 1)]
    [DataRow("192.0.2.5", 61000, 7L, 7L, 1)]
    [DataRow("192.0.2.5", 61000, 7L, 8L, 2)]
    [DataRow("192.0.2.5", 61000, 0L, 0L, 2)]
    public void Run_ASessionBeforeAndAfterTranslation_CountsOnceWhereTheLogsTell(string outside, int port, long inner, long outer, int connections)
    {
        using var copy = CaseCopy.Empty();
        copy.Add("case.yml", "internal_networks: [10.0.0.0/8, 192.0.2.0/24]\nsources: {inside: logs/inside.jsonl, outside: logs/outside.jsonl}\n");
        copy.Add("logs/inside.jsonl", Session("fw-1", "\"src_ip\":\"192.0.2.5\",\"src_private_ip\":\"10.0.0.5\"", 50000, inner));
        copy.Add("logs/outside.jsonl", Session("fw-2", $"\"src_ip\":\"{outside}\"", port, outer));
        copy.Add("leases/leases.csv", "address,owner_kind,owner_id,host,from,to\n10.0.0.5,sandbox,sb-1,w1,2026-01-30T05:00:00Z,2026-01-30T06:00:00Z\n"
            + "192.0.2.5,sandbox,sb-1,w1,2026-01-30T05:00:00Z,2026-01-30T06:00:00Z\n");
        var incidents = Investigation.Run(new InvestigationOptions { CasePath = copy.Path }).Incidents.Where(i => i.RecordCount > 0).ToList();
        Assert.AreEqual((connections, 4000L * connections), (incidents.Sum(i => i.ConnectionCount), incidents.Sum(i => i.Scope.BytesOut)));
        Assert.AreEqual(2, incidents.Max(i => i.SensorCount));
    }

    [TestMethod]
    public void Run_ASessionThatAGatewayTranslates_CountsOnce()
    {
        using var copy = Case();
        const string columns = "version account-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags flow-direction\n";
        copy.Add("logs/inside.log", columns + "3 1 eni-vm 10.0.0.5 203.0.113.7 10.0.0.5 203.0.113.7 50000 22 6 30 9000 1769750000 1769750020 ACCEPT OK 2 egress\n");
        copy.Add("logs/edge.log", columns + "3 1 eni-nat 10.0.9.9 203.0.113.7 10.0.0.5 203.0.113.7 50000 22 6 30 9000 1769750000 1769750020 ACCEPT OK 2 egress\n"
            + "3 1 eni-nat 10.0.9.9 203.0.113.7 10.0.9.9 203.0.113.7 50000 22 6 30 9000 1769750000 1769750020 ACCEPT OK 2 egress\n");
        copy.Add("leases/leases.csv", "address,owner_kind,owner_id,host,from,to\n10.0.0.5,sandbox,sb-1,w1,2026-01-30T05:00:00Z,2026-01-30T06:00:00Z\n"
            + "10.0.9.9,sandbox,sb-1,w1,2026-01-30T05:00:00Z,2026-01-30T06:00:00Z\n");
        var incident = Investigation.Run(new InvestigationOptions { CasePath = copy.Path }).Incidents.Single(i => i.RecordCount > 0);
        Assert.AreEqual((3, 1, 2, 9000L), (incident.RecordCount, incident.ConnectionCount, incident.SensorCount, incident.Scope.BytesOut));
    }

    [TestMethod]
    public void Run_PortsUsedAgainOnOneSensor_AreTwoConnections()
    {
        using var copy = Case();
        copy.Add("logs/inside.log", Header + Flow("eni-inside", "10.0.0.5", 50000, 22, 100, 0) + Flow("eni-inside", "10.0.0.5", 50000, 22, 100, 1200));
        Assert.AreEqual(2, Investigation.Run(new InvestigationOptions { CasePath = copy.Path }).Incidents.Sum(i => i.ConnectionCount));
    }

    [TestMethod]
    public void Run_StrangersWhoComeFromPort22_AreNoOutboundSession()
    {
        using var copy = Case();
        copy.Add("logs/inside.log", Header + Raw("203.0.113.7", 22, "10.0.0.5", 8888, 2) + Raw("10.0.0.5", 8888, "203.0.113.7", 22, 18)
            + Raw("203.0.113.8", 22, "10.0.0.5", 8888, 2) + Raw("10.0.0.5", 8888, "203.0.113.8", 22, 20)
            + Raw("203.0.113.9", 22, "10.0.0.5", 8888, 18) + Raw("10.0.0.5", 8888, "203.0.113.9", 22, 4));
        Assert.IsEmpty(Investigation.Run(new InvestigationOptions { CasePath = copy.Path }).Incidents);
    }

    [TestMethod]
    public void Run_AWordOfAVerdictThatIsUnknown_IsToldOnce()
    {
        using var copy = Case();
        const string line = """{"__topic__":"cloudfirewall_access_log","log_type":"internet_log","src_ip":"10.0.0.5","src_port":"50000","dst_ip":"198.51.100.7","dst_port":"443","ip_protocol":"TCP","direction":"out","start_time":"1769750000","end_time":"1769750060","rule_result":"blackhole"}""";
        copy.Add("logs/cfw.jsonl", $"{line}\n{line}\n");
        Assert.AreEqual(1, Investigation.Run(new InvestigationOptions { CasePath = copy.Path }).Warnings.Count(w => w.Contains("'blackhole'", StringComparison.Ordinal)));
        Assert.Contains("'blackhole'", ProgramRun.Of("flows", Path.Combine(copy.Path, "logs"), "--format", "csv").Error);
    }

    [TestMethod]
    public void Lab_WhoStandsBehindASharedAddress_IsToldByTheTranslations()
    {
        var result = Investigation.Run(new InvestigationOptions { CasePath = SharedCases.Path("lab") });
        var shared = result.Attributions.Where(a => a.Record.Record.Source.ToString() == "10.77.1.50").ToList();
        Assert.IsGreaterThan(50, shared.Count);
        Assert.IsTrue(shared.TrueForAll(a => a.Attribution.Rung == Rung.C && a.Attribution.Sandboxes.Count == 1));
    }

    private static string Session(string firewall, string source, int port, long sequence) => $$"""
        {"__topic__":"cloudfirewall_access_log","log_type":"nat_firewall_log","firewall_id":"{{firewall}}",{{source}},"src_port":"{{port}}","dst_ip":"203.0.113.7","dst_port":"22","ip_protocol":"tcp","direction":"out","tcp_seq":"{{sequence}}","start_time":"1769750000","end_time":"1769750020","in_packet_bytes":"100","in_packet_count":"2","out_packet_bytes":"4000","out_packet_count":"10","total_packet_bytes":"4100","total_packet_count":"12","rule_result":"pass"}
        """ + "\n";

    private static CaseCopy Case()
    {
        var copy = CaseCopy.Empty();
        copy.Add("case.yml", "internal_networks: [10.0.0.0/8]\nsources: {inside: logs/inside.log, edge: logs/edge.log, other: logs/other.log}\n");
        return copy;
    }

    private static string Flow(string sensor, string source, int port, int service, long bytes, int second) =>
        $"3 1 {sensor} {source} 203.0.113.7 {port} {service} 6 30 {bytes} {1769750000 + second} {1769750020 + second} ACCEPT OK 2 egress\n";

    private static string Raw(string source, int sourcePort, string destination, int port, int flags) =>
        $"3 1 eni-0a {source} {destination} {sourcePort} {port} 6 3 200 1769750000 1769750030 ACCEPT OK {flags} {(source.StartsWith("10.", StringComparison.Ordinal) ? "egress" : "ingress")}\n";
}
