// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using FwCorrelate.Simulation.Writers;
using NodaTime;

namespace FwCorrelate.Simulation.Rome;

/// <summary>
/// After the published outline of the ROME incident: a cloud firewall reports training servers, and the answer lies in the traces.
/// Synthetic throughout. Workers share an address among eight sandboxes, NAT hides them once more, one clock is slow, two sources
/// have naive local times: most of what happens cannot be decided, and must not be.
/// </summary>
internal sealed class RomeScenario : Scenario
{
    /// <summary>The documented worst case of both clouds' flow logs, since the case does not say better.</summary>
    private static readonly Duration Slack = Duration.FromSeconds(60);

    public override string Name => "rome";

    public override string Summary =>
        "four workers with shared addresses and some pods behind Alibaba Cloud Firewall; much cannot be decided";

    public override ulong DefaultSeed => 41;

    public override GeneratedCase Generate(ulong seed)
    {
        var random = new SeededRandom(seed);
        var world = new SimulatedWorld(random, RomeClock.LogStart, RomeClock.LogEnd);
        new RomeRollouts(random, world).RunAll();
        new RomeBackground(random.Fork("background"), world).Run();

        var folder = new CaseFolder(new EvidenceJudge(world, Slack));
        folder.Add("case.yml", Text("case.yml"));
        folder.Add("README.md", Text("README.md"));
        folder.Add("leases/leases.csv", LeaseTable.Lines(world, RomeClock.LogStart - Duration.FromDays(1), RomeNetwork.OtherAddresses));
        AddTimeline(random.Fork("spans"), world, folder);
        new RomeLogs(random.Fork("interfaces"), world, folder).AddAll();
        return new GeneratedCase(folder.Files, TruthWriter.Write(folder.Truth));
    }

    /// <summary>Each host has its own kind of trace: the first ROLL's, the third naive console output, the others GenAI spans.</summary>
    private static void AddTimeline(SeededRandom random, SimulatedWorld world, CaseFolder folder)
    {
        var episodes = world.Episodes.ToLookup(e => e.Sandbox.Host.Id);
        var roll = new RollSpans(random, "trainer");
        var steps = episodes["w1"].GroupBy(e => e.Place.Step).SelectMany(step =>
        {
            var start = RomeClock.StartOf(step.Key - RomeClock.GlobalStepOfZero);
            return roll.OfStep(step.Key, (start, start + RomeClock.Rollout), [.. step]);
        });
        folder.Add("timeline/w1/traces.jsonl", OtlpJson.Lines(steps));
        folder.Add("timeline/w2/traces.jsonl", OtlpJson.Lines(episodes["w2"].SelectMany(GenAiSpans.Of)));
        folder.Add("timeline/w3/spans.jsonl", ConsoleSpans.Lines(episodes["w3"].SelectMany(GenAiSpans.Of), RomeClock.Zone));
        folder.Add("timeline/w4/traces.jsonl", OtlpJson.Lines(episodes["w4"].SelectMany(GenAiSpans.Of)));
        folder.Add("timeline/pods/traces.jsonl", OtlpJson.Lines(episodes[RomeNetwork.Cluster.Id].SelectMany(GenAiSpans.Of)));
    }
}
