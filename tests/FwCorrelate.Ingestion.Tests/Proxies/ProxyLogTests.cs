// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Proxies;

[TestClass]
public sealed class ProxyLogTests
{
    private const string Native = "1768417381.250    250 172.30.0.20 TCP_TUNNEL/200 6210 CONNECT files.example.org:443 - HIER_DIRECT/203.0.113.77 -";
    private const string NativeDenied = "1768417382.000      1 172.30.0.20 TCP_DENIED/403 3900 CONNECT pool.example.net:3333 - HIER_NONE/- text/html";
    private const string Detailed = "1768417381.250 172.30.0.20:39748 files.example.org:443 203.0.113.77:443 1.1 CONNECT 200 TCP_TUNNEL:HIER_DIRECT files.example.org:443 \"-\"";
    private const string DetailedDenied = "1768417382.000 172.30.0.20:36274 pool.example.net:3333 -:- 1.1 CONNECT 403 TCP_DENIED:HIER_NONE pool.example.net:3333 \"curl/7.81.0\"";
    private const string Audit = """{"ts":1768417381.250,"client":"172.30.0.20","host":"files.example.org:443","dest":"203.0.113.77:443","method":"CONNECT","status":200,"decision":"TCP_TUNNEL","url":"files.example.org:443"}""";
    private const string AuditNow = """{"timestamp":"2026-01-14T19:03:01.250Z","event":"http_access","_schema":"audit/v1","client":"172.30.0.20","host":"files.example.org:443","dest":"203.0.113.77:443","method":"CONNECT","status":200,"decision":"TCP_TUNNEL","url":"files.example.org:443"}""";
    private const string AuditRefused = """{"ts":1768417381.250,"client":"172.30.0.20","host":"evil.example.com:443","dest":"-:-","method":"CONNECT","status":403,"decision":"NONE_NONE","url":"evil.example.com:443"}""";
    private const string Combined = "172.30.0.20 - agent [15/Jan/2026:03:03:01 +0800] \"POST http://paste.example.com/api?a=\\\"1\\\" HTTP/1.1\" 200 512 \"-\" \"curl/8.0\" TCP_MISS:HIER_DIRECT";
    private const string EnvoyDefault = "[2026-01-14T19:03:01.250Z] \"POST /api/v1/upload HTTP/2\" 200 - 96120 532 40 12 \"10.8.3.21\" \"python-requests/2.31\" \"c0ffee\" \"files.example.org\" \"203.0.113.77:443\"";
    private const string EnvoyIstio = "[2026-01-14T19:03:01.250Z] \"- - -\" 0 - - - \"-\" 96120 184233 300500 - \"-\" \"-\" \"-\" \"-\" \"203.0.113.77:22\" PassthroughCluster 10.8.3.21:51024 203.0.113.77:22 10.8.3.21:51022 files.example.org -";
    private const string EnvoyJson = """{"start_time":"2026-01-14T19:03:01.250Z","method":"GET","path":"/","response_code":403,"response_flags":"UAEX","bytes_received":10,"bytes_sent":20,"duration":40,"authority":"pool.example.net:8443","upstream_host":null,"downstream_remote_address":"10.8.3.21:51022"}""";
    private const string Mitm = """{"timestamp":1768417381.25,"client_ip":"10.8.3.21","client_port":51022,"method":"POST","url":"https://paste.example.com/new","status_code":200,"request_bytes":96120,"response_bytes":20}""";
    private const string MitmNested = """{"request":{"method":"GET","pretty_host":"files.example.org","port":8443,"timestamp_start":1768417381.25},"response":{"status_code":200,"timestamp_end":1768417381.75},"verdict":"blocked"}""";
    private const string OpenShellNet = "2026-01-14T19:03:01.250Z OCSF NET:OPEN [MED] DENIED /usr/bin/curl(64) -> pool.example.net:3333 [policy:- engine:opa] [reason:no matching policy]";
    private const string OpenShellHttp = "[1768417381.250] [sandbox] [OCSF ] [ocsf] HTTP:PUT [INFO] ALLOWED PUT http://files.example.org/x [policy:files engine:l7]";
    private const string Ocsf = """{"class_uid":4001,"activity_id":1,"time":1768417381250,"end_time":1768417681750,"action":"Denied","disposition":"Blocked","src_endpoint":{"ip":"10.8.3.21","port":51022},"dst_endpoint":{"domain":"pool.example.net","port":3333},"connection_info":{"protocol_name":"tcp","direction":"Outbound"},"traffic":{"bytes_in":20,"bytes_out":96120},"actor":{"process":{"name":"curl","pid":64}}}""";

    [TestMethod]
    [DataRow("squid", Native, "172.30.0.20", "203.0.113.77", 443, "files.example.org", FirewallAction.Allow)]
    [DataRow("squid", NativeDenied, "172.30.0.20", "", 3333, "pool.example.net", FirewallAction.Deny)]
    [DataRow("squid", Detailed, "172.30.0.20", "203.0.113.77", 443, "files.example.org", FirewallAction.Allow)]
    [DataRow("squid", DetailedDenied, "172.30.0.20", "", 3333, "pool.example.net", FirewallAction.Deny)]
    [DataRow("squid", Audit, "172.30.0.20", "203.0.113.77", 443, "files.example.org", FirewallAction.Allow)]
    [DataRow("squid", AuditNow, "172.30.0.20", "203.0.113.77", 443, "files.example.org", FirewallAction.Allow)]
    [DataRow("squid", AuditRefused, "172.30.0.20", "", 443, "evil.example.com", FirewallAction.Deny)]
    [DataRow("squid", Combined, "172.30.0.20", "", 80, "paste.example.com", FirewallAction.Allow)]
    [DataRow("envoy", EnvoyDefault, "", "203.0.113.77", 443, "files.example.org", FirewallAction.Allow)]
    [DataRow("envoy", EnvoyIstio, "10.8.3.21", "203.0.113.77", 22, "files.example.org", FirewallAction.Allow)]
    [DataRow("envoy", EnvoyJson, "10.8.3.21", "", 8443, "pool.example.net", FirewallAction.Deny)]
    [DataRow("mitmproxy", Mitm, "10.8.3.21", "", 443, "paste.example.com", FirewallAction.Unknown)]
    [DataRow("mitmproxy", MitmNested, "", "", 8443, "files.example.org", FirewallAction.Deny)]
    [DataRow("ocsf", OpenShellNet, "", "", 3333, "pool.example.net", FirewallAction.Deny)]
    [DataRow("ocsf", OpenShellHttp, "", "", 80, "files.example.org", FirewallAction.Allow)]
    [DataRow("ocsf", Ocsf, "10.8.3.21", "", 3333, "pool.example.net", FirewallAction.Deny)]
    public void Request_OfEachForm_IsRecognisedWithItsNameAndVerdict(
        string format, string line, string source, string destination, int port, string host, FirewallAction action)
    {
        var reading = Reading.Flows(line + "\n");
        Assert.IsEmpty(reading.Rejected, string.Join(" ", reading.Rejected.Select(r => r.Reason)));
        var record = reading.Records.Single();
        Assert.AreEqual(format, reading.Parser.Format.Name);
        Assert.AreEqual((source, destination, port), (record.Source.ToString(), record.Destination.ToString(), (int)record.DestinationPort));
        Assert.AreEqual((host, action), (reading.Field(0, ProxyRecords.HostColumn), record.Action));
        Assert.AreEqual(FwCorrelate.Network.TransportProtocol.Tcp, record.Protocol);
        Assert.IsTrue(record.SourceIsInitiator);
        Assert.IsLessThan(Duration.FromSeconds(2), record.Start.ToInstant() - Instant.FromUnixTimeMilliseconds(1768417380500));
    }

    [TestMethod]
    public void Squid_Stamp_IsTheEndOfTheRequest()
    {
        var record = Reading.Flows(Native).Records.Single();
        Assert.AreEqual((Instant.FromUnixTimeMilliseconds(1768417381000), Instant.FromUnixTimeMilliseconds(1768417381250)), (record.Start.ToInstant(), record.End.ToInstant()));
        Assert.AreEqual((6210, -1, -1), (record.Bytes, record.BytesReceived, record.BytesSent));
    }

    [TestMethod]
    public void Squid_ClientsPort_IsKeptWhereItIsTold() => Assert.AreEqual(39748, Reading.Flows(Detailed).Records.Single().SourcePort);

    [TestMethod]
    public void Envoy_BytesReceived_AreThoseOfTheClient()
    {
        var record = Reading.Flows(EnvoyIstio).Records.Single();
        Assert.AreEqual((96120, 184233), (record.BytesSent, record.BytesReceived));
        Assert.AreEqual(Duration.FromMilliseconds(300_500), record.End.ToInstant() - record.Start.ToInstant());
    }

    [TestMethod]
    public void OpenShell_WhatIsNoTraffic_IsPassedOver()
    {
        var reading = Reading.Flows(OpenShellNet + "\n2026-01-14T19:03:02.000Z INFO openshell_sandbox: Starting sandbox\n2026-01-14T19:03:02.000Z OCSF CONFIG:LOADED [INFO] Policy reloaded\n"
            + "[1768417382.338] [sandbox] [OCSF ] [ocsf] NET:OPEN [INFO] [msg:ssh relay open (target=unix:/run/ssh.sock)]\n");
        Assert.AreEqual((1, 0, 3), (reading.Records.Count, reading.Rejected.Count, (int)reading.Ignored));
        Assert.AreEqual(("/usr/bin/curl", "64", "no matching policy"), (reading.Field(0, "actor.process.name"), reading.Field(0, "actor.process.pid"), reading.Field(0, "status_detail")));
    }

    [TestMethod]
    public void Squid_UnknownResult_IsKeptAndTold()
    {
        var reading = Reading.Flows(Native.Replace("TCP_TUNNEL", "TCP_NOVEL", StringComparison.Ordinal));
        Assert.AreEqual(FirewallAction.Unknown, reading.Records.Single().Action);
        Assert.AreSequenceEqual(["TCP_NOVEL"], reading.Parser.UnknownVerdicts);
    }

    [TestMethod]
    [DataRow("squid", Native + "\n" + NativeDenied + "\n")]
    [DataRow("squid", Detailed + "\n" + DetailedDenied + "\n")]
    [DataRow("squid", Audit + "\n" + AuditNow + "\n")]
    [DataRow("squid", Combined + "\n" + Combined + "\n")]
    [DataRow("envoy", EnvoyDefault + "\n" + EnvoyDefault + "\n")]
    [DataRow("envoy", EnvoyIstio + "\n" + EnvoyIstio + "\n")]
    [DataRow("envoy", EnvoyJson + "\n" + EnvoyJson + "\n")]
    [DataRow("mitmproxy", Mitm + "\n" + MitmNested + "\n")]
    [DataRow("ocsf", OpenShellNet + "\n" + OpenShellHttp + "\n")]
    [DataRow("ocsf", Ocsf + "\n" + Ocsf + "\n")]
    public void Text_Mutated_NeverThrowsAndAccountsForEveryLine(string format, string text) => Mutations.CheckLines(text, format);
}
