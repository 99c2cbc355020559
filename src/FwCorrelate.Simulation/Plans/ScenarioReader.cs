// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Simulation.Drawing;
using FwCorrelate.Simulation.Fleet;

namespace FwCorrelate.Simulation.Plans;

/// <summary>Reads a scenario file; README.md of this project lists its keys. Whatever it does not know is an error with file and line.</summary>
internal static class ScenarioReader
{
    /// <param name="name">The scenario's name.</param>
    /// <param name="file">The file as messages name it.</param>
    /// <exception cref="ConfigurationException">The text cannot be used; the message starts with <c>file:line</c>.</exception>
    public static ScenarioPlan Read(string text, string name, string file)
    {
        var root = YamlText.Read(text, file) ?? throw new ConfigurationException($"{file}: the file is empty, expected a scenario.");
        var members = new SettingsNode(root, file, "").Members("summary", "length", "fleet", "work", "acts", "daemons", "strays_per_hour", "intruders", "clocks", "traces");
        var plan = new ScenarioPlan(name, members.TryGetValue("summary", out var summary) ? summary.Text("one line on the scenario") : name);
        return members.Aggregate(plan, (p, m) => Apply(p, m.Key, m.Value));
    }

    private static ScenarioPlan Apply(ScenarioPlan plan, string key, SettingsNode node) => key switch
    {
        "length" => plan with { Length = node.Duration() is var length && length.TotalMinutes is >= 1 and <= 2_880 ? length : throw node.Unexpected("a duration from 1m to 48h") },
        "fleet" => plan with { Fleet = Fleet(node) },
        "work" => plan with { Work = Work(node) },
        "acts" => plan with { Acts = Acts(node) },
        "daemons" => plan with { Daemons = [.. node.AnyMembers().Select(m => Daemon(m.Key, m.Node))] },
        "strays_per_hour" => plan with { StraysPerHour = Number(node, 60) },
        "intruders" => plan with { Intruders = Count(node, 0, 100) },
        "clocks" => plan with { FlowClock = node.Members("flows") is var m && m.TryGetValue("flows", out var flows) ? Clock(flows) : plan.FlowClock },
        "traces" => plan with { Traces = Traces(node) },
        _ => plan,
    };

    private static FleetPlan Fleet(SettingsNode node)
    {
        var plan = new FleetPlan();
        foreach (var (key, value) in node.Members("sandboxes", "hosts", "per_address", "lifetime", "reuse_after"))
        {
            plan = key switch
            {
                "sandboxes" => plan with { Sandboxes = Count(value, 1, 2_000) },
                "hosts" => plan with { Hosts = Count(value, 1, 200) },
                "per_address" => plan with { PerAddress = Count(value, 1, 2_000) },
                "lifetime" => plan with { Lifetime = Spread(value) },
                _ => plan with { ReuseAfter = Spread(value) },
            };
        }

        return plan;
    }

    private static WorkPlan Work(SettingsNode node)
    {
        var plan = new WorkPlan();
        foreach (var (key, value) in node.Members("think", "turns", "rest", "parallel", "network", "decoys"))
        {
            plan = key switch
            {
                "think" => plan with { Think = Spread(value) },
                "turns" => plan with { Turns = Spread(value) },
                "rest" => plan with { Rest = Spread(value) },
                "parallel" => plan with { Parallel = Share(value) },
                "network" => plan with { Network = Share(value) },
                _ => plan with { Decoys = Share(value) },
            };
        }

        return plan;
    }

    private static ActsPlan Acts(SettingsNode node)
    {
        var plan = new ActsPlan();
        foreach (var (key, value) in node.Members("share", "hidden", "endpoints", "starts", "kinds"))
        {
            plan = key switch
            {
                "share" => plan with { Share = Share(value) },
                "hidden" => plan with { Hidden = Share(value) },
                "endpoints" => plan with { Endpoints = Count(value, 1, 200) },
                "starts" => plan with { Starts = Starts(value, plan.Starts) },
                _ => plan with { Kinds = [.. value.AnyMembers().Select(m => Act(m.Key, m.Node))] },
            };
        }

        return plan;
    }

    private static StartLag Starts(SettingsNode node, StartLag lag)
    {
        foreach (var (key, value) in node.Members("soon", "within", "after", "tail"))
        {
            lag = key switch
            {
                "soon" => lag with { Start = Spread(value) },
                "within" => lag with { Within = Share(value) },
                "after" => lag with { After = Share(value) },
                _ => lag with { Tail = Spread(value) },
            };
        }

        return lag.Within + lag.After <= 1 ? lag : throw node.Unexpected("'within' and 'after' that sum to at most 1");
    }

    private static ActPlan Act(string name, SettingsNode node)
    {
        if (!ActCatalogue.Names.Contains(name))
            throw new ConfigurationException($"{node.File}:{node.KeyLine}: '{name}' is no act. Known: {string.Join(", ", ActCatalogue.Names)}.");
        var plan = new ActPlan(name);
        foreach (var (key, value) in node.Members("weight", "said", "works", "opaque_works", "lives", "holds", "reconnects"))
        {
            plan = key switch
            {
                "weight" => plan with { Weight = Number(value, 1_000) },
                "said" => plan with { Said = Said(value) },
                "works" => plan with { Works = Share(value) },
                "opaque_works" => plan with { OpaqueWorks = Share(value) },
                "lives" => plan with { Lives = Spread(value) },
                "holds" => plan with { Holds = Spread(value) },
                _ => plan with { Reconnects = Spread(value) },
            };
        }

        return plan;
    }

    private static Dictionary<Saying, double> Said(SettingsNode node) =>
        node.Members("literal", "script", "encoded", "opaque").ToDictionary(m => Enum.Parse<Saying>(m.Key, ignoreCase: true), m => Number(m.Value, 1_000));

    private static DaemonPlan Daemon(string name, SettingsNode node)
    {
        var plan = new DaemonPlan(name, 0.3, new Distribution.Normal(300, 4), 4444, false);
        foreach (var (key, value) in node.Members("share", "every", "port", "to"))
        {
            plan = key switch
            {
                "share" => plan with { Share = Share(value) },
                "every" => plan with { Every = Spread(value) },
                "port" => plan with { Port = value.Port() },
                _ => plan with { AmongActs = value.Text("own or acts") switch { "own" => false, "acts" => true, _ => throw value.Unexpected("own or acts") } },
            };
        }

        return plan;
    }

    private static ClockPlan Clock(SettingsNode node)
    {
        var plan = new ClockPlan();
        foreach (var (key, value) in node.Members("offset", "drift_per_hour", "delay"))
        {
            plan = key switch
            {
                "offset" => plan with { Offset = value.Duration().TotalSeconds },
                "drift_per_hour" => plan with { DriftPerHour = value.Duration().TotalSeconds },
                _ => plan with { Delay = Spread(value) },
            };
        }

        return plan;
    }

    private static TracePlan Traces(SettingsNode node)
    {
        var members = node.Members("dropped", "dropped_acts");
        return new TracePlan(
            members.TryGetValue("dropped", out var dropped) ? Share(dropped) : 0, members.TryGetValue("dropped_acts", out var acts) ? Share(acts) : 0);
    }

    private static Distribution Spread(SettingsNode node) =>
        DistributionText.Parse(node.Text("a distribution")) ?? throw node.Unexpected(DistributionText.Expectation);

    private static double Share(SettingsNode node) => Number(node, 1);

    private static double Number(SettingsNode node, double largest) =>
        double.TryParse(node.Text("a number"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= largest
            ? number
            : throw node.Unexpected($"a number from 0 to {largest.ToString(CultureInfo.InvariantCulture)}");

    private static int Count(SettingsNode node, int least, int most) =>
        int.TryParse(node.Text("a number"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw node.Unexpected($"a whole number from {least} to {most}");
}
