// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using FwCorrelate.Simulation.Writers;
using NodaTime;

namespace FwCorrelate.Simulation.Benign;

/// <summary>A day on which nothing is wrong, to count what rules say of it: every incident is a false positive.</summary>
internal sealed class BenignScenario : Scenario
{
    private const string Run = "run-benign-1";
    private const int EpisodeMinutes = 30;
    private static readonly Instant LogStart = Instant.FromUtc(2026, 3, 3, 0, 0);
    private static readonly Instant LogEnd = LogStart + Duration.FromDays(1);
    private static readonly Duration Slack = Duration.FromSeconds(2);

    public override string Name => "benign";

    public override string Summary => "a day of eight sandboxes and their cluster on which nothing is wrong; counts false positives";

    public override ulong DefaultSeed => 3;

    public override bool HasFixture => false;

    public override GeneratedCase Generate(ulong seed)
    {
        var random = new SeededRandom(seed);
        var world = new SimulatedWorld(random, LogStart, LogEnd);
        world.Sandboxes.AddRange(BenignNetwork.Sandboxes(LogStart - Duration.FromHours(2), LogEnd + Duration.FromHours(1)));
        RunEpisodes(random, world);
        new BenignBackground(random.Fork("background"), world).Run();

        var folder = new CaseFolder(new EvidenceJudge(world, Slack));
        folder.Add("case.yml", Text("case.yml"));
        folder.Add("README.md", Text("README.md"));
        folder.Add("leases/leases.csv", LeaseTable.Lines(world, LogStart - Duration.FromDays(1), BenignNetwork.OtherAddresses));
        folder.Add("timeline/traces.jsonl", OtlpJson.Lines(world.Episodes.SelectMany(GenAiSpans.Of)));
        AddLogs(random.Fork("interfaces"), world, folder);
        return new GeneratedCase(folder.Files, TruthWriter.Write(folder.Truth));
    }

    private static void RunEpisodes(SeededRandom random, SimulatedWorld world)
    {
        var builder = new EpisodeBuilder(random.Fork("episodes"), new BenignWork(world).Draw);
        var perDay = (int)(LogEnd - LogStart).TotalMinutes / EpisodeMinutes;
        for (var i = 0; i < perDay; i++)
        {
            for (var s = 0; s < world.Sandboxes.Count; s++)
            {
                var start = LogStart + Duration.FromMinutes(EpisodeMinutes * i) + Duration.FromMilliseconds(40_000 + (7_300 * s));
                var id = $"ep-{i.ToString("00", CultureInfo.InvariantCulture)}-{world.Sandboxes[s].Id}";
                var task = EverydayWork.Tasks[(i + s) % EverydayWork.Tasks.Count];
                world.Episodes.Add(builder.Build(
                    id, new EpisodePlace(Run, i, s / 2, s), task, world.Sandboxes[s], start, start
                        + Duration.FromMinutes(EpisodeMinutes - 3), 16, EpisodePlan.Everyday));
            }
        }
    }

    /// <summary>A flow log for every machine that acts, and the NAT border's sessions with the names that they carry.</summary>
    private static void AddLogs(SeededRandom random, SimulatedWorld world, CaseFolder folder)
    {
        string[] hosts = [BenignNetwork.Trainer, BenignNetwork.Bastion, BenignNetwork.LoadBalancer, BenignNetwork.ControlPlane];
        foreach (var address in world.Sandboxes.Select(s => s.Address).Concat(hosts))
        {
            var card = new FlowInterface($"eni-bp1{random.Hex(12)}", $"i-bp1{random.Hex(12)}", address, random.Between(0, 60), []);
            var lines = AlibabaFlowLog.Lines(new FlowWindowSensor(card, LogStart, LogEnd), world.Connections, _ => false);
            folder.AddLog($"logs/vpcflow/{address}.jsonl", Visibility.BeforeTranslation, lines);
        }

        var outbound = world.Connections.Where(c =>
            BenignNetwork.IsInternal(c.Source.Address) && !BenignNetwork.IsInternal(c.Destination.Address)
                && c.Disposition != Disposition.RejectedAtInterface);
        var border = new CloudFirewallLog(Border.Nat, BenignNetwork.PublicAddress, zone: null);
        folder.AddLog("logs/cfw/nat.jsonl", Visibility.BeforeTranslationWithName,
            border.Lines(new SessionSensor(LogStart, LogEnd).Observe(outbound)));
    }
}
