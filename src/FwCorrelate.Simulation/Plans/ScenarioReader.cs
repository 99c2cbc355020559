// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Simulation.Drawing;

namespace FwCorrelate.Simulation.Plans;

/// <summary>
/// Reads a scenario file; README.md of this project lists its keys. Whatever it does not know is an error with file and line.
/// </summary>
internal static class ScenarioReader
{
    private static readonly string[] Keys =
    [
        "summary", "like", "length", "fleet", "work", "acts", "daemons", "strays_per_hour", "intruders", "framework", "logs", "traces",
    ];

    private static readonly string[] FleetKeys =
        ["sandboxes", "hosts", "per_address", "port_blocks", "lifetime", "reuse_after", "hosts_off", "host_error"];

    private static readonly string[] WorkKeys = ["think", "turns", "rest", "parallel", "network", "decoys", "proxied", "phases"];
    private static readonly string[] DaemonKeys = ["share", "every", "port", "to", "when"];

    /// <param name="name">The scenario's name.</param>
    /// <param name="file">The file as messages name it.</param>
    /// <param name="shipped">The plan of a scenario that ships, by name; null where there is none.</param>
    /// <exception cref="ConfigurationException">The text cannot be used; the message starts with <c>file:line</c>.</exception>
    public static ScenarioPlan Read(string text, string name, string file, Func<string, ScenarioPlan?> shipped)
    {
        var root = SettingsText.Read(text, file) ?? throw new ConfigurationException($"{file}: the file is empty, expected a scenario.");
        var members = new SettingsNode(root, file, "").Members(Keys);
        var plan = (members.Remove("like", out var like) ? Like(like, shipped) : new ScenarioPlan(name, name)) with { Name = name };
        plan = members.Aggregate(plan, (p, m) => Apply(p, m.Key, m.Value));
        if (plan.Work.Phases is null && plan.Daemons.Any(d => d.InRollouts))
            members["daemons"].Refuse("a daemon that connects in rollouts needs 'work.phases', which say when these are");
        return plan;
    }

    private static ScenarioPlan Like(SettingsNode node, Func<string, ScenarioPlan?> shipped) =>
        shipped(node.Text("the name of a scenario that ships")) ?? throw node.Unexpected(
            "the name of a scenario that ships as a file and is like no other");

    private static ScenarioPlan Apply(ScenarioPlan plan, string key, SettingsNode node) => key switch
    {
        "summary" => plan with { Summary = node.Text("one line on the scenario") },
        "length" => plan with { Length = node.LengthWithin(60, 172_800) },
        "fleet" => plan with { Fleet = node.Fold(plan.Fleet, Fleet, FleetKeys) },
        "work" => plan with { Work = node.Fold(plan.Work, Work, WorkKeys) },
        "acts" => plan with { Acts = ActsReader.Read(node, plan.Acts) },
        "daemons" => plan with { Daemons = [.. node.AnyMembers().Select(m => m.Node.Fold(Daemon(m.Key), Daemon, DaemonKeys))] },
        "strays_per_hour" => plan with { StraysPerHour = node.Number(60) },
        "intruders" => plan with { Intruders = node.Fold(plan.Intruders, Intruders, "sandboxes", "hosts", "guesses") },
        "framework" => plan with { Framework = node.Fold(plan.Framework, Framework, "tunnels", "setups", "checkpoints") },
        "logs" => plan with { Logs = EvidenceReader.Logs(node) },
        "traces" => plan with { Traces = EvidenceReader.Traces(node, plan.Traces) },
        _ => plan,
    };

    private static FleetPlan Fleet(FleetPlan plan, string key, SettingsNode value) => key switch
    {
        "sandboxes" => plan with { Sandboxes = value.Count(1, 2_000) },
        "hosts" => plan with { Hosts = value.Count(1, 100) },
        "per_address" => plan with { PerAddress = value.Count(1, 2_000) },
        "port_blocks" => plan with { PortBlocks = value.Flag() },
        "lifetime" => plan with { Lifetime = value.Spread() },
        "reuse_after" => plan with { ReuseAfter = value.Spread() },
        "hosts_off" => plan with { HostsOff = value.Count(0, 100) },
        _ => plan with { HostError = value.Duration().TotalSeconds },
    };

    private static WorkPlan Work(WorkPlan plan, string key, SettingsNode value) => key switch
    {
        "think" => plan with { Think = value.Spread() },
        "turns" => plan with { Turns = value.Spread() },
        "rest" => plan with { Rest = value.Spread() },
        "parallel" => plan with { Parallel = value.Share() },
        "network" => plan with { Network = value.Share() },
        "decoys" => plan with { Decoys = value.Share() },
        "proxied" => plan with { Proxied = value.Share() },
        _ => plan with { Phases = Phases(value) },
    };

    private static PhasePlan Phases(SettingsNode node)
    {
        var phases = node.Fold(
            new PhasePlan(600, 360), (p, key, value) => key == "every"
                ? p with { Every = value.LengthWithin(60, 86_400).TotalSeconds }
                : p with { Rollout = value.LengthWithin(30, 86_400).TotalSeconds },
            "every", "rollout");
        return phases.Rollout <= phases.Every ? phases : throw node.Unexpected("a 'rollout' that is no longer than 'every'");
    }

    private static DaemonPlan Daemon(string name) => new(name, 0.3, new Distribution.Normal(300, 4), 4444, false, false);

    private static DaemonPlan Daemon(DaemonPlan plan, string key, SettingsNode value) => key switch
    {
        "share" => plan with { Share = value.Share() },
        "every" => plan with { Every = value.Spread() },
        "port" => plan with { Port = value.Port() },
        "when" => plan with { InRollouts = value.Choice("always", "rollouts") == "rollouts" },
        _ => plan with { AmongActs = value.Choice("own", "acts") == "acts" },
    };

    private static IntrudersPlan Intruders(IntrudersPlan plan, string key, SettingsNode value) => key switch
    {
        "sandboxes" => plan with { Sandboxes = value.Count(0, 1_000) },
        "hosts" => plan with { Hosts = value.Count(0, 100) },
        _ => plan with { Guesses = value.Flag() },
    };

    private static FrameworkPlan Framework(FrameworkPlan plan, string key, SettingsNode value) => key switch
    {
        "tunnels" => plan with { Tunnels = value.Share() },
        "setups" => plan with { Setups = value.Share() },
        _ => plan with { Checkpoints = value.Flag() },
    };
}
