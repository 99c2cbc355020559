// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using CsCheck;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>What the reader refuses, the pipeline refuses, and nothing else.</summary>
[TestClass]
public sealed class DamagedRecordTests
{
    private const int Records = 2000;

    // More with FWC_MUTATIONS=100000.
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("FWC_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(1, count / Records) : 1;

    private const string Default = "2 123456789012 eni-0a1b2c3d 10.0.1.5 203.0.113.77 51022 22 6 288 19224 1768417381 1768417440 ACCEPT OK";
    private const string Stamp = "2026-02-10T09:00:00.000Z ";

    private const string LongHeader =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id instance-id tcp-flags pkt-srcaddr pkt-dstaddr "
        + "region flow-direction ecs-task-id icmp-type icmp_code reject-reason";

    private const string Long =
        "5 123456789012 eni-0a1b2c3d 10.0.1.5 203.0.113.77 51022 22 6 288 19224 1768417381 1768417440 ACCEPT OK vpc-1 i-1 2 10.8.3.21 203.0.113.77 eu-central-1 egress t-1 8 0 -";

    [TestMethod]
    public async Task AwsDefaultColumns_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-aws-vpc-flow", "aws-vpc-flow", null, ' ',
        Default, Default.Replace("10.0.1.5", "2001:db8::5", StringComparison.Ordinal).Replace("203.0.113.77", "2001:db8::1:0:0:5", StringComparison.Ordinal),
        "2 123456789012 eni-0a1b2c3d - - - - - - - 1768417381 1768417440 - NODATA", Stamp + Default);

    [TestMethod]
    public async Task AwsNamedColumns_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-aws-vpc-flow", "aws-vpc-flow", LongHeader, ' ', Long, Long.Replace(" 6 288", " 1 288", StringComparison.Ordinal));

    [TestMethod]
    public async Task AwsEnvelopes_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-aws-vpc-flow", "aws-vpc-flow", null, ',',
        $$"""{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[{"id":"e1","timestamp":1418530010000,"message":"{{Default}}"}]}""",
        $$"""{"message":"{\"message\":\"{{Default}}\\n\",\"n\":1}"}""");

    [TestMethod]
    public async Task CloudFirewallJson_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-alibaba-cloud-firewall", "alibaba-cloud-firewall", null, ',',
        """{"__topic__": "cloudfirewall_access_log", "log_type": "internet_log", "aliuid": "123", "src_ip": "198.51.100.20", "src_private_ip": "10.8.3.21", "src_port": "51022", "dst_ip": "203.0.113.77", "dst_port": 22, "ip_protocol": "tcp", "start_time": "1768417381", "end_time": "1768417681", "direction": "out", "rule_result": "alert", "ips_rule_id": "073a1475-6e11-43e2-8b28-98cee9c60001", "acl_rule_id": "00000000-0000-0000-0000-000000000000", "ips_rule_name_en": "Mining", "total_packet_bytes": 280353, "total_packet_count": "2922", "url": "", "n": {"a":[1,true,null,"x\\u0041"]}}""",
        """{"log_type":"vpc_firewall_log","start_time":"2026-01-15 03:00:00","end_time":"2026-01-15T03:00:00.5Z","src_ip":"2001:db8::1","dst_ip":"10.9.0.5","ip_protocol":"ICMP","icmp_type":8,"icmp-code":"0","in_packet_bytes":"120","out_packet_bytes":"180","country_id":"YY","Rule-Result":"pass","attack_type_name":"挖矿行为"}""",
        """{"__topic__":"event_log","log_type":"tls","src_ip":"10.0.0.1"}""");

    [TestMethod]
    public async Task CloudFirewallCsv_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-alibaba-cloud-firewall", "alibaba-cloud-firewall",
        "__topic__,log_type,aliuid,src_ip,src_port,dst_ip,dst_port,ip_protocol,start_time,end_time,rule_result,app_name,domain,in_packet_bytes,out_packet_count,direction,ips_rule_name", ',',
        "cloudfirewall_access_log,internet_log,123,198.51.100.20,44120,192.0.2.10,443,tcp,1768417325,1768417327,pass,HTTPS,files.example.org,9120,14,out,",
        "cloudfirewall_access_log,nat_firewall_log,123,10.0.0.5,44120,192.0.2.10,443,17,2026-01-15 03:00:00,1768600000,drop,\"a, \"\"b\"\"\",,,,in,\"x\"");

    [TestMethod]
    public async Task AlibabaVpcFlowJson_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-alibaba-vpc-flow", "alibaba-vpc-flow", null, ',',
        """{"__topic__": "flow_log", "version": "1", "vm-id": "i-bp1", "account-id": "123", "eni-id": "eni-bp1", "region": "cn-hangzhou", "srcaddr": "10.8.3.21", "srcport": "51022", "dstaddr": "203.0.113.77", "dstport": "22", "protocol": "6", "direction": "out", "packets": "288", "bytes": "19224", "start": "1768417381", "end": "1768417440", "log-status": "OK", "action": "ACCEPT", "tcp-flags": "2", "traffic_path": "natGateway"}""",
        """{"SrcAddr":"2001:db8::5","DstAddr":"::ffff:10.0.0.1","start":1768417381,"End":1768417440,"LogStatus":"NODATA","TcpFlags":"-","Protocol":"udp","log_status":"OK"}""",
        """{"eni-id":"eni-1","start":"1768417381","end":"1768417440","log-status":"SKIPDATA","srcaddr":"-","dstaddr":"-","action":"-"}""");

    [TestMethod]
    public async Task AlibabaVpcFlowCsv_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-alibaba-vpc-flow", "alibaba-vpc-flow",
        "version,vm-id,account-id,eni-id,region,srcaddr,srcport,dstaddr,dstport,protocol,direction,packets,bytes,start,end,log-status,action,tcp-flags", ',',
        "1,i-bp1,123,eni-1,cn-hangzhou,10.8.3.21,51022,203.0.113.77,22,6,out,288,19224,1768417381,1768417440,OK,ACCEPT,2",
        "1,i-bp1,123,eni-1,cn-hangzhou,-,-,-,-,-,in,-,-,1768417381,1768417440,NODATA,-,-");

    private static async Task CheckAsync(string pipeline, string format, string? header, char separator, params string[] records)
    {
        using var site = await PipelineSite.OpenAsync();
        var (taken, refused) = (0, 0);
        await DamagedRecords.Of(records, separator).Array[Records].SampleAsync(
            async damaged =>
            {
                var lines = damaged.Distinct(StringComparer.Ordinal).Where(d => IsOneOfItsKind(d, header, separator)).SelectMany(d => Read(d, format, header)).ToList();
                var differences = await PipelineComparison.DifferencesAsync(site, pipeline, lines);
                Assert.IsEmpty(differences, string.Join('\n', differences.Take(20)));
                taken += lines.Count(l => l.Document is not null);
                refused += lines.Count(l => l.Rejection is not null);
            },
            iter: Rounds, threads: 1);
        Assert.IsGreaterThan(Records / 10, taken);
        Assert.IsGreaterThan(Records / 10, refused);
    }

    // A carriage return before the end of a line of cells ends a cell for the reader only. Below a header line the reader expects no
    // envelope and no stamp; a pipeline sees no other line, and looks at each for them.
    private static bool IsOneOfItsKind(string record, string? header, char separator)
    {
        if (record.Contains('\n', StringComparison.Ordinal) || (separator == ' ' && record.TrimEnd('\r').Contains('\r', StringComparison.Ordinal)))
            return false;
        return header is null ? separator != ' ' || !IsStamped(record) || HasWholeStamp(record)
            : record is not ['{' or '[' or ' ' or '\t', ..] && !IsStamped(record);
    }

    private static bool IsStamped(string record) => record is [_, _, _, _, '-', _, _, '-', ..];

    // How many words stand before its records the reader tells by the first line of a file; a pipeline sees no file, and knows of a stamp
    // only.
    private static bool HasWholeStamp(string record) => record.StartsWith(Stamp, StringComparison.Ordinal) && record.Split(' ').Length == 15;

    // Each in a file of its own, since a file's first record says what its others are.
    private static IEnumerable<ReadLine> Read(string record, string format, string? header)
    {
        var file = header is null ? record : header + "\n" + record;
        return ReadRecords.OfText(Encoding.UTF8.GetBytes(file), format).Where(l => l.Line == (header is null ? 1 : 2));
    }
}
