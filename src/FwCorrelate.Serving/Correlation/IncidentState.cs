// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>What was last said of an incident.</summary>
internal sealed record IncidentState
{
    public const string Kind = "incident";

    public required string Id { get; init; }

    /// <summary>From 1, without a gap.</summary>
    public required int Revision { get; init; }

    public required IncidentStatus Status { get; init; }

    /// <summary>Of the document without revision and what it supersedes: equal hashes say the same.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>What a person acts on; a change of it is told at once.</summary>
    public required string Gist { get; init; }

    /// <summary>Hashes of the records it is made of.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    public required IReadOnlyList<string> Supersedes { get; init; }

    public required Instant FirstSeen { get; init; }

    public required Instant PublishedAt { get; init; }

    /// <summary>Whether records on their way could still change it when it was told.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>The document as it was last told.</summary>
    public required string Document { get; init; }
}
