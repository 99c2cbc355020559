// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Timelines;

/// <summary>Two records that claim to be one thing and contradict each other. Both are kept: neither erases the other.</summary>
/// <param name="Subject">What they both claim to be: <c>span … of trace …</c>, <c>episode …</c>; hostile until escaped.</param>
/// <param name="Difference">In what they differ, in words.</param>
/// <param name="Origins">Where they stand, in an order made of their content.</param>
public sealed record TraceConflict(string Subject, string Difference, IReadOnlyList<RecordOrigin> Origins);
