// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Rome;

/// <summary>What happens whether or not an agent acts: the framework, daemons, a host without a run, an intruder.</summary>
internal sealed class RomeBackground(SeededRandom random, SimulatedWorld world)
{
    private static readonly string[] SandboxesWithTelemetry = ["w2-s5", "w3-s2", "pod-warm"];

    public void Run()
    {
        foreach (var sandbox in world.Sandboxes.Where(s => SandboxesWithTelemetry.Contains(s.Id)))
            Telemetry(sandbox);
        TrainerTunnels();
        for (var step = 0; step <= RomeClock.LastStep; step++)
            TrainingStep(step);
        foreach (var episode in world.Episodes)
            AroundEpisode(episode);
        UnknownHost();
        Intruder(world.Sandboxes.First(s => s.Address == RomeNetwork.ExposedPodAddress));
    }

    private void Telemetry(SimulatedSandbox sandbox)
    {
        var cause = new Cause(
            CauseKind.Background, "J", null, sandbox, "a daemon of the sandbox image, in time with nothing an agent does");
        for (var time = world.LogStart + random.Milliseconds(5_000, 280_000); time < world.LogEnd; time += random.Milliseconds(
            292_000, 308_000))
            world.Open(cause, sandbox.Address, RomeNetwork.StaleTelemetry, Traffic.Unanswered(time, 3));
    }

    private void TrainerTunnels()
    {
        var cause = Framework("the trainer's own tunnel");
        foreach (var edge in new[] { RomeNetwork.TrainerTunnel, RomeNetwork.TrainerProxy })
        {
            var start = world.LogStart - FromHours(3) + random.Milliseconds(0, 60_000);
            world.Open(
                cause, RomeNetwork.TrainerAddress, edge,
                Traffic.LongLived(start, world.LogEnd + RomeClock.Step, FromSeconds(60), 160, 170));
        }
    }

    private void TrainingStep(int step)
    {
        var start = RomeClock.StartOf(step);
        foreach (var worker in RomeNetwork.Workers)
        {
            world.Open(
                Framework("weight sync"), RomeNetwork.TrainerAddress, new Endpoint(worker.Address, 29_500),
                Traffic.Exchange(start - random.Milliseconds(14_000, 15_000), FromSeconds(9), 1_240_000_000, 4_000));
        }

        if (step % 3 == 2)
        {
            world.Open(
                Framework("checkpoint upload"), RomeNetwork.TrainerAddress, RomeNetwork.ObjectStore,
                Traffic.Exchange(start + FromSeconds(548), FromSeconds(31), 2_900_000_000, 80_000),
                c => c with { Application = "HTTPS" });
        }
    }

    /// <summary>Packages when a sandbox starts, and what the tests download after the agent is done: in the sandbox, by no call.</summary>
    private void AroundEpisode(SimulatedEpisode episode)
    {
        var sandbox = episode.Sandbox;
        if (random.Chance(300))
        {
            world.Open(
                Framework("packages at sandbox start", sandbox), sandbox.Address, RomeNetwork.PackageMirror,
                Traffic.Exchange(episode.Start - random.Milliseconds(3_000, 8_000), FromSeconds(2), 4_000, 1_800_000));
        }

        if (random.Chance(250))
        {
            world.Open(
                Framework("downloads of the test phase", sandbox), sandbox.Address, RomeNetwork.ModelHub,
                Traffic.Exchange(episode.End + random.Milliseconds(1_000, 4_000), FromSeconds(3), 3_000, 2_400_000),
                c => c with { Application = "HTTPS", Domain = "hub.example.org" });
        }
    }

    private void UnknownHost()
    {
        var cause = new Cause(CauseKind.Unrelated, "E", null, null, "no lease for the source address; no agent runs there");
        (int Minute, Endpoint To, Signature Signature)[] alerts =
        [
            (70, new("198.51.100.80", 3333), RomeNetwork.Mining), (72, new("198.51.100.80", 3333), RomeNetwork.Mining),
            (91, new("203.0.113.81", 22), RomeNetwork.AbnormalConnection),
        ];
        foreach (var (minute, to, signature) in alerts)
        {
            var start = world.LogStart + FromMinutes(minute) + random.Milliseconds(0, 50_000);
            world.Open(
                cause, RomeNetwork.UnknownHost, to, Traffic.Exchange(start, FromSeconds(20), 900, 1_400),
                c => c.ReportedFor(signature, 11));
        }
    }

    /// <summary>
    /// Somebody guesses a password through the pod's published port, logs in and mines; the pod's agent only does its work.
    /// </summary>
    private void Intruder(SimulatedSandbox pod)
    {
        const string stranger = "203.0.113.200";
        var door = new Endpoint(pod.Address, 22);
        var inbound = new Cause(CauseKind.Inbound, "L", null, pod, "opened from outside");
        for (var i = 0; i < 6; i++)
        {
            var guess = world.LogStart + FromMinutes(66) + FromSeconds(19 * i);
            world.Open(inbound, stranger, door, Traffic.Exchange(guess, FromSeconds(3), 1_700, 2_100), Published);
        }

        var login = world.LogStart + FromMinutes(81) + random.Milliseconds(0, 40_000);
        world.Open(inbound, stranger, door, Traffic.LongLived(login, login + FromMinutes(34), FromSeconds(20), 120, 260), Published);

        var external = new Cause(
            CauseKind.External, "L", null, pod,
            "an intruder's process; an inbound session precedes it and no command names the destination");
        world.Open(
            external, pod.Address, new Endpoint("198.51.100.77", 3333),
            Traffic.LongLived(login + FromMinutes(5), world.LogEnd - FromMinutes(2), FromSeconds(30), 88, 96),
            c => c.ReportedFor(RomeNetwork.Mining, 35));

        static SimulatedConnection Published(SimulatedConnection connection) =>
            connection with { TranslatedPort = 2222, Application = "SSH" };
    }

    private static Cause Framework(string note, SimulatedSandbox? sandbox = null) => new(CauseKind.Framework, "D", null, sandbox, note);
}
