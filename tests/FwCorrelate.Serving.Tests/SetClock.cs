// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Tests;

/// <summary>A clock that the test sets.</summary>
internal sealed class SetClock : IClock
{
    public Instant Now { get; set; } = Instant.FromUtc(2026, 1, 15, 4, 0);

    public Instant GetCurrentInstant() => Now;
}
