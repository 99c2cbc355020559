// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results.Stories;

/// <summary>Incidents that belong together, told as one thing.</summary>
/// <param name="Subject">What they share, in words.</param>
/// <param name="Incidents">By time.</param>
/// <param name="Probable">Ids of those that are in it only because a call of the episode probably did it.</param>
/// <param name="Events">By time.</param>
/// <param name="Elsewhere">Incidents of the same subject that lie in other bursts.</param>
public sealed record Story(
    string Subject, IReadOnlyList<StoredDocument> Incidents, IReadOnlySet<string> Probable, IReadOnlyList<StoryEvent> Events,
    IReadOnlyList<StoredDocument> Elsewhere);
