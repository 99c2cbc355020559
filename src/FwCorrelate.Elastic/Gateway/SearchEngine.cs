// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>An engine over HTTP. Safe to use from several threads.</summary>
public sealed class SearchEngine : ISearchEngine, IDisposable
{
    /// <summary>The largest answer that is held at once.</summary>
    public const int MostReplyBytes = 256 * 1024 * 1024;

    private const string Client = "fwcorrelate";

    private readonly HttpClient _client;
    private readonly EngineEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly TransportFailures _failures;

    private SearchEngine(HttpMessageHandler handler, EngineEndpoint endpoint, TransportFailures failures, TimeProvider time)
    {
        _endpoint = endpoint;
        _time = time;
        _failures = failures;
        _client = new HttpClient(handler) { BaseAddress = endpoint.Uri, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = endpoint.Credentials.Header;
        _client.DefaultRequestHeaders.UserAgent.ParseAdd(Client);
        _client.DefaultRequestHeaders.Add("X-Opaque-Id", Client);
        _client.DefaultRequestHeaders.ExpectContinue = false;
    }

    public EngineDialect Dialect { get; private set; } = new(EngineProduct.OpenSearch, string.Empty);

    public string Address => _endpoint.ToString();

    /// <summary>Asks who answers and chooses the dialect.</summary>
    /// <exception cref="EngineException">Nobody, or no engine of a kind and version that is spoken with.</exception>
    public static Task<SearchEngine> ConnectAsync(EngineEndpoint endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(time);
        var failures = new TransportFailures(endpoint);
        return ConnectAsync(Handler(endpoint, failures), endpoint, failures, time, cancellationToken);
    }

    /// <summary>The same over a handler of the caller's: for tests.</summary>
    internal static Task<SearchEngine> ConnectAsync(HttpMessageHandler handler, EngineEndpoint endpoint, TimeProvider time, CancellationToken cancellationToken) =>
        ConnectAsync(handler, endpoint, new TransportFailures(endpoint), time, cancellationToken);

    public async Task<EngineReply> SendAsync(HttpMethod method, string path, EngineBody body, CancellationToken cancellationToken)
    {
        var (reply, _) = await ExchangeAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        return reply;
    }

    public void Dispose() => _client.Dispose();

    private static async Task<SearchEngine> ConnectAsync(
        HttpMessageHandler handler, EngineEndpoint endpoint, TransportFailures failures, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = new SearchEngine(handler, endpoint, failures, time);
        try
        {
            var (reply, headers) = await engine.ExchangeAsync(HttpMethod.Get, string.Empty, EngineBody.None, cancellationToken).ConfigureAwait(false);
            reply.Required("ask the server who it is");
            var product = headers.TryGetValues("X-Elastic-Product", out var values) ? values.FirstOrDefault() : null;
            engine.Dialect = EngineGreeting.Dialect(reply, product, endpoint);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    internal static SocketsHttpHandler Handler(EngineEndpoint endpoint, TransportFailures failures) => new()
    {
        AllowAutoRedirect = false, // A redirect would carry logs and credentials to wherever a server says.
        UseCookies = false,
        UseProxy = endpoint.Uri.Scheme == Uri.UriSchemeHttps && !endpoint.IsLocal, // A proxy would read plain http.
        ConnectTimeout = endpoint.Timeouts.Connect,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        AutomaticDecompression = DecompressionMethods.None,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                failures.Judge(endpoint.Trust.Refusal(certificate as X509Certificate2, chain, errors)),
        },
    };

    private async Task<(EngineReply Reply, HttpResponseHeaders Headers)> ExchangeAsync(
        HttpMethod method, string path, EngineBody body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_endpoint.Timeouts.Request, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = Request(method, path, body);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var bytes = await ReplyBody.ReadAsync(response.Content, MostReplyBytes, either.Token).ConfigureAwait(false);
            var retryAfter = response.Headers.RetryAfter?.Delta;
            var reply = new EngineReply($"{method} {Shown(path)}", response.StatusCode, bytes, retryAfter, _endpoint.Credentials.Masked);
            return _failures.Of(reply, response.Headers.Location) is { } failure ? throw failure : (reply, response.Headers);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw _failures.TimedOut(method, Shown(path), timeout.IsCancellationRequested ? _endpoint.Timeouts.Request : _endpoint.Timeouts.Connect, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // A server may answer (413) and close while the body is still being sent: what is seen then is a broken pipe.
            throw _failures.Broken(method, Shown(path), exception);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, EngineBody body)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(
            Dialect.Version.Length > 0 ? Dialect.DocumentType : "application/json"));
        if (body.Parts is { } parts)
            request.Content = new EngineContent(parts, body.IsLines ? Dialect.LinesType : Dialect.DocumentType);
        return request;
    }

    // Queries hold ids of points in time and the like: nothing that helps a reader.
    private static string Shown(string path) => "/" + path.Split('?')[0];
}
