// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Benchmarks.Pipelines;

/// <summary>
/// The shortest pipelines that somebody would write by hand for the same documents on OpenSearch: the engine's own processors take the
/// record apart, and one script makes what they cannot. They trust the record; nothing is checked.
/// </summary>
internal static class HandWritten
{
    private const string Start = "_start";
    private const string End = "_end";

    // The part of a document that no processor makes.
    private const string Common = """
        String sha = e.original.sha256();
        e.hash = sha; e.ingested = Instant.ofEpochMilli(System.currentTimeMillis()).toString();
        e.duration = (Long.parseLong(ctx._end) - Long.parseLong(ctx._start)) * 1000000000L;
        ctx.ecs = ['version': '9.4.0'];
        n.type = ctx.source.ip.contains(':') ? 'ipv6' : 'ipv4';
        def names = ['1': 'icmp', '6': 'tcp', '17': 'udp'];
        n.transport = names[n.iana_number];
        if (n.iana_number == '1') { n.remove('community_id'); ctx.source.remove('port'); ctx.destination.remove('port'); }
        """;

    public static JsonArray Aws() =>
    [
        Rename(),
        Processor("dissect", """{"field":"event.original","pattern":"%{?v} %{cloud.account.id} %{observer.ingress.interface.name} %{source.ip} %{destination.ip} %{source.port} %{destination.port} %{network.iana_number} %{network.packets} %{network.bytes} %{_start} %{_end} %{event.action} %{?s}"}"""),
        .. Numbers("long", "network.packets", "network.bytes"),
        .. Numbers("integer", "source.port", "destination.port"),
        Processor("convert", """{"field":"network.iana_number","target_field":"_n","type":"integer"}"""),
        .. Dates(),
        Community(),
        Script(Common + """
            e.kind = 'event'; e.category = ['network']; e.type = ['connection', e.action == 'ACCEPT' ? 'allowed' : 'denied'];
            n.direction = 'unknown'; ctx.cloud.provider = 'aws';
            ctx.fwcorrelate = ['record': ['index': 0, 'sha256': sha, 'direction': 'unknown', 'loss': 'none', 'format': 'aws-vpc-flow']];
            """),
        Remove(Start, End, "_n"),
    ];

    public static JsonArray AlibabaVpcFlow() =>
    [
        Rename(),
        Processor("json", """{"field":"event.original","target_field":"_f"}"""),
        Script("""
            def f = ctx._f; ctx._start = f.start; ctx._end = f.end; ctx._n = Integer.parseInt(f.protocol);
            ctx.source = ['ip': f.srcaddr, 'port': Integer.parseInt(f.srcport)]; ctx.destination = ['ip': f.dstaddr, 'port': Integer.parseInt(f.dstport)];
            ctx.network = ['iana_number': f.protocol, 'bytes': Long.parseLong(f.bytes), 'packets': Long.parseLong(f.packets)];
            """, hasCommon: false),
        .. Dates(),
        Community(),
        Script(Common + """
            def f = ctx._f;
            e.kind = 'event'; e.category = ['network']; e.action = f.action; e.type = ['connection', e.action == 'ACCEPT' ? 'allowed' : 'denied'];
            n.direction = f.direction == 'out' ? 'outbound' : 'inbound';
            ctx.cloud = ['provider': 'alibabacloud', 'account': ['id': f['account-id']], 'region': f.region, 'instance': ['id': f['vm-id']]];
            ctx.observer = ['ingress': ['interface': ['name': f['eni-id']]]];
            ctx.fwcorrelate = ['record': ['index': 0, 'sha256': sha, 'direction': n.direction, 'loss': 'none', 'format': 'alibaba-vpc-flow', 'network': [f['vpc-id']]]];
            if (n.iana_number == '6') { ctx.fwcorrelate.record.tcp_flags = Long.parseLong(f['tcp-flags']); }
            """),
        Remove(Start, End, "_n", "_f"),
    ];

    public static JsonArray CloudFirewall() =>
    [
        Rename(),
        Processor("json", """{"field":"event.original","target_field":"_f"}"""),
        Script("""
            def f = ctx._f; ctx._start = f.start_time; ctx._end = f.end_time;
            ctx.source = ['ip': f.src_ip, 'port': Integer.parseInt(f.src_port)]; ctx.destination = ['ip': f.dst_ip, 'port': Integer.parseInt(f.dst_port)];
            def p = ['tcp': '6', 'udp': '17', 'icmp': '1'];
            ctx.network = ['iana_number': p[f.ip_protocol.toLowerCase()], 'bytes': Long.parseLong(f.total_packet_bytes), 'packets': Long.parseLong(f.total_packet_count)];
            ctx._n = Integer.parseInt(ctx.network.iana_number);
            """, hasCommon: false),
        .. Dates(),
        Community(),
        Script(Common + """
            def f = ctx._f; def zero = '00000000-0000-0000-0000-000000000000';
            def ips = f.ips_rule_id; if (ips == '' || ips == zero) { ips = null; }
            def ai = f.ips_ai_rule_id; if (ai == '' || ai == zero) { ai = null; }
            boolean alert = f.rule_result == 'alert' || ips != null || ai != null || (f.ips_rule_name != null && f.ips_rule_name != '');
            e.kind = alert ? 'alert' : 'event'; e.category = alert ? ['intrusion_detection', 'network'] : ['network'];
            e.action = f.rule_result; e.type = [alert ? 'info' : 'connection', e.action == 'pass' || e.action == 'alert' ? 'allowed' : 'denied'];
            n.direction = f.log_type == 'vpc_firewall_log' ? 'unknown' : f.direction == 'out' ? 'outbound' : f.direction == 'in' ? 'inbound' : 'unknown';
            ctx.cloud = ['provider': 'alibabacloud', 'account': ['id': f.aliuid]];
            def region = f.region_id != null && f.region_id != '' ? f.region_id : f.src_region; if (region != null && region != '') { ctx.cloud.region = region; }
            if (f.cloud_instance_id != null && f.cloud_instance_id != '') { ctx.cloud.instance = ['id': f.cloud_instance_id]; }
            ctx.observer = ['type': f.log_type]; if (f.firewall_id != null && f.firewall_id != '') { ctx.observer.name = f.firewall_id; }
            def rule = new HashMap(); def acl = f.acl_rule_id; if (acl == '' || acl == zero) { acl = null; }
            if (ips != null || ai != null || acl != null) { rule.id = ips != null ? ips : ai != null ? ai : acl; }
            if (f.ips_rule_name_en != null && f.ips_rule_name_en != '') { rule.name = f.ips_rule_name_en; } else if (f.ips_rule_name != null && f.ips_rule_name != '') { rule.name = f.ips_rule_name; }
            if (f.attack_type_name_en != null && f.attack_type_name_en != '') { rule.category = f.attack_type_name_en; } else if (f.attack_type_name != null && f.attack_type_name != '') { rule.category = f.attack_type_name; }
            if (!rule.isEmpty()) { ctx.rule = rule; }
            if (f.app_name != null && f.app_name != '') { n.application = f.app_name; }
            if (f.app_dpi_state != null && f.app_dpi_state != '') { e.reason = f.app_dpi_state; }
            if (f.domain != null && f.domain != '') { ctx.destination.domain = f.domain; }
            if (f.url != null && f.url != '') { ctx.url = ['original': f.url]; }
            ctx.fwcorrelate = ['record': ['index': 0, 'sha256': sha, 'direction': n.direction, 'loss': 'none', 'format': 'alibaba-cloud-firewall', 'initiator': 'source']];
            if (f.src_vpc_id != null && f.src_vpc_id != '') { ctx.fwcorrelate.record.network = [f.src_vpc_id]; }
            """),
        Remove(Start, End, "_n", "_f"),
    ];

    private static JsonObject Rename() => Processor("rename", """{"field":"message","target_field":"event.original"}""");

    private static IEnumerable<JsonObject> Numbers(string type, params string[] fields) =>
        fields.Select(f => Processor("convert", $$"""{"field":"{{f}}","type":"{{type}}"}"""));

    private static IEnumerable<JsonObject> Dates() =>
        new[] { (Start, "@timestamp"), (Start, "event.start"), (End, "event.end") }.Select(d => Processor(
            "date", $$"""{"field":"{{d.Item1}}","target_field":"{{d.Item2}}","formats":["UNIX"],"output_format":"yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'"}"""));

    private static JsonObject Community() => Processor(
        "community_id",
        """{"source_ip_field":"source.ip","source_port_field":"source.port","destination_ip_field":"destination.ip","destination_port_field":"destination.port","iana_protocol_number_field":"_n","target_field":"network.community_id","ignore_failure":true}""");

    private static JsonObject Script(string source, bool hasCommon = true) =>
        new() { ["script"] = new JsonObject { ["source"] = (hasCommon ? "def e = ctx.event; def n = ctx.network;\n" : string.Empty) + source } };

    private static JsonObject Remove(params string[] fields) =>
        new() { ["remove"] = new JsonObject { ["field"] = new JsonArray([.. fields.Select(f => (JsonNode)f)]) } };

    private static JsonObject Processor(string type, string options) => new() { [type] = JsonNode.Parse(options) };
}
