// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results;

/// <summary>Some whole lines of a result file.</summary>
/// <param name="First">1-based number of the first line.</param>
/// <param name="Lines">Without their terminators.</param>
internal sealed record ResultLines(long First, IReadOnlyList<ReadOnlyMemory<byte>> Lines);
