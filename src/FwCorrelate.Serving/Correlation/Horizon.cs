// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>Up to when evidence was given up: incidents that began before are closed.</summary>
/// <param name="At">When it was given up.</param>
internal sealed record Horizon(Instant Until, Instant At)
{
    public const string Kind = "horizon";
    public const string Key = "last";
}
