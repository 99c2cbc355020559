// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion;

/// <summary>A format chosen by the user, and its column list where the user gave one.</summary>
public sealed record ForcedFormat(IFlowFormat Format, string? Columns);
