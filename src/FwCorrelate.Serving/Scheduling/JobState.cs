// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Scheduling;

/// <summary>What one job is doing.</summary>
/// <param name="RunningSince">Timestamp of its start; null while it does not run.</param>
/// <param name="Failures">In a row, up to now.</param>
internal sealed record JobState(string Name, long? RunningSince, long Runs, long Failures, string? Failure);
