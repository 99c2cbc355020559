// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Ecs;

/// <summary>Which statement about an incident a document is.</summary>
/// <param name="Number">From 1; a later one replaces all before it.</param>
/// <param name="Supersedes">Ids of incidents that this one stands for now.</param>
public sealed record IncidentRevision(int Number, IReadOnlyList<string> Supersedes)
{
    /// <summary>The only one over files: such an incident is complete when it is written.</summary>
    public static IncidentRevision First { get; } = new(1, []);

    /// <summary>Whether records that are still on their way may change it: what it says is not to be acted on as if it were all.</summary>
    public bool IsProvisional { get; init; }
}
