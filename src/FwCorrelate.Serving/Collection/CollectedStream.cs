// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Collection;

/// <summary>One file as it is followed, and how far its bytes were collected.</summary>
internal sealed record CollectedStream
{
    /// <summary>Number of its copy under the state folder.</summary>
    public required int Id { get; init; }

    /// <summary>As results name it: relative to the case, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Where it stands, or stood last.</summary>
    public required string FullPath { get; init; }

    public required FileIdentity Identity { get; init; }

    public StreamState State { get; init; }

    /// <summary>Bytes of the copy that count; what lies beyond was written and not committed.</summary>
    public long Length { get; init; }

    /// <summary>Of these bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the first bytes, at most <see cref="Fingerprint.MostBytes"/>.</summary>
    public required Fingerprint Head { get; init; }

    /// <summary>Of the last bytes before <see cref="Length"/>.</summary>
    public required Fingerprint Tail { get; init; }

    /// <summary>Whether the file holds the text of the copy compressed, so that positions in it are not those of the copy.</summary>
    public bool IsUnpacked { get; init; }

    /// <summary>Stored bytes of the file when it was last looked at.</summary>
    public long SeenLength { get; init; }

    /// <summary>When the file was last written to, as it was last looked at.</summary>
    public Instant SeenWritten { get; init; }

    /// <summary>When it was found first.</summary>
    public Instant BegunAt { get; init; }

    /// <summary>When bytes were last collected.</summary>
    public Instant GrownAt { get; init; }

    /// <summary>Whether its content is read as part of the evidence.</summary>
    public bool IsRead => State is StreamState.Live or StreamState.Ended;
}
