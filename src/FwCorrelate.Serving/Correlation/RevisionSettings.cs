// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>When incidents are told anew.</summary>
internal sealed record RevisionSettings
{
    /// <summary>Changes of weights, counts and statistics alone are told at most so often; a change of the gist at once.</summary>
    public Duration ReviseEvery { get; init; } = Duration.FromSeconds(30);

    /// <summary>How far behind the newest event of its source a record may arrive.</summary>
    public Duration AllowedLateness { get; init; } = Duration.FromMinutes(10);
}
