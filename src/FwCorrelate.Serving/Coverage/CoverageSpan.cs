// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Coverage;

/// <summary>An interval of event time, half open, and how it was evaluated.</summary>
/// <param name="Why">In words; empty where all is well.</param>
internal sealed record CoverageSpan(Instant From, Instant To, CoverageKind Kind, string Why);
