// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Truth;

/// <summary>What is true of one record.</summary>
/// <param name="File">Path relative to the case, with <c>/</c>.</param>
/// <param name="Line">1-based line of the decompressed file.</param>
internal sealed record TruthLine(string File, int Line, Cause Cause, Decision Decision);

/// <summary>Whether the evidence in the folder suffices to name the call, and why (not).</summary>
internal readonly record struct Decision(bool IsDecidable, string Why);
