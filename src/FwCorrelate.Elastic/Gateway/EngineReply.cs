// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>An answer, whole: its status and its bytes, read as JSON when asked.</summary>
public sealed class EngineReply
{
    private readonly string _request;
    private readonly Func<string, string> _mask;
    private JsonElement? _json;

    /// <param name="request">Method and path, for messages.</param>
    /// <param name="mask">Takes secrets out of a server's text.</param>
    internal EngineReply(string request, HttpStatusCode status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, Func<string, string> mask)
    {
        _request = request;
        _mask = mask;
        Status = (int)status;
        Body = body;
        RetryAfter = retryAfter;
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>
    /// How often the request was sent until this answer came: more than once where nodes of several did not answer or were not ready.
    /// </summary>
    public int Attempts { get; internal init; } = 1;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>As received.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>What the header <c>Retry-After</c> asks for, in seconds only; null without it.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <exception cref="EngineException">The body is not JSON.</exception>
    public JsonElement Json => _json ??= Parse();

    /// <summary>This reply, if it is a success.</summary>
    /// <param name="purpose">What was to be done, such as <c>store the template x</c>.</param>
    /// <exception cref="EngineException">It is none: the sentence holds the server's reason.</exception>
    public EngineReply Required(string purpose) => IsSuccess ? this : throw Failure(purpose);

    /// <summary>The sentence for a reply that is no success.</summary>
    public EngineException Failure(string purpose)
    {
        var failure = Status is 429 or 502 or 503 or 504 ? EngineFailure.Unavailable : EngineFailure.Refused;
        var remedy = failure == EngineFailure.Unavailable ? "it is overloaded or not ready: try again later" : "change what it names";
        return new EngineException(failure, $"cannot {purpose}: {_request} answered {Status}: {Reason}: {remedy}", status: Status);
    }

    /// <summary>Type and reason of the innermost error that the engine tells, cut short; or the first words of the body.</summary>
    public string Reason =>
        _mask(EngineError.Of(Body.Span)?.ToString() ?? ServerText.Cut(Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, 1024)])));

    private JsonElement Parse()
    {
        try
        {
            return JsonElement.Parse(Body.Span);
        }
        catch (JsonException exception)
        {
            throw new EngineException(EngineFailure.Unreadable,
                $"the answer to {_request} is not JSON ({Body.Length} bytes): expected an engine's answer; is there a proxy in between?",
                exception);
        }
    }
}
