// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results.Comparing;

/// <summary>What became of an incident.</summary>
public enum DifferenceKind
{
    Gained,
    Lost,
    Changed,
}

/// <summary>An incident that two results do not say alike.</summary>
/// <param name="Before">Null where it was gained.</param>
/// <param name="After">Null where it was lost.</param>
/// <param name="Fields">What changed.</param>
/// <param name="By">Changes of rules, settings or inputs that concern it; all that cannot be told apart where none does in
/// particular.</param>
public sealed record IncidentDifference(DifferenceKind Kind, StoredDocument? Before, StoredDocument? After,
    IReadOnlyList<FieldDifference> Fields, IReadOnlyList<ResultChange> By)
{
    /// <summary>As it is, else as it was.</summary>
    public StoredDocument Either => After ?? Before!;
}
