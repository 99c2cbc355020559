// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>What to read, all of it, in order of time.</summary>
public sealed record ScanRequest
{
    /// <summary>The most that engines give in one page unless they are told otherwise (<c>index.max_result_window</c>).</summary>
    public const int MostInPage = 10_000;

    /// <summary>Index, alias, data stream or pattern; several with commas between.</summary>
    public required string Indices { get; init; }

    /// <summary>A query as JSON; null reads everything.</summary>
    public string? Query { get; init; }

    /// <summary>The time to sort by.</summary>
    public string TimeField { get; init; } = EcsFields.Timestamp;

    /// <summary>A keyword that tells documents of one time apart; it is left out where it is not mapped. Need not be unique.</summary>
    public string TieBreaker { get; init; } = EcsFields.EventId;

    /// <summary>Fields or patterns to fetch; empty fetches all.</summary>
    public IReadOnlyList<string> SourceFields { get; init; } = [];

    public int PageSize { get; init; } = MostInPage;

    /// <summary>
    /// Readers side by side, each with its share of the times; one alone where not every index maps the time. From 2 on, pages take turns.
    /// </summary>
    public int Slices { get; init; } = 1;

    /// <summary>How long the engine keeps the point in time between two pages.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>A document as stored. Valid for as long as it is held.</summary>
/// <param name="Source">JSON object in UTF-8.</param>
public readonly record struct ScannedDocument(string Index, string Id, ReadOnlyMemory<byte> Source);

/// <summary>Documents that came together, in order.</summary>
public sealed record ScannedPage(IReadOnlyList<ScannedDocument> Documents);
