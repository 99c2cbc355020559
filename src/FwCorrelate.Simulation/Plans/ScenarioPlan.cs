// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;
using NodaTime;

namespace FwCorrelate.Simulation.Plans;

/// <summary>What a scenario file asks for. Every part has defaults; lengths of time are <see cref="Distribution"/>s of seconds.</summary>
internal sealed record ScenarioPlan(string Name, string Summary)
{
    public Duration Length { get; init; } = Duration.FromHours(3);

    public FleetPlan Fleet { get; init; } = new();

    public WorkPlan Work { get; init; } = new();

    public ActsPlan Acts { get; init; } = new();

    /// <summary>Programs of the sandbox image that call home whether or not an agent acts.</summary>
    public IReadOnlyList<DaemonPlan> Daemons { get; init; } = [];

    /// <summary>One-off connections of the image to somewhere, per sandbox and hour.</summary>
    public double StraysPerHour { get; init; }

    public IntrudersPlan Intruders { get; init; } = new();

    public FrameworkPlan Framework { get; init; } = new();

    /// <summary>The first one is what the oracle judges by.</summary>
    public IReadOnlyList<LogPlan> Logs { get; init; } = [new LogPlan("flows")];

    public TracePlan Traces { get; init; } = new();
}

/// <summary>Who is where.</summary>
internal sealed record FleetPlan
{
    /// <summary>Running side by side.</summary>
    public int Sandboxes { get; init; } = 32;

    public int Hosts { get; init; } = 4;

    /// <summary>Sandboxes that share an address at one time; 1 for addresses of their own.</summary>
    public int PerAddress { get; init; } = 1;

    /// <summary>Whether those that share an address have blocks of source ports of their own, which the lease table tells.</summary>
    public bool PortBlocks { get; init; }

    /// <summary>How long a sandbox lives before the next one takes its place; null for the whole log.</summary>
    public Distribution? Lifetime { get; init; }

    /// <summary>How long its address lies idle then.</summary>
    public Distribution ReuseAfter { get; init; } = new Distribution.Fixed(20);

    /// <summary>How many hosts' clocks are wrong, and by how many seconds: stamps of spans, minus the truth.</summary>
    public int HostsOff { get; init; }

    public double HostError { get; init; }
}

/// <summary>How agents work.</summary>
internal sealed record WorkPlan
{
    /// <summary>How long the model thinks before it asks for the next calls.</summary>
    public Distribution Think { get; init; } =
        new Distribution.Mixture([(0.9, new Distribution.LogNormal(4.5, 0.5)), (0.1, new Distribution.Pareto(9, 1.8))]);

    /// <summary>Turns of an episode, as a number of "seconds".</summary>
    public Distribution Turns { get; init; } = new Distribution.LogNormal(28, 0.5);

    public Distribution Rest { get; init; } = new Distribution.LogNormal(25, 0.7);

    /// <summary>Share of turns with two or three calls side by side.</summary>
    public double Parallel { get; init; } = 0.04;

    /// <summary>Share of ordinary calls that use the network: package mirrors, git, model APIs.</summary>
    public double Network { get; init; } = 0.16;

    /// <summary>Share of ordinary calls whose text holds an act's destination and which never connect.</summary>
    public double Decoys { get; init; } = 0.004;

    /// <summary>Share of what goes out that goes through the egress proxy.</summary>
    public double Proxied { get; init; }

    /// <summary>Training steps: episodes run only in the first part of each; null for work at any time.</summary>
    public PhasePlan? Phases { get; init; }
}

/// <param name="Every">Length of a training step, seconds.</param>
/// <param name="Rollout">Its first part, in which episodes run.</param>
internal sealed record PhasePlan(double Every, double Rollout);

/// <summary>What agents do that nobody asked for.</summary>
internal sealed record ActsPlan
{
    /// <summary>Share of calls whose command is an act's own.</summary>
    public double Share { get; init; } = 0.03;

    /// <summary>Chance that an ordinary command which may do anything hides an act.</summary>
    public double Hidden { get; init; }

    /// <summary>Destinations of each kind.</summary>
    public int Endpoints { get; init; } = 8;

    /// <summary>Share of acts that a tool's result had asked for, and that the task had.</summary>
    public double Injected { get; init; }

    public double Asked { get; init; }

    public StartLag Starts { get; init; } = new(
        new Distribution.Sum(
            new Distribution.LogNormal(0.18, 0.6),
            new Distribution.Mixture([(0.85, new Distribution.LogNormal(0.06, 0.9)), (0.15, new Distribution.Pareto(1.2, 2.2))])),
        0.08, 0.01, new Distribution.LogNormal(20, 1));

    public IReadOnlyList<ActPlan> Kinds { get; init; } = [];
}

/// <summary>One kind of act.</summary>
/// <param name="Does">Kind's name in the catalogue of acts.</param>
internal sealed record ActPlan(string Does)
{
    public double Weight { get; init; } = 1;

    /// <summary>How the command tells of the destination, with weights.</summary>
    public IReadOnlyDictionary<Saying, double> Said { get; init; } = new Dictionary<Saying, double> { [Saying.Literal] = 1 };

    /// <summary>Chance that a command which names its destination gets as far as to connect.</summary>
    public double Works { get; init; } = 0.97;

    /// <summary>The same for a command that names none.</summary>
    public double OpaqueWorks { get; init; } = 0.9;

    /// <summary>How long the process lives after its first connection, where it stays.</summary>
    public Distribution Lives { get; init; } = new Distribution.LogNormal(600, 1.2);

    /// <summary>How long one connection holds; null for as long as the process lives.</summary>
    public Distribution? Holds { get; init; }

    /// <summary>How long after the end of a connection the next one follows; null where none does.</summary>
    public Distribution? Reconnects { get; init; }

    /// <summary>Chance that an attempt goes unanswered and is repeated, each time after about twice as long.</summary>
    public double Unanswered { get; init; }

    /// <summary>Chance that policy refuses the destination.</summary>
    public double Refused { get; init; }
}

/// <summary>How a command tells of where it goes.</summary>
internal enum Saying
{
    /// <summary>Address and port, or a range of addresses.</summary>
    Literal,

    /// <summary>By a name that DNS knows; a log that shows names shows it.</summary>
    Name,

    /// <summary>In a file that an earlier call of the episode wrote.</summary>
    Script,

    /// <summary>In base64.</summary>
    Encoded,

    /// <summary>Not at all; the command is the act's own, such as <c>bash setup.sh</c>.</summary>
    Opaque,
}

/// <summary>A program of the image.</summary>
/// <param name="Share">Of sandboxes whose image has it.</param>
/// <param name="Every">Time from one connection to the next.</param>
/// <param name="Port">Of its destination.</param>
/// <param name="AmongActs">Whether its destination is also one of the agents'.</param>
/// <param name="InRollouts">Whether it connects only while rollouts run, as agents do: a common cause.</param>
internal sealed record DaemonPlan(string Name, double Share, Distribution Every, int Port, bool AmongActs, bool InRollouts);

/// <summary>People from outside.</summary>
/// <param name="Sandboxes">How many log into a sandbox.</param>
/// <param name="Hosts">How many log into a host.</param>
/// <param name="Guesses">Whether they guess passwords before.</param>
internal sealed record IntrudersPlan(int Sandboxes = 0, int Hosts = 0, bool Guesses = true);

/// <summary>What the training framework does by itself.</summary>
/// <param name="Tunnels">Share of sandboxes in which it opens a tunnel at their start.</param>
/// <param name="Setups">Share of episodes before which it fetches packages over SSH.</param>
/// <param name="Checkpoints">Whether the trainer uploads one in every step.</param>
internal sealed record FrameworkPlan(double Tunnels = 0, double Setups = 0, bool Checkpoints = false);
