// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>A scenario's world: who is where, which destinations there are, and everything that truly happened.</summary>
internal sealed class FleetWorld
{
    public const string Trainer = "10.1.0.5";
    public const string Gateway = "192.0.2.250";

    /// <summary>The gateway's address inside.</summary>
    public static readonly Endpoint Proxy = new("10.1.0.9", 3128);
    private static readonly Instant Begin = Instant.FromUtc(2026, 5, 4, 8, 0);

    private readonly Dictionary<string, IReadOnlyList<Endpoint>> _destinations = new(StringComparer.Ordinal);

    public FleetWorld(ScenarioPlan plan, SeededRandom random)
    {
        var clocks = random.Fork("clocks");
        Plan = plan with { Logs = [.. plan.Logs.Select(l => l with { Clock = l.Clock.Drawn(clocks) })] };
        Traffic = new SimulatedWorld(random.Fork("world"), Begin, Begin + plan.Length);
        var draws = random.Fork("destinations");
        foreach (var kind in ActCatalogue.All)
        {
            var drawn = Enumerable.Range(0, plan.Acts.Endpoints).Select(_ => Stranger(draws, draws.Pick(kind.Ports)));
            _destinations.Add(kind.Name, [.. drawn.Distinct()]);
        }

        Hosts = [.. Enumerable.Range(1, plan.Fleet.Hosts).Select(i => new SimulatedHost(
            $"node-{i}", $"10.1.0.{10 + i}", i <= plan.Fleet.HostsOff ? Seconds(plan.Fleet.HostError) : Duration.Zero))];
    }

    public ScenarioPlan Plan { get; }

    /// <summary>Connections and times of the log.</summary>
    public SimulatedWorld Traffic { get; }

    public IReadOnlyList<SimulatedHost> Hosts { get; }

    public List<FleetSandbox> Sandboxes { get; } = [];

    public List<Happening> Happenings { get; } = [];

    public Instant Start => Traffic.LogStart;

    public Instant End => Traffic.LogEnd;

    /// <summary>Where acts of a kind go.</summary>
    public IReadOnlyList<Endpoint> DestinationsOf(string act) => _destinations[act];

    /// <summary>The name that DNS has for a destination of acts.</summary>
    public static string NameOf(Endpoint to)
    {
        var octets = to.Address.Split('.');
        return $"n{octets[2]}-{octets[3]}.relay.example.net";
    }

    /// <summary>Opens a connection from a sandbox.</summary>
    /// <param name="more">What else is to be said of it.</param>
    public Happening Open(
        FleetSandbox sandbox, Cause cause, Endpoint to, IReadOnlyList<PacketBunch> packets, FleetCall? by = null, ActRun? run = null,
        Func<SimulatedConnection, SimulatedConnection>? more = null)
    {
        Traffic.Open(cause, sandbox.Place.Address, to, packets, more, sandbox.Ports);
        return new Happening(Traffic.Connections[^1], sandbox, by, run);
    }

    /// <summary>A training step by number: by the scenario's phases, else every ten minutes.</summary>
    public int StepAt(Instant time) => (int)Math.Floor((time - Start).TotalSeconds / (Plan.Work.Phases?.Every ?? 600));

    /// <summary>Whether episodes may run; always, where the scenario has no phases.</summary>
    public bool IsInRollout(Instant time) =>
        Plan.Work.Phases is not { } phases || (time - Start).TotalSeconds - (StepAt(time) * phases.Every) < phases.Rollout;

    /// <summary>An address of TEST-NET-2 or -3, where no site is.</summary>
    public static Endpoint Stranger(SeededRandom random, int port) =>
        new((random.Chance(500) ? "203.0.113." : "198.51.100.") + random.Between(2, 250).ToString(CultureInfo.InvariantCulture), port);

    public static Duration Seconds(double seconds) => Duration.FromTicks((long)(seconds * NodaConstants.TicksPerSecond));
}
