// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>What the last correlation read in a stream.</summary>
/// <param name="Role">Log, trace, lease, settings, …, as manifests name it.</param>
/// <param name="Newest">Its newest event; null where it holds none.</param>
internal sealed record StreamReading(int Id, string Role, string Source, long Records, Instant? Oldest, Instant? Newest, string? Problem)
{
    public const string Kind = "reading";
}
