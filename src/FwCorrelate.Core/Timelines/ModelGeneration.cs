// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>A time in which a model generated for an episode: what a tool call is never the cause of.</summary>
public sealed record ModelGeneration(string EpisodeId, string? RunId, string? SandboxId, Instant Start, Instant End);
