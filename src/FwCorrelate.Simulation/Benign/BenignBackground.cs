// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Simulation.World;
using NodaTime;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Benign;

/// <summary>What a cluster does whether or not an agent acts, and what comes from outside.</summary>
internal sealed class BenignBackground(SeededRandom random, SimulatedWorld world)
{
    private static readonly int[] ScannedPorts = [22, 23, 80, 445, 2_375, 3_389, 5_900, 6_379, 8_080];
    private static readonly Cause Framework = new(CauseKind.Framework, Cause.Benign, null, null, "the training framework");
    private static readonly Cause Cluster = new(CauseKind.Unrelated, Cause.Benign, null, null, "the cluster itself");

    public void Run()
    {
        foreach (var sandbox in world.Sandboxes)
            AroundSandbox(sandbox);
        TrainingFramework();
        ClusterServices();
        Administration();
        NoiseFromOutside();
    }

    private void AroundSandbox(SimulatedSandbox sandbox)
    {
        var daemon = new Cause(CauseKind.Background, Cause.Benign, null, sandbox, "a daemon of the sandbox image");
        Every(FromMinutes(2), time => world.Open(Monitoring(sandbox), BenignNetwork.Monitor, new Endpoint(sandbox.Address, 9_100),
            Traffic.Exchange(time, FromMilliseconds(60), 240, 8_400)));
        Every(FromMinutes(17), time => Ask(daemon, sandbox.Address, BenignNetwork.TimeServer, time, 76, 76));
        world.Open(
            daemon, sandbox.Address, BenignNetwork.FileServer,
            Traffic.LongLived(world.LogStart - FromHours(2), world.LogEnd + FromHours(1), FromSeconds(20), 4_000, 60_000));

        // One image names a public resolver; another has a daemon that reports, which the policy refuses.
        if (sandbox.Id == "sb3")
            Every(FromMinutes(40), time => Ask(daemon, sandbox.Address, BenignNetwork.PublicResolver, time, 66, 180));
        if (sandbox.Id is "sb5" or "sb6")
            Every(FromMinutes(30), time => world.Open(
                daemon, sandbox.Address, BenignNetwork.Telemetry.Endpoint, Traffic.Unanswered(time, 3),
                c => c with { Disposition = Disposition.RejectedAtInterface }));
    }

    private static Cause Monitoring(SimulatedSandbox sandbox) =>
        new(CauseKind.Inbound, Cause.Benign, null, sandbox, "the monitor scrapes the sandbox");

    private void TrainingFramework()
    {
        var trainer = BenignNetwork.Trainer;
        world.Open(
            Framework, trainer, BenignNetwork.Tracker.Endpoint,
            Traffic.LongLived(world.LogStart + FromMinutes(4), world.LogEnd + FromHours(1), FromSeconds(15), 900, 120),
            c => c with { Domain = BenignNetwork.Tracker.Domain });
        world.Open(Framework, trainer, BenignNetwork.Cache,
            Traffic.LongLived(world.LogStart - FromHours(1), world.LogEnd + FromHours(1), FromSeconds(5), 700, 900));
        Every(FromMinutes(5),
            time => world.Open(Framework, trainer, BenignNetwork.Database, Traffic.Exchange(time, FromSeconds(1), 2_000, 30_000)));
        Every(FromMinutes(30), time => world.Open(
            Framework, trainer, BenignNetwork.ObjectStore, Traffic.Exchange(time, FromSeconds(40), 2_900_000_000, 80_000)));
        Every(FromHours(6), time => world.Open(
            Framework, trainer, BenignNetwork.Artifacts.Endpoint, Traffic.Exchange(time, FromSeconds(50), 1_400_000_000, 90_000),
            c => c with { Domain = BenignNetwork.Artifacts.Domain }));
    }

    private void ClusterServices()
    {
        Every(FromMinutes(2), time =>
        {
            foreach (var address in BenignNetwork.BackEnds)
                world.Open(Cluster, BenignNetwork.LoadBalancer, new Endpoint(address, 8_080),
                    Traffic.PortTest(time + random.Milliseconds(0, 900)));
        });
        Every(FromMinutes(2), time =>
        {
            foreach (var sandbox in world.Sandboxes)
                world.Open(Cluster, BenignNetwork.ControlPlane, new Endpoint(sandbox.Address, 10_250),
                    Traffic.Exchange(time + random.Milliseconds(0, 900), FromMilliseconds(90), 800, 4_000));
        });
    }

    /// <summary>Twice a day somebody logs in to the bastion host and runs the configuration management from there.</summary>
    private void Administration()
    {
        var inbound = new Cause(CauseKind.Inbound, Cause.Benign, null, null, "an administrator");
        foreach (var hour in new[] { 8, 15 })
        {
            var login = world.LogStart + FromHours(hour) + random.Milliseconds(0, 900_000);
            world.Open(inbound, BenignNetwork.Administrator, new Endpoint(BenignNetwork.Bastion, 22),
                Traffic.LongLived(login, login + FromMinutes(25), FromSeconds(20), 160, 600));
            var time = login + FromMinutes(3);
            foreach (var sandbox in world.Sandboxes)
            {
                world.Open(Cluster, BenignNetwork.Bastion, new Endpoint(sandbox.Address, 22),
                    Traffic.Exchange(time, FromSeconds(18), 40_000, 90_000));
                time += FromSeconds(25);
            }
        }
    }

    private void NoiseFromOutside()
    {
        var stranger = new Cause(CauseKind.Inbound, Cause.Benign, null, null, "somebody scans the Internet");
        Every(FromMinutes(4), time => world.Open(
            stranger, $"203.0.113.{random.Between(100, 250)}", new Endpoint(BenignNetwork.Bastion, random.Pick(ScannedPorts)),
            Traffic.Unanswered(time, 1),
            c => c with { Disposition = Disposition.RejectedAtInterface }));
    }

    private void Ask(Cause cause, string source, Endpoint server, Instant time, long up, long down) =>
        world.Open(cause, source, server, Traffic.Datagrams(time, up, down), c => c with { Protocol = TransportProtocol.Udp });

    private void Every(Duration period, Action<Instant> act)
    {
        for (var time = world.LogStart + random.Milliseconds(1_000, (int)period.TotalMilliseconds); time < world.LogEnd; time += period)
            act(time);
    }
}
