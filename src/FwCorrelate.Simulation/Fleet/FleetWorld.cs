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
    private static readonly Instant Begin = Instant.FromUtc(2026, 5, 4, 8, 0);

    private readonly Dictionary<string, IReadOnlyList<Endpoint>> _destinations = new(StringComparer.Ordinal);

    public FleetWorld(ScenarioPlan plan, SeededRandom random)
    {
        Plan = plan;
        Traffic = new SimulatedWorld(random.Fork("world"), Begin, Begin + plan.Length);
        var draws = random.Fork("destinations");
        foreach (var kind in ActCatalogue.All)
            _destinations.Add(kind.Name, [.. Enumerable.Range(0, plan.Acts.Endpoints).Select(_ => Stranger(draws, draws.Pick(kind.Ports))).Distinct()]);
    }

    public ScenarioPlan Plan { get; }

    /// <summary>Connections and times of the log.</summary>
    public SimulatedWorld Traffic { get; }

    public List<FleetSandbox> Sandboxes { get; } = [];

    public List<Happening> Happenings { get; } = [];

    public Instant Start => Traffic.LogStart;

    public Instant End => Traffic.LogEnd;

    /// <summary>Where acts of a kind go.</summary>
    public IReadOnlyList<Endpoint> DestinationsOf(string act) => _destinations[act];

    /// <summary>Opens a connection from a sandbox.</summary>
    public SimulatedConnection Open(
        FleetSandbox sandbox, Cause cause, Endpoint to, IReadOnlyList<PacketBunch> packets, FleetCall? by = null, ActRun? run = null, bool opensRun = false,
        Disposition disposition = Disposition.Allowed)
    {
        Traffic.Open(cause, sandbox.Place.Address, to, packets, c => c with { Disposition = disposition });
        var connection = Traffic.Connections[^1];
        Happenings.Add(new Happening(connection, sandbox, by, run) { OpensRun = opensRun });
        return connection;
    }

    /// <summary>An address of TEST-NET-2 or -3 that no site has.</summary>
    public static Endpoint Stranger(SeededRandom random, int port) =>
        new((random.Chance(500) ? "203.0.113." : "198.51.100.") + random.Between(2, 250).ToString(CultureInfo.InvariantCulture), port);

    public static Duration Seconds(double seconds) => Duration.FromTicks((long)(seconds * NodaConstants.TicksPerSecond));
}
