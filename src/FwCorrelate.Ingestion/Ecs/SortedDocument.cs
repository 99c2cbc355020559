// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>What a document of an index is for.</summary>
/// <param name="IsTrace">Whether it is a span, a tool call or a lease; else it is a record of a log, or nothing known.</param>
/// <param name="Origin">What wrote the record.</param>
/// <param name="File">The file that the record was read from, where the document tells it; else empty.</param>
/// <param name="TellsOriginal">Whether its hash is that of the record in its log, so that ids agree with those from files.</param>
/// <param name="Sensor">See <see cref="Flows.FlowRecord.Sensor"/>.</param>
public readonly record struct SortedDocument(bool IsTrace, LogFormat Origin, string File, bool TellsOriginal, ulong Sensor);
