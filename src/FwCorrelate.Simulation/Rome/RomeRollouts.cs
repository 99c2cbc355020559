// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.World;
using NodaTime;
using static NodaTime.Duration;

namespace FwCorrelate.Simulation.Rome;

/// <summary>
/// Runs the episodes of all steps: on each worker some of its sandboxes, in the cluster two new pods, and the pods that stay.
/// </summary>
internal sealed class RomeRollouts(SeededRandom random, SimulatedWorld world)
{
    public const string Run = "rome-rl-0112";
    private const int SlotsPerWorker = 2;
    private const int Turns = 20;
    private const int HandoverTurns = 8;
    private static readonly Duration HandoverGap = FromSeconds(20);

    private readonly RomeActs _acts = new(world);
    private readonly EpisodeBuilder _builder = new(random.Fork("episodes"), new RomeEverydayWork(world).Draw);
    private readonly EpisodeBuilder _quiet = new(random.Fork("quiet episodes"), RomeEverydayWork.DrawLocal);

    public void RunAll()
    {
        var (from, to) = (RomeClock.LogStart - FromMinutes(50), RomeClock.LogEnd + FromHours(2));
        foreach (var worker in RomeNetwork.Workers)
        {
            for (var s = 1; s <= RomeNetwork.SandboxesPerWorker; s++)
                world.Sandboxes.Add(new SimulatedSandbox($"{worker.Id}-s{s}", worker, worker.Address, from, to));
        }

        var warm = Pod("pod-warm", RomeNetwork.WarmPodAddress, from, to);
        var exposed = Pod("pod-web", RomeNetwork.ExposedPodAddress, from, to);
        for (var step = RomeClock.FirstStep; step <= RomeClock.LastStep; step++)
        {
            for (var w = 0; w < RomeNetwork.Workers.Count; w++)
                OnWorker(step, w);
            InPods(step, warm, exposed);
        }

        Handover(8);
    }

    private void OnWorker(int step, int worker)
    {
        var traceId = random.Fork($"step {Number(step)} of {Number(worker)}").Hex(32);
        for (var slot = 0; slot < SlotsPerWorker; slot++)
        {
            var host = RomeNetwork.Workers[worker];
            var index = (((step + 2) * SlotsPerWorker) + slot) % RomeNetwork.SandboxesPerWorker;
            var sandbox = world.Sandboxes[(worker * RomeNetwork.SandboxesPerWorker) + index];
            Episode(step, host.Id, slot, (worker * SlotsPerWorker) + slot, sandbox, worker == 0 ? traceId : null);
        }
    }

    /// <summary>Pods take addresses in turn, so that one rests for an hour before it is used again.</summary>
    private void InPods(int step, SimulatedSandbox warm, SimulatedSandbox exposed)
    {
        var start = RomeClock.StartOf(step);
        for (var slot = 0; slot < 2; slot++)
        {
            var address = $"10.20.64.{Number(11 + ((((step + 2) * 2) + slot) % 12))}";
            var id = $"pod-{Number(Global(step))}-{(char)('a' + slot)}";
            var pod = Pod(id, address, start - FromSeconds(12), EndOfPods(step));
            Episode(step, "pod", slot, 8 + slot, pod);
        }

        if (step >= 3)
            Episode(step, "warm", 0, 10, warm);
        if (step is >= 7 and <= 12)
            Episode(step, "web", 0, 11, exposed);
    }

    private void Episode(int step, string host, int slot, int environment, SimulatedSandbox sandbox, string? traceId = null)
    {
        var start = RomeClock.StartOf(step);
        var everyday = EverydayWork.Tasks[(step + 1 + environment) % EverydayWork.Tasks.Count];
        var task = RomeActs.IsSshTask(step, host, slot) ? RomeActs.SshTask : everyday;
        world.Episodes.Add(_builder.Build(
            EpisodeId(step, environment), new EpisodePlace(Run, Global(step), environment / 4, environment), task, sandbox,
            start + FromMilliseconds(400 + (730 * environment)), start + RomeClock.Rollout, Turns,
            _acts.PlanOf(step, host, slot), traceId));
    }

    /// <summary>
    /// Two pods with one address, 20 s apart. The first ends with its episode, whose length is drawn: so that is rehearsed to learn the
    /// end, then played.
    /// </summary>
    private void Handover(int step)
    {
        var start = RomeClock.StartOf(step) + FromSeconds(6);
        var prefix = $"pod-{Number(Global(step))}";
        var rehearsing = new SimulatedSandbox(
            $"{prefix}-f1", RomeNetwork.Cluster, RomeNetwork.ReusedPodAddress, start - FromSeconds(10), RomeClock.LogEnd);
        var end = Quiet(step, 12, rehearsing, start, RomeClock.LogEnd, HandoverTurns, _acts.HandoverPlan(plays: false)).End;

        var first = Pod(rehearsing.Id, rehearsing.Address, rehearsing.From, end);
        world.Episodes.Add(Quiet(step, 12, first, start, RomeClock.LogEnd, HandoverTurns, _acts.HandoverPlan(plays: true)));

        var second = Pod($"{prefix}-f2", first.Address, end + HandoverGap, EndOfPods(step));
        world.Episodes.Add(Quiet(step, 13, second, second.From + FromSeconds(2), second.To - FromSeconds(20), Turns, EpisodePlan.Everyday));
    }

    private SimulatedEpisode Quiet(
        int step, int environment, SimulatedSandbox sandbox, Instant start, Instant deadline, int turns, EpisodePlan plan) =>
        _quiet.Build(
            EpisodeId(step, environment), new EpisodePlace(Run, Global(step), environment / 4, environment),
            EverydayWork.Tasks[environment % EverydayWork.Tasks.Count], sandbox, start, deadline, turns, plan);

    private SimulatedSandbox Pod(string id, string address, Instant from, Instant to)
    {
        var pod = new SimulatedSandbox(id, RomeNetwork.Cluster, address, from, to);
        world.Sandboxes.Add(pod);
        return pod;
    }

    private static Instant EndOfPods(int step) => RomeClock.StartOf(step) + RomeClock.Rollout + FromSeconds(25);

    private static int Global(int step) => RomeClock.GlobalStepOfZero + step;

    private static string EpisodeId(int step, int environment) =>
        $"ep-{Number(Global(step))}-{environment.ToString("00", CultureInfo.InvariantCulture)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
