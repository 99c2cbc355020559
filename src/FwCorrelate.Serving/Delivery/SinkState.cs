// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Delivery;

/// <summary>How far a sink is.</summary>
/// <param name="Delivered">Key of the last revision that it took, or that does not go there.</param>
/// <param name="Place">What the sink itself remembers.</param>
/// <param name="Attempts">Failures in a row.</param>
/// <param name="NextAttempt">When it is tried again; null while it takes what it is given.</param>
internal sealed record SinkState(string Name, string Delivered, string Place, int Attempts, Instant? NextAttempt, string? Failure)
{
    public const string Kind = "sink";
}
