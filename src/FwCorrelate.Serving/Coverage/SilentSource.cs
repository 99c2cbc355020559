// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Coverage;

/// <summary>A source of which nothing arrives.</summary>
internal sealed record SilentSource(string Source, Instant Since)
{
    public const string Kind = "silence";
}
