// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>Turns what the network and the server refuse into sentences without secrets.</summary>
/// <param name="option">The option that names the server.</param>
internal sealed class TransportFailures(EngineEndpoint endpoint, string option = "--url")
{
    private volatile string? _untrusted;

    /// <summary>Keeps why a certificate was refused: the exception of the handshake does not say.</summary>
    /// <param name="refusal">Null where it is trusted.</param>
    public bool Judge(string? refusal)
    {
        _untrusted = refusal;
        return refusal is null;
    }

    /// <summary>Null for an answer that the caller can judge.</summary>
    public EngineException? Of(EngineReply reply, string? location) => reply.Status switch
    {
        401 => new EngineException(EngineFailure.Unauthorized,
            endpoint.Credentials.Header is null
                ? $"{endpoint} wants to know who asks (401): give --api-key, --user with --password, or --bearer"
                : $"{endpoint} does not accept {endpoint.Credentials} (401): check that it is the right one, for this cluster, and has not "
                + "expired",
            status: 401),
        403 => new EngineException(EngineFailure.Forbidden,
            $"{endpoint} does not allow this to {endpoint.Credentials} (403): {Masked(reply.Reason)}: give it the role for this work "
            + "(fwcorrelate elastic build writes the roles)",
            status: 403),
        >= 300 and < 400 => new EngineException(EngineFailure.Refused,
            $"{endpoint} redirects to {(location is null ? "nowhere" : $"'{Masked(ServerText.Cut(location))}'")} ({reply.Status}), which "
            + "is not followed: "
            + $"give the server's own URL with {option}",
            status: reply.Status),
        _ => null,
    };

    public EngineException TimedOut(HttpMethod method, string path, TimeSpan limit, Exception cause) =>
        new(EngineFailure.TimedOut,
            $"{endpoint} did not answer {method} {path} within {limit.TotalSeconds:0.#} s: check that it is up and not overloaded", cause);

    public EngineException Broken(HttpMethod method, string path, Exception cause)
    {
        if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
            return new EngineException(EngineFailure.TooLarge,
                $"{endpoint} answered {method} {path} with an error of more bytes than are read: is there a proxy in between?", cause);
        if (cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            return _untrusted is { } refusal
                ? new EngineException(EngineFailure.Untrusted, $"{endpoint} is not trusted: {refusal}", cause)
                : new EngineException(EngineFailure.Untrusted,
                    $"{endpoint} does not speak TLS as expected: is it an http port, or does it want a client certificate?", cause);
        }

        var why = cause is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }
            ? $"no such host: check the name in {option}"
            : SocketError(cause) == System.Net.Sockets.SocketError.ConnectionRefused
                ? $"nothing listens there: check host and port in {option}, and that the server runs"
                : $"the connection broke ({Cause(cause)}): check the network, and whether the port speaks {endpoint.Uri.Scheme}";
        return new EngineException(EngineFailure.Unreachable, $"{endpoint} cannot be reached for {method} {path}: {why}", cause);
    }

    private string Masked(string text) => endpoint.Credentials.Masked(text);

    private static SocketError? SocketError(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }

    private static string Cause(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request ? request.HttpRequestError.ToString()
        : SocketError(exception)?.ToString() ?? exception.GetType().Name;
}
