// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Agents;
using FwCorrelate.Simulation.Sensors;
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using FwCorrelate.Simulation.Writers;
using NodaTime;

namespace FwCorrelate.Simulation.Aws;

/// <summary>
/// A small case where everything can be known: six sandboxes with addresses of their own behind AWS VPC flow logs, exact clocks, and
/// for every bad act the destination in the command.
/// </summary>
internal sealed class AwsScenario : Scenario
{
    private const string Run = "run-aws-7";
    private static readonly Instant LogStart = Instant.FromUtc(2026, 2, 10, 9, 0);
    private static readonly Instant LogEnd = LogStart + Duration.FromMinutes(45);
    private static readonly Duration Slack = Duration.FromSeconds(2);
    private static readonly (int FromMinute, int ToMinute)[] Rollouts = [(2, 16), (18, 32), (33, 44)];

    public override string Name => "aws";

    public override string Summary => "six sandboxes with addresses of their own behind AWS VPC flow logs; every bad act can be decided";

    public override ulong DefaultSeed => 7;

    public override GeneratedCase Generate(ulong seed)
    {
        var random = new SeededRandom(seed);
        var world = new SimulatedWorld(random, LogStart, LogEnd);
        world.Sandboxes.AddRange(AwsNetwork.Sandboxes(LogStart - Duration.FromMinutes(6), LogEnd + Duration.FromHours(1)));
        RunEpisodes(random, world);
        new AwsBackground(random.Fork("background"), world).Run();

        var folder = new CaseFolder(new EvidenceJudge(world, Slack));
        folder.Add("case.yml", Text("case.yml"));
        folder.Add("README.md", Text("README.md"));
        folder.Add("leases/leases.csv", LeaseTable.Lines(world, LogStart - Duration.FromHours(1), AwsNetwork.OtherAddresses));
        folder.Add("timeline/traces.jsonl", OtlpJson.Lines(world.Episodes.SelectMany(GenAiSpans.Of)));
        AddFlowLogs(random.Fork("interfaces"), world, folder);
        return new GeneratedCase(folder.Files, TruthWriter.Write(folder.Truth));
    }

    private static void RunEpisodes(SeededRandom random, SimulatedWorld world)
    {
        var acts = new AwsActs(world);
        var builder = new EpisodeBuilder(random.Fork("episodes"), new AwsEverydayWork(world).Draw);
        for (var i = 0; i < Rollouts.Length; i++)
        {
            var step = 12 + i;
            var deadline = LogStart + Duration.FromMinutes(Rollouts[i].ToMinute);
            for (var s = 0; s < world.Sandboxes.Count; s++)
            {
                var sandbox = world.Sandboxes[s];
                var start = LogStart + Duration.FromMinutes(Rollouts[i].FromMinute) + Duration.FromMilliseconds(1_300 * s);
                var plan = i == 1 ? acts.PlanOf(sandbox, deadline) : EpisodePlan.Everyday;
                var id = $"ep-{step.ToString(CultureInfo.InvariantCulture)}-{sandbox.Id}";
                var task = EverydayWork.Tasks[(i + s) % EverydayWork.Tasks.Count];
                world.Episodes.Add(builder.Build(id, new EpisodePlace(Run, step, s / 2, s), task, sandbox, start, deadline, 60, plan));
            }
        }
    }

    /// <summary>
    /// A file per interface, as the service keeps a stream per interface; two have the default fields, two are stored as gzip.
    /// </summary>
    private static void AddFlowLogs(SeededRandom random, SimulatedWorld world, CaseFolder folder)
    {
        var addresses = world.Sandboxes.Select(s => s.Address).Append(AwsNetwork.TrainerAddress).ToList();
        for (var i = 0; i < addresses.Count; i++)
        {
            var card = new FlowInterface($"eni-0{random.Hex(16)}", "", addresses[i], random.Between(0, 60), []);
            var log = new AwsFlowLog(i is 2 or 4 ? AwsFlowFormat.Default : AwsFlowFormat.Custom);
            var name = $"123456789012_vpcflowlogs_eu-central-1_fl-0a1b2c3d4e5f60718_20260210T0900Z_{card.Id[^8..]}.log{(i is 1 or 4 ? ".gz" : "")}";
            folder.AddLog($"logs/vpc/{name}", Visibility.BeforeTranslation,
                log.Lines(new FlowWindowSensor(card, LogStart, LogEnd), world.Connections));
        }
    }
}
