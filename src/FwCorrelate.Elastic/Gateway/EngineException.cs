// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Gateway;

/// <summary>What went wrong with an engine.</summary>
public enum EngineFailure
{
    /// <summary>It does not answer, or the connection broke.</summary>
    Unreachable,

    /// <summary>It answers too late.</summary>
    TimedOut,

    /// <summary>Its certificate is not trusted.</summary>
    Untrusted,

    /// <summary>It does not know who asks (401).</summary>
    Unauthorized,

    /// <summary>Who asks may not do this (403).</summary>
    Forbidden,

    /// <summary>It is no engine of a kind and version that the gateway speaks with.</summary>
    Incompatible,

    /// <summary>It is overloaded or not ready (429, 502, 503, 504).</summary>
    Unavailable,

    /// <summary>It refused the request, or failed at it.</summary>
    Refused,

    /// <summary>It answered with less than was asked for: failed shards, a search that timed out.</summary>
    Incomplete,

    /// <summary>The answer is larger than the gateway holds at once.</summary>
    TooLarge,

    /// <summary>The answer cannot be read.</summary>
    Unreadable,
}

/// <summary>
/// A remote system failed: exit code 5. The message is one sentence for users that says what was found, what was expected and what to do;
/// it never holds a secret. Text from the server is cut short; it is hostile and must be escaped where it is shown.
/// </summary>
public sealed class EngineException : Exception
{
    public EngineException(EngineFailure failure, string message, Exception? innerException = null, int? status = null)
        : base(message, innerException)
    {
        Failure = failure;
        Status = status;
    }

    public EngineException(string message)
        : this(EngineFailure.Refused, message)
    {
    }

    public EngineException(string message, Exception innerException)
        : this(EngineFailure.Refused, message, innerException)
    {
    }

    public EngineException()
        : this(EngineFailure.Refused, "The search engine failed.")
    {
    }

    public EngineFailure Failure { get; }

    /// <summary>HTTP status; null where none was received.</summary>
    public int? Status { get; }

    /// <summary>How often the request was sent: more than once where several nodes were tried.</summary>
    public int Attempts { get; internal set; } = 1;

    /// <summary>Whether the same request may succeed later without anyone doing anything.</summary>
    public bool IsTransient =>
        Failure is EngineFailure.Unreachable or EngineFailure.TimedOut or EngineFailure.Unavailable or EngineFailure.Unreadable;
}
