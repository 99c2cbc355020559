// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Service.Results.Stories;

/// <summary>What an event of a story is, in the order in which those of one moment are told.</summary>
public enum StoryEventKind
{
    /// <summary>What the agent was asked to do, or what a tool told it.</summary>
    Asked,

    /// <summary>What the model said before a call.</summary>
    Said,
    Call,
    Connection,
    Alert,

    /// <summary>A call ended.</summary>
    Ended,

    /// <summary>What followed of it: reached, still going on, costs.</summary>
    Followed,
}

/// <summary>One line of a story.</summary>
/// <param name="At">True time; of a message, that of the call it stands before.</param>
/// <param name="HasTime">Whether <paramref name="At"/> is its own.</param>
/// <param name="Text">Hostile until escaped.</param>
/// <param name="Place">File and line; empty where several tell it.</param>
/// <param name="Incidents">Ids.</param>
public sealed record StoryEvent(Instant At, bool HasTime, StoryEventKind Kind, string Text, string Place, IReadOnlyList<string> Incidents);
