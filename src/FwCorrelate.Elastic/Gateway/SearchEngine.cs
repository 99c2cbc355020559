// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using Elastic.Clients.Elasticsearch;
using Elastic.Transport;
using Elastic.Transport.Diagnostics.Auditing;
using HttpMethod = System.Net.Http.HttpMethod;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// An engine through the official client (decision 0001): its transport carries every request, over one node or several. Safe to use from
/// several threads.
/// </summary>
public sealed class SearchEngine : ISearchEngine, IDisposable
{
    /// <summary>The largest answer that is held at once.</summary>
    public const int MostReplyBytes = 256 * 1024 * 1024;

    private static readonly RequestConfiguration Documents = new() { Accept = DocumentType, ContentType = DocumentType };
    private static readonly RequestConfiguration Lines = new(
        )
    { Accept = DocumentType, ContentType = "application/vnd.elasticsearch+x-ndjson" };

    // Each dialect has its own form of it (EngineRegistration).
    private const string DocumentType = "application/vnd.elasticsearch+json";

    private readonly EngineEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly TransportFailures _failures;
    private readonly NodePool _nodes;
    private readonly HttpRequestInvoker _connections;
    private ITransport _transport;

    private SearchEngine(HttpRequestInvoker connections, EngineEndpoint endpoint, TransportFailures failures, TimeProvider time)
    {
        (_endpoint, _time, _failures, _connections) = (endpoint, time, failures, connections);
        _nodes = endpoint.Nodes is [var only] ? new SingleNodePool(only) : new StaticNodePool(endpoint.Nodes, randomize: false);
        _transport = new DistributedTransport(new EngineSettings(_nodes, connections, endpoint, dialect: null));
    }

    public EngineDialect Dialect { get; private set; } = new(EngineProduct.OpenSearch, string.Empty);

    public string Address => _endpoint.ToString();

    /// <summary>The official client, for its typed calls: for Elasticsearch only, OpenSearch fails its product check.</summary>
    internal ElasticsearchClient Client { get; private set; } = null!;

    /// <summary>Asks who answers and chooses the dialect.</summary>
    /// <exception cref="EngineException">Nobody, or no engine of a kind and version that is spoken with.</exception>
    public static Task<SearchEngine> ConnectAsync(EngineEndpoint endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(time);
        var failures = new TransportFailures(endpoint);
        return ConnectAsync(EngineConnections.Invoker(endpoint, failures), endpoint, failures, time, cancellationToken);
    }

    /// <summary>The same over a handler of the caller's: for tests.</summary>
    internal static Task<SearchEngine> ConnectAsync(
        HttpMessageHandler handler, EngineEndpoint endpoint, TimeProvider time, CancellationToken cancellationToken) =>
        ConnectAsync(EngineConnections.Invoker(handler), endpoint, new TransportFailures(endpoint), time, cancellationToken);

    public async Task<EngineReply> SendAsync(HttpMethod method, string path, EngineBody body, CancellationToken cancellationToken)
    {
        var (reply, _) = await ExchangeAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        return reply;
    }

    public void Dispose() => _connections.Dispose();

    private static async Task<SearchEngine> ConnectAsync(
        HttpRequestInvoker connections, EngineEndpoint endpoint, TransportFailures failures, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var engine = new SearchEngine(connections, endpoint, failures, time);
        try
        {
            var (reply, answer) = await engine.ExchangeAsync(HttpMethod.Get, string.Empty, EngineBody.None, cancellationToken)
                .ConfigureAwait(false);
            reply.Required("ask the server who it is");
            engine.Dialect = EngineGreeting.Dialect(reply, answer.Header(EngineRegistration.Product), endpoint);
            engine.Client = new ElasticsearchClient(new EngineSettings(engine._nodes, connections, endpoint, engine.Dialect));
            engine._transport = engine.Client.Transport;
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private async Task<(EngineReply Reply, EngineAnswer Answer)> ExchangeAsync(
        HttpMethod method, string path, EngineBody body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_endpoint.Timeouts.Request, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var answer = await _transport.RequestAsync<EngineAnswer>(
                new EndpointPath(Verb(method), path), Data(body), null, body.IsLines ? Lines
                    : Documents, either.Token).ConfigureAwait(false);
            var call = answer.ApiCallDetails;
            if (call.HttpStatusCode is not { } status)
                throw Failure(call.OriginalException, method, path, timeout.IsCancellationRequested, cancellationToken, Attempts(call));
            var reply = new EngineReply(
                $"{method} {Shown(path)}", (HttpStatusCode)status, answer.Body, RetryAfter(answer), _endpoint.Credentials.Masked)
            {
                Attempts = Attempts(call),
            };
            return _failures.Of(reply, answer.Header(EngineRegistration.Location)) is { } failure ? throw failure : (reply, answer);
        }
        catch (Exception exception) when (exception is TransportException or HttpRequestException or IOException or OperationCanceledException)
        {
            throw Failure(exception, method, path, timeout.IsCancellationRequested, cancellationToken);
        }
    }

    // The client wraps what broke in exceptions of its own, and does not throw at all where it was interrupted before the answer began.
    private Exception Failure(
        Exception? found, HttpMethod method, string path, bool isLate, CancellationToken cancellationToken, int attempts = 1)
    {
        while (found is TransportException or PipelineException or AggregateException && found.InnerException is { } inner)
            found = inner;
        if (cancellationToken.IsCancellationRequested)
            return new OperationCanceledException("Interrupted.", found, cancellationToken);
        var failure = found switch
        {
            EngineException known => known,
            OperationCanceledException => _failures.TimedOut(
                method, Shown(path), isLate ? _endpoint.Timeouts.Request : _endpoint.Timeouts.Connect, found),

            // A server may answer (413) and close while the body is still being sent: what is seen then is a broken pipe.
            _ => _failures.Broken(method, Shown(path), found ?? new IOException("no answer")),
        };
        failure.Attempts = attempts;
        return failure;
    }

    // Of several nodes, the client goes on to the next by itself where one does not answer or is not ready: that it did must be seen.
    private static int Attempts(ApiCallDetails call) =>
        Math.Max(1, call.AuditTrail?.Count(
            a => a.Event is AuditEvent.HealthyResponse or AuditEvent.BadResponse or AuditEvent.BadRequest) ?? 1);

    private static TimeSpan? RetryAfter(EngineAnswer answer) =>
        RetryConditionHeaderValue.TryParse(answer.Header(EngineRegistration.RetryAfter), out var value) ? value.Delta : null;

    // Copied together by the client, so that the length is told beforehand: a server can refuse a body for its size before it has read it.
    private static PostData? Data(EngineBody body) => body.Parts switch
    {
        null => null,
        [var only] => PostData.ReadOnlyMemory(only),
        var parts => PostData.StreamHandler(
            parts,
            static (parts, stream) =>
            {
                foreach (var part in parts)
                    stream.Write(part.Span);
            },
            static (parts, stream, _) =>
            {
                foreach (var part in parts)
                    stream.Write(part.Span); // Into memory: nothing to wait for.
                return Task.CompletedTask;
            }),
    };

    private static global::Elastic.Transport.HttpMethod Verb(HttpMethod method) =>
        Enum.Parse<global::Elastic.Transport.HttpMethod>(method.Method);

    // Queries hold ids of points in time and the like: nothing that helps a reader.
    private static string Shown(string path) => "/" + path.Split('?')[0];
}
