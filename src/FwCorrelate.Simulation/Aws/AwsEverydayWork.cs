// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Aws;

/// <summary>Harmless commands. Those that use the network name their destination and are rare enough that no two fit one record.</summary>
internal sealed class AwsEverydayWork(SimulatedWorld world)
{
    private static readonly Duration Rest = Duration.FromMinutes(3);

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
        var (text, destination) = random.Between(0, 3) switch
        {
            0 => ($"pip install -q --index-url http://{AwsNetwork.PackageMirror.Address}:8080/simple --trusted-host {AwsNetwork.PackageMirror.Address} {package}", AwsNetwork.PackageMirror),
            1 => ($"git fetch -q https://{AwsNetwork.GitServer.Address}/team/app.git main", AwsNetwork.GitServer),
            _ => ($"curl -sSfkO https://{AwsNetwork.DatasetHost.Address}/fixtures/{package}.tar.gz && tar xzf {package}.tar.gz", AwsNetwork.DatasetHost),
        };
        return new AgentCommand(text, call => world.Open(
            Cause.By(call), sandbox.Address, destination, Traffic.Exchange(call.Start + wait, Duration.FromMilliseconds(900), 1_900, size)), Duration.FromMilliseconds(2_400));
    }
}
