// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Aws;

/// <summary>Harmless commands. Those that use the network name their destination and are rare enough that no two fit one record.</summary>
internal sealed class AwsEverydayWork(SimulatedWorld world)
{
    private static readonly Duration Rest = FromMinutes(3);

    private readonly Dictionary<string, Instant> _lastUse = [];

    public AgentCommand Draw(SeededRandom random, SimulatedSandbox sandbox, Instant time)
    {
        var rests = _lastUse.TryGetValue(sandbox.Id, out var last) && time - last < Rest;
        if (rests || !random.Chance(180))
            return new AgentCommand(random.Pick(EverydayWork.LocalCommands));

        _lastUse[sandbox.Id] = time;
        var package = random.Pick(EverydayWork.Packages);
        var wait = random.Milliseconds(200, 700);
        var size = random.Between(20_000, 400_000);
        var (mirror, git, files) = (AwsNetwork.PackageMirror, AwsNetwork.GitServer, AwsNetwork.FileHost);
        var (text, destination) = random.Between(0, 3) switch
        {
            0 => ($"pip install -q --index-url http://{mirror.Address}:{mirror.Port}/simple --trusted-host {mirror.Address} {package}",
                mirror),
            1 => ($"git fetch -q https://{git.Address}/team/app.git main", git),
            _ => ($"curl -sSfkO https://{files.Address}/fixtures/{package}.tar.gz && tar xzf {package}.tar.gz", files),
        };
        return new AgentCommand(
            text,
            call => world.OpenBy(call, Cause.Benign, destination, Traffic.Exchange(call.Start + wait, FromMilliseconds(900), 1_900, size)),
            FromMilliseconds(2_400));
    }
}
