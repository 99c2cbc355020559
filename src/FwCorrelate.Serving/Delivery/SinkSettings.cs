// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;

namespace FwCorrelate.Serving.Delivery;

/// <summary>A place that revisions are sent to, and which of them.</summary>
/// <param name="Name">As the configuration names it.</param>
public abstract record SinkSettings(string Name)
{
    /// <summary>Revisions of rules below it do not go there.</summary>
    public Level MinLevel { get; init; } = Level.Informational;

    /// <summary>Verdicts that go there; all where none are named.</summary>
    public IReadOnlyList<string> Verdicts { get; init; } = [];

    /// <summary>Runs whose incidents go there; all where none are named.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];
}
