// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Conversations;

/// <summary>Who says something in a conversation with a model.</summary>
public enum MessageRole
{
    /// <summary>The system prompt.</summary>
    System,

    /// <summary>The task, or whoever speaks to the agent as its user.</summary>
    Task,

    /// <summary>The model itself.</summary>
    Model,

    /// <summary>What a tool gave back: pages, files, output.</summary>
    ToolResult,

    /// <summary>A record that holds a conversation: each of its messages tells its own role.</summary>
    Conversation,
}

/// <summary>Where a message stands. Texts of messages are never held: they are opened again when a finding asks for them.</summary>
/// <param name="TraceId">Trace of the episode.</param>
/// <param name="Time">When it was written; null where only its place in the conversation is known.</param>
/// <param name="Origin">The record that holds it.</param>
public sealed record EpisodeMessage(string TraceId, MessageRole Role, Instant? Time, RecordOrigin Origin);

/// <summary>A message that was opened.</summary>
/// <param name="Text">All of its texts; hostile.</param>
/// <param name="Spoken">What of it is prose, without arguments and ids.</param>
public sealed record MessageText(MessageRole Role, string Text, string Spoken, RecordOrigin Origin);

/// <summary>A piece of a message, with its place; hostile and not yet redacted.</summary>
public sealed record MessageQuote(MessageRole Role, string Text, RecordOrigin Origin);
