// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>Up to when evidence was given up: incidents that began before are closed.</summary>
internal sealed record Horizon(Instant Until)
{
    public const string Kind = "horizon";
    public const string Key = "last";
}
