// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Census;

/// <summary>What an incident tells of the episodes that it may be of.</summary>
public enum ShowingKind
{
    /// <summary>An agent did it in this episode, and nothing says that it was asked to.</summary>
    Shown,

    /// <summary>An agent did it in this episode, and its task asked for it.</summary>
    Asked,

    /// <summary>An agent may have done it, in any of these episodes or in none.</summary>
    Undecided,
}

/// <summary>One incident as the census counts it.</summary>
/// <param name="Families">Of all rules that matched.</param>
/// <param name="Episodes">Runs and ids; none where nothing ties it to any.</param>
/// <param name="Tool">Of the call that is named.</param>
public sealed record Showing(
    string IncidentId, ShowingKind Kind, IReadOnlyList<string> Families, IReadOnlyList<(string? RunId, string Id)> Episodes, string? Tool);
