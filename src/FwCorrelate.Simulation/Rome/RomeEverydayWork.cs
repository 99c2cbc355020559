// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Rome;

/// <summary>Harmless commands; one in sixteen uses the network.</summary>
internal sealed class RomeEverydayWork(SimulatedWorld world)
{
    public static AgentCommand DrawLocal(SeededRandom random, SimulatedSandbox sandbox, Instant time) =>
        new(random.Pick(EverydayWork.LocalCommands));

    public AgentCommand Draw(SeededRandom random, SimulatedSandbox sandbox, Instant time)
    {
        if (!random.Chance(60))
            return DrawLocal(random, sandbox, time);

        var package = random.Pick(EverydayWork.Packages);
        var wait = random.Milliseconds(200, 900);
        var files = RomeNetwork.FileHost;
        var size = random.Between(20_000, 600_000);
        return random.Between(0, 3) switch
        {
            0 => Fetch($"pip install -q {package}", RomeNetwork.PackageMirror, "HTTP", "mirror.lab.example"),
            1 => Fetch("git fetch -q origin main", RomeNetwork.InternalGit, "HTTPS", "git.lab.example"),
            _ => Fetch($"curl -sSfkO https://{files.Address}/wheels/{package}.whl", files, "HTTPS", "files.example.org"),
        };

        AgentCommand Fetch(string text, Endpoint destination, string application, string domain) => new(text, call => world.OpenBy(
            call, Cause.Benign, destination, Traffic.Exchange(call.Start + wait, Duration.FromMilliseconds(1_100), 1_900, size),
            c => c with { Application = application, Domain = domain }));
    }
}
