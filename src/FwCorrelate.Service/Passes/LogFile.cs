// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service.Passes;

/// <summary>A log to read: where it is, what it is, and the settings of its source.</summary>
/// <param name="Columns">The column list of <c>--log-format</c>, if it was one.</param>
/// <param name="Head">Start of its text.</param>
internal sealed record LogFile(CaseInput Input, InputFile File, IFlowFormat Format, string? Columns, ReadOnlyMemory<byte> Head)
{
    public IFlowParser CreateParser() => Format.CreateParser(File, Head, Columns);
}
