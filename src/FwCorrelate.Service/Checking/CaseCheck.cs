// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Service.Checking;

/// <summary>What a look at a case tells of whether its parts will meet. Figures are of what was sampled, never of all.</summary>
/// <param name="Meets">What will meet, in words.</param>
/// <param name="Fails">What will not, and why.</param>
/// <param name="Doubts">What nobody can tell from a sample, or may go wrong.</param>
/// <param name="Additions">What to add or mend, the cheapest first.</param>
/// <param name="CaseYml">Lines for <c>case.yml</c>; empty where there is nothing to set.</param>
public sealed record CaseCheck(
    IReadOnlyList<LogCheck> Logs, TraceCheck Traces, LeaseCheck Leases, IReadOnlyList<string> Meets, IReadOnlyList<string> Fails,
    IReadOnlyList<string> Doubts,
    IReadOnlyList<string> Additions, string CaseYml)
{
    public required int Files { get; init; }

    /// <summary>Files that were not looked at, because there are so many.</summary>
    public int NotLookedAt { get; init; }

    public required long StoredBytes { get; init; }

    /// <summary>Bytes of text that were read.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Files that nothing reads, with the reason.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];
}

/// <summary>One source of logs.</summary>
/// <param name="Records">Records in the samples.</param>
/// <param name="Leased">Those whose source or destination somebody held then, by leases.</param>
/// <param name="WithCalls">Those of them whose holder is a sandbox that traces tell of.</param>
public sealed record LogCheck(
    string Source, IReadOnlyList<string> Formats, int Files, long StoredBytes, long Records, long Rejected, Instant? From, Instant? To,
    long Leased, long WithCalls)
{
    /// <summary>Whether stamps carry no zone of their own.</summary>
    public bool LacksZone { get; init; }

    /// <summary>The zone that was assumed for such stamps, or configured.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    public bool ZoneIsConfigured { get; init; }

    /// <summary>Whether the end of some file was out of reach, so that it may tell of later times.</summary>
    public bool EndIsUnknown { get; init; }

    /// <summary>Whole hours by which the stamps seem to be ahead of traces and leases; null where nothing says so.</summary>
    public int? HoursAhead { get; init; }

    /// <summary>Why <see cref="HoursAhead"/>, in words.</summary>
    public string HoursReason { get; init; } = "";

    /// <summary>
    /// Internal addresses that open connections and that no lease tells of, the most frequent first, with the number of sampled records.
    /// </summary>
    public IReadOnlyList<(HostAddress Address, int Records)> Unleased { get; init; } = [];
}

/// <summary>The traces.</summary>
/// <param name="Formats">Names of the formats.</param>
/// <param name="Sandboxes">Sandboxes that calls name, each once.</param>
public sealed record TraceCheck(
    IReadOnlyList<string> Formats, int Files, int Calls, int Untimed, int Naive, int WithoutSandbox, int SandboxesWithoutLease,
    IReadOnlyList<string> Sandboxes,
    Instant? From, Instant? To)
{
    /// <summary>Whether only parts of some files were read.</summary>
    public bool IsSampled { get; init; }

    /// <summary>Globs of traces whose local stamps are whole hours ahead of leases and logs, and why.</summary>
    public IReadOnlyList<(string Source, int Hours, string Reason)> ZonesOff { get; init; } = [];
}

/// <summary>The leases.</summary>
/// <param name="Told">Rows that traces told of, which never show that an address was held alone.</param>
/// <param name="OwnersWithoutCalls">Sandboxes that leases name and no sampled call does.</param>
public sealed record LeaseCheck(
    int Files, int Rows, int Told, int Addresses, int Sandboxes, int OwnersWithoutCalls, Instant? From, Instant? To)
{
    public bool IsSampled { get; init; }
}
