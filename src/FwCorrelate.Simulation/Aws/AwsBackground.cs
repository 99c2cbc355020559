// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Aws;

/// <summary>What happens whether or not an agent acts.</summary>
internal sealed class AwsBackground(SeededRandom random, SimulatedWorld world)
{
    private static readonly string[] SandboxesWithTelemetry = ["sb2", "sb4", "sb5"];

    public void Run()
    {
        foreach (var sandbox in world.Sandboxes)
        {
            Monitor(sandbox);
            if (SandboxesWithTelemetry.Contains(sandbox.Id))
                Telemetry(sandbox);
        }

        TrainerTunnel();
    }

    /// <summary>
    /// A daemon of the image that still calls a collector which is gone: a port that rules suspect, but no agent's doing.
    /// </summary>
    private void Telemetry(SimulatedSandbox sandbox)
    {
        var cause = new Cause(
            CauseKind.Background, "J", null, sandbox, "a daemon of the sandbox image, in time with nothing an agent does");
        for (var time = world.LogStart + random.Milliseconds(5_000, 280_000); time < world.LogEnd; time += random.Milliseconds(
            285_000, 295_000))
            world.Open(cause, sandbox.Address, AwsNetwork.StaleTelemetry, Traffic.Unanswered(time, 3));
    }

    private void Monitor(SimulatedSandbox sandbox)
    {
        var cause = new Cause(CauseKind.Inbound, Cause.Benign, null, sandbox, "the monitor scrapes the sandbox");
        for (var time = world.LogStart + random.Milliseconds(1_000, 119_000); time < world.LogEnd; time += Duration.FromSeconds(120))
        {
            var packets = Traffic.Exchange(time, Duration.FromMilliseconds(60), 240, 8_400);
            world.Open(cause, AwsNetwork.MonitorAddress, new Endpoint(sandbox.Address, 9100), packets);
        }
    }

    private void TrainerTunnel()
    {
        var cause = new Cause(CauseKind.Framework, "D", null, null, "the trainer's own tunnel");
        world.Open(
            cause, AwsNetwork.TrainerAddress, AwsNetwork.TrainerTunnel,
            Traffic.LongLived(
                world.LogStart - Duration.FromMinutes(20), world.LogEnd + Duration.FromHours(1), Duration.FromSeconds(15), 160, 170));
    }
}
