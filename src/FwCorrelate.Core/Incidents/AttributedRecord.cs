// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;

namespace FwCorrelate.Incidents;

/// <summary>A flow record or alert that matched rules, with its cause: one line of <c>attributions.jsonl</c>.</summary>
/// <param name="Loss"><c>none</c>, <c>nodata</c>, <c>skipdata</c> or <c>sampled</c>: what the sensor lost near the record.</param>
/// <param name="Rules">By level, descending, then id.</param>
/// <param name="SuppressedBy">The <c>infrastructure</c> entry that expects this traffic, if any: a mark, applied when results are
/// viewed.</param>
public sealed record AttributedRecord(
    RecordReference Record, RecordOrigin Origin, string Loss, IReadOnlyList<RuleSummary> Rules,
    Connection Connection, Attribution Attribution, string? SuppressedBy)
{
    /// <summary>Whether it came after the allowed lateness. Files are read whole before the join, so only live input can be late.</summary>
    public bool IsLate { get; init; }
}
