// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>A daemon as one image carries it.</summary>
internal sealed record Daemon(DaemonPlan Plan, Endpoint To);

/// <summary>An act that a command promises to whoever reads it and what it runs, whether or not it comes to pass.</summary>
/// <param name="To">Null where nothing tells: it may be any destination of the kind.</param>
/// <param name="Range">First three octets of what a sweep goes through.</param>
/// <param name="Origin">Who asked for it: <c>by_task</c>, <c>by_tool_result</c> or <c>not_seen</c>.</param>
internal sealed record Promise(ActPlan Plan, ActKind Kind, Saying Said, Endpoint? To, string? Range, double Works, string Origin);

/// <summary>A call with what the generator knows of it.</summary>
internal sealed class FleetCall(SimulatedCall call, FleetSandbox sandbox)
{
    public SimulatedCall Call => call;

    public FleetSandbox Sandbox => sandbox;

    public OrdinaryProgram? Program { get; init; }

    public Promise? Promise { get; init; }

    /// <summary>What the call printed, where it matters.</summary>
    public string? Result { get; set; }

    /// <summary>Whether the trace lacks its span.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Whether its stamps are its episode's end: they tell no time.</summary>
    public bool HasDeadClock { get; set; }

    /// <summary>How its command tells of the destination of what it did unasked.</summary>
    public string Said => Promise is null ? "hidden" : Promise.Said.ToString().ToLowerInvariant();

    public double Length => (call.End - call.Start).TotalSeconds;
}

/// <summary>A sandbox with what its image carries and what ran in it, in order.</summary>
/// <param name="ports">Its block of source ports, the end excluded; null where it may use any.</param>
internal sealed class FleetSandbox(SimulatedSandbox place, IReadOnlyList<Daemon> daemons, (int From, int To)? ports)
{
    public SimulatedSandbox Place => place;

    public IReadOnlyList<Daemon> Daemons => daemons;

    public (int From, int To)? Ports => ports;

    /// <summary>By start.</summary>
    public List<FleetCall> Calls { get; } = [];

    public Intrusion? Intrusion { get; set; }

    /// <summary>Whether a connection from the sandbox's address with this source port may be its own.</summary>
    public bool MayUse(int port) => ports is not { } block || (port >= block.From && port < block.To);
}

/// <summary>Somebody from outside who logs into a sandbox.</summary>
internal sealed record Intrusion(Instant Login, Instant Logout, Endpoint To);

/// <summary>One act as it came to pass.</summary>
internal sealed class ActRun(FleetCall by, ActPlan plan, ActKind kind, Endpoint to, string? range, Instant first)
{
    public FleetCall By => by;

    public ActPlan Plan => plan;

    public ActKind Kind => kind;

    public Endpoint To => to;

    /// <summary>First three octets of what a sweep goes through.</summary>
    public string? Range => range;

    /// <summary>When it first connects.</summary>
    public Instant First => first;

    /// <summary>Whether it goes through the egress proxy.</summary>
    public bool IsProxied { get; init; }

    /// <summary>Whether policy refuses its destination.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>A connection that left a sandbox, for the oracle: in which sandbox and by which run it was opened.</summary>
/// <param name="Run">The act; null where no act opened it.</param>
/// <param name="By">The call; null where no call did.</param>
internal sealed record Happening(SimulatedConnection Connection, FleetSandbox Sandbox, FleetCall? By, ActRun? Run)
{
    /// <summary>Whether it is the first of its run: a sweep is one thing.</summary>
    public bool OpensRun { get; init; }

    /// <summary>Attempts of the run without an answer, up to this one, since the last that had one.</summary>
    public int Failures { get; init; }
}

/// <summary>A world that has happened.</summary>
/// <param name="Losses">Which spans its traces lack.</param>
internal sealed record FleetHistory(FleetWorld World, IReadOnlyList<FleetEpisode> Episodes, TraceLosses Losses);
