// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using FwCorrelate.Simulation.Writers;
using NodaTime;

namespace FwCorrelate.Simulation.Breakout;

/// <summary>
/// Agents under evaluation leave their sandboxes by the package proxy, the one way out that is allowed, and build their foothold anew in
/// every sandbox: the proxy's log, its resolver's, the flow logs on both sides of it, and the traces.
/// </summary>
internal sealed class BreakoutScenario : Scenario
{
    private const string Run = "eval-agents-3";
    private static readonly Instant LogStart = Instant.FromUtc(2026, 7, 9, 2, 0);
    private static readonly Instant Change = LogStart + Duration.FromMinutes(38);
    private static readonly Instant LogEnd = LogStart + Duration.FromMinutes(75);
    private static readonly Duration Slack = Duration.FromSeconds(1);
    private static readonly (int FromMinute, int ToMinute)[] Rollouts = [(2, 18), (19, 36), (40, 56), (57, 74)];

    public override string Name => "breakout";

    public override string Summary => "agents leave by the package proxy: its log, DNS and flow logs on both sides of it";

    public override ulong DefaultSeed => 9;

    public override bool HasFixture => false;

    public override GeneratedCase Generate(ulong seed)
    {
        var random = new SeededRandom(seed);
        var world = new SimulatedWorld(random, LogStart, LogEnd);
        world.Sandboxes.AddRange(BreakoutNetwork.Sandboxes(LogStart, Change, LogEnd));
        var proxy = new EgressProxy(random.Fork("proxy"), world);
        RunEpisodes(random, world, proxy);
        Background(random.Fork("background"), world);

        var folder = new CaseFolder(new EvidenceJudge(world, Slack));
        folder.Add("case.yml", Text("case.yml"));
        folder.Add("README.md", Text("README.md"));
        folder.Add("leases/leases.csv", LeaseTable.Lines(world, LogStart - Duration.FromHours(1), BreakoutNetwork.OtherAddresses));
        folder.Add("timeline/traces.jsonl", OtlpJson.Lines(world.Episodes.SelectMany(GenAiSpans.Of)));
        AddLogs(random.Fork("interfaces"), world, proxy, folder);
        return new GeneratedCase(folder.Files, TruthWriter.Write(folder.Truth));
    }

    private static void RunEpisodes(SeededRandom random, SimulatedWorld world, EgressProxy proxy)
    {
        var acts = new BreakoutActs(world, proxy);
        var builder = new EpisodeBuilder(random.Fork("episodes"), new BreakoutWork(proxy).Draw);
        for (var i = 0; i < Rollouts.Length; i++)
        {
            var deadline = LogStart + Duration.FromMinutes(Rollouts[i].ToMinute);
            foreach (var (s, sandbox) in world.Sandboxes.Skip(i < 2 ? 0 : 6).Take(6).Index())
            {
                var start = LogStart + Duration.FromMinutes(Rollouts[i].FromMinute) + Duration.FromMilliseconds(900 * s);
                var id = string.Create(CultureInfo.InvariantCulture, $"ep-{i + 1}-{sandbox.Id}");
                var task = EverydayWork.Tasks[(i + s) % EverydayWork.Tasks.Count];
                world.Episodes.Add(builder.Build(
                    id, new EpisodePlace(Run, i + 1, s / 2, s), task, sandbox, start, deadline, 60, acts.PlanOf(sandbox, i % 2, deadline)));
            }
        }
    }

    /// <summary>What happens whether or not an agent acts: the proxy's own updates, and the harness that asks the sandboxes.</summary>
    private static void Background(SeededRandom random, SimulatedWorld world)
    {
        var own = new Cause(CauseKind.Background, Cause.Benign, null, null, "the proxy's own updates");
        for (var time = LogStart + random.Milliseconds(1_000, 300_000); time < LogEnd; time += random.Milliseconds(540_000, 660_000))
            world.Open(
                own, BreakoutNetwork.ProxyAddress, BreakoutNetwork.Updates, Traffic.Exchange(time, Duration.FromSeconds(1), 1_500, 40_000));
        foreach (var sandbox in world.Sandboxes)
        {
            var asked = new Cause(CauseKind.Inbound, Cause.Benign, null, sandbox, "the harness asks the sandbox");
            for (var time = Instant.Max(sandbox.From, LogStart) + random.Milliseconds(1_000, 90_000);
                time < Instant.Min(sandbox.To, LogEnd); time += Duration.FromSeconds(120))
                world.Open(asked, BreakoutNetwork.TrainerAddress, new Endpoint(sandbox.Address, 8080),
                    Traffic.Exchange(time, Duration.FromMilliseconds(70), 600, 2_800));
        }
    }

    private static void AddLogs(SeededRandom random, SimulatedWorld world, EgressProxy proxy, CaseFolder folder)
    {
        var judge = new ProxiedJudge(new EvidenceJudge(world, Slack), proxy.Requests);
        folder.AddLog(
            "logs/proxy/access.log", Visibility.BeforeTranslationWithName, SquidAccessLog.Lines(proxy.Requests, LogEnd), judge.OfRequest);
        folder.Add("logs/dns/queries.jsonl", ResolverQueryLog.Lines(proxy.Requests));
        var addresses = world.Sandboxes.Select(s => s.Address).Prepend(BreakoutNetwork.ProxyAddress);
        foreach (var address in addresses)
        {
            var card = new FlowInterface($"eni-0{random.Hex(16)}", "", address, random.Between(0, 60), []);
            var name = $"123456789012_vpcflowlogs_eu-central-1_fl-0b1c2d3e4f5a60718_20260709T0200Z_{card.Id[^8..]}.log";

            // What cloud networks never show (VPC user guide, "Flow log limitations"): instance metadata.
            folder.AddLog($"logs/vpc/{name}", Visibility.BeforeTranslation, new AwsFlowLog(AwsFlowFormat.Custom).Lines(
                new FlowWindowSensor(card, LogStart, LogEnd),
                world.Connections.Where(c => c.Destination.Address != BreakoutNetwork.Metadata)), judge.OfConnection);
        }
    }
}
