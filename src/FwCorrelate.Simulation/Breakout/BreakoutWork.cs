// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Breakout;

/// <summary>What the sandboxes are meant to do: packages, repositories and distribution files, all by the proxy and often at once.</summary>
internal sealed class BreakoutWork(EgressProxy proxy)
{
    public AgentCommand Draw(SeededRandom random, SimulatedSandbox sandbox, Instant time)
    {
        if (!random.Chance(300))
            return new AgentCommand(random.Pick(EverydayWork.LocalCommands));
        var package = random.Pick(EverydayWork.Packages);
        var (wait, length) = (random.Milliseconds(250, 800), random.Milliseconds(300, 1_600));
        var size = random.Chance(400) ? 48_000 : random.Between(20_000, 900_000);
        return random.Between(0, 4) switch
        {
            0 => new AgentCommand($"git fetch -q https://github.com/example/{package}.git main",
                call => proxy.Tunnel(call, Cause.Benign, "github.com", call.Start + wait, length, 2_400, size), Duration.FromSeconds(4)),
            1 => new AgentCommand($"apt-get install -y -q lib{package}-dev", call => proxy.Ask(
                call, Cause.Benign, "GET", "deb.debian.org", $"/debian/pool/main/lib{package}-dev_1.0_amd64.deb", call.Start + wait, length,
                380, size), Duration.FromSeconds(5)),
            _ => new AgentCommand($"pip install -q {package}", call =>
            {
                proxy.Tunnel(call, Cause.Benign, "pypi.org", call.Start + wait, Duration.FromMilliseconds(280), 1_200, 22_000);
                proxy.Tunnel(
                    call, Cause.Benign, "files.pythonhosted.org", call.Start + wait + Duration.FromMilliseconds(420), length, 1_300, size);
            }, Duration.FromSeconds(6)),
        };
    }
}
