// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Conversations;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Gpu;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Statistics;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Incidents;

/// <summary>Who is behind an incident (design, section 2).</summary>
public enum Verdict
{
    AgentInitiated,
    Background,
    ExternalCompromise,
    Undetermined,
}

/// <summary>Whether a behaviour goes on.</summary>
public enum Ongoing
{
    Unknown,
    Yes,
    No,
}

/// <summary>A fact for or against the verdict, in words.</summary>
public sealed record VerdictReason(bool For, string Text);

/// <summary>A piece of evidence; <paramref name="Role"/> is <c>flow</c>, <c>alert</c>, <c>call</c>, <c>lease</c> or <c>gpu</c>.</summary>
public sealed record Evidence(string Role, RecordOrigin Origin);

/// <summary>What an incident touched.</summary>
/// <param name="InternalReached">Internal addresses that answered or let it in.</param>
/// <param name="Refused">Connections that were denied.</param>
/// <param name="BytesOut">Bytes from the source to the target, where counted.</param>
/// <param name="AlsoFrom">Other sandboxes or addresses that did the same, the first 20 by name; the behaviour has all of them.</param>
public sealed record IncidentScope(IReadOnlyList<string> InternalReached, int Refused, long BytesOut, IReadOnlyList<string> AlsoFrom);

/// <summary>
/// Where the destination was first mentioned: <paramref name="Where"/> is <c>by_task</c>, <c>by_tool_result</c>, <c>not_seen</c> or
/// <c>unknown</c>.
/// </summary>
public sealed record DestinationOrigin(string Where)
{
    /// <summary>Why, in words: what was searched, what was found, what is missing.</summary>
    public string? Reason { get; init; }

    /// <summary>The first mention, or what speaks of the deed.</summary>
    public MessageQuote? First { get; init; }

    /// <summary>The model's own words before the call.</summary>
    public MessageQuote? Before { get; init; }
}

/// <summary>Matches grouped by run, episode and cause: what somebody must act on.</summary>
public sealed record Incident
{
    /// <summary><c>INC-</c> and 12 hex digits, made of rule, cause and the first record's content.</summary>
    public required string Id { get; init; }

    public required RuleSummary Rule { get; init; }

    /// <summary>All rules that matched, by level, then id.</summary>
    public required IReadOnlyList<RuleSummary> Rules { get; init; }

    public required Verdict Verdict { get; init; }

    public required IReadOnlyList<VerdictReason> VerdictReasons { get; init; }

    public required Instant FirstSeen { get; init; }

    public required Instant LastSeen { get; init; }

    /// <summary>Flow records and alerts; 0 where only tool calls matched.</summary>
    public required int RecordCount { get; init; }

    /// <summary>Each once, however many sensors saw it.</summary>
    public required int ConnectionCount { get; init; }

    /// <summary>Sensors that saw any of it.</summary>
    public int SensorCount { get; init; }

    public string? RunId { get; init; }

    public string? EpisodeId { get; init; }

    public string? Step { get; init; }

    public string? TaskId { get; init; }

    /// <summary>One sandbox, where known.</summary>
    public string? SandboxId { get; init; }

    public HostAddress Source { get; init; }

    /// <summary>Named calls, by start.</summary>
    public IReadOnlyList<ToolCall> NamedCalls { get; init; } = [];

    /// <summary>Candidates of the strongest record, where none is named.</summary>
    public IReadOnlyList<CallCandidate> Candidates { get; init; } = [];

    public required Attribution Attribution { get; init; }

    /// <summary>Command of the named call, else of the leading candidate; not yet redacted.</summary>
    public string? Command { get; init; }

    /// <summary>What it went to, for people: <c>198.51.100.23:3333/tcp</c>, <c>60 addresses of 10.8.0.0/16, ports 22, 2375</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Destinations, by number of records, at most 100.</summary>
    public IReadOnlyList<(HostAddress Address, int Port, TransportProtocol Protocol, int Records)> Destinations { get; init; } = [];

    public required IReadOnlyList<Evidence> Evidence { get; init; }

    public required IncidentScope Scope { get; init; }

    public Ongoing Ongoing { get; init; }

    public required DestinationOrigin Origin { get; init; }

    public IReadOnlyList<string> WouldDecide { get; init; } = [];

    public required string BehaviourId { get; init; }

    /// <summary>The <c>infrastructure</c> entry that expects all of it, if any.</summary>
    public string? SuppressedBy { get; init; }

    /// <summary>What statistics say of the bursts of its rule's family; null where only tool calls matched.</summary>
    public CoincidenceFinding? Statistics { get; init; }

    /// <summary>GPUs that were taken from their job for it; null where GPU telemetry shows none.</summary>
    public GpuCost? Cost { get; init; }

    /// <summary>Which weights of the model acted, where the traces tell.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What people decided about it; no part of the verdict.</summary>
    public IReadOnlyList<CaseDecision> Decisions { get; init; } = [];

    /// <summary>The record whose attribution says most; null where only tool calls matched.</summary>
    public IncidentRecord? Decisive { get; init; }

    public IReadOnlyList<AttributedRecord> Records { get; init; } = [];
}

/// <summary>Incidents of one rule family towards one target across episodes and runs: what a person reads first.</summary>
public sealed record Behaviour(string Id, string Title, string Target, Level Level, IReadOnlyList<Incident> Incidents)
{
    public bool IsSuppressed => Incidents.All(i => i.SuppressedBy is not null);
}
