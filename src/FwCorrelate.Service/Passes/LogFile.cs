// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service.Passes;

/// <summary>A log to read: where it is, what it is, and the settings of its source.</summary>
/// <param name="Columns">The column list of <c>--log-format</c>, if it was one.</param>
/// <remarks>A case may hold more files than memory would take of each: nothing of their content is kept.</remarks>
internal sealed record LogFile(CaseInput Input, InputFile File, IFlowFormat Format, string? Columns);
