// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Results.Export;

/// <summary>A raw record that an incident rests on.</summary>
/// <param name="Role"><c>alert</c>, <c>flow</c>, <c>call</c>, <c>lease</c> or <c>gpu</c>.</param>
/// <param name="Origin">As the incident names it.</param>
/// <param name="Content">The record without its line end; null where it could not be found.</param>
internal sealed record ExportedRecord(string Role, RecordOrigin Origin, byte[]? Content, string? Problem)
{
    /// <summary>Its name in the export.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is all of its line, so that <c>sed</c> shows it.</summary>
    public bool IsWholeLine { get; init; }

    /// <summary>
    /// Whether the exported bytes have the hash that the result tells: not where it is that of another text of the same record.
    /// </summary>
    public bool HasItsHash { get; init; }
}
