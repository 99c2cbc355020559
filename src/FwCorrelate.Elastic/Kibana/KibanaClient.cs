// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>
/// Kibana over HTTP: its import APIs for saved objects and for detection rules, and the removal of both. An import overwrites what has the
/// same id, so that a request whose answer was lost is sent again.
/// </summary>
public sealed class KibanaClient : IDisposable
{
    /// <summary>The option that names the server; a path such as <c>/s/soc</c> chooses a space.</summary>
    public const string UrlOption = "--kibana-url";

    private const int MostReplyBytes = 16 * 1024 * 1024;
    private const int OldestMajor = 8;
    private const int NewestMajor = 9;

    // Objects are written as Kibana 8.9 has them, and none imports objects newer than itself.
    private const int OldestMinor = 9;

    /// <summary>Some thirty seconds: Kibana answers 503 while it starts and 429 when an import follows another too soon.</summary>
    public static RetryPolicy DefaultRetries { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), 6);

    private readonly HttpClient _client;
    private readonly EngineEndpoint _endpoint;
    private readonly TransportFailures _failures;
    private readonly TimeProvider _time;
    private readonly RetryPolicy _retries;

    private KibanaClient(
        HttpMessageHandler handler, EngineEndpoint endpoint, TransportFailures failures, TimeProvider time, RetryPolicy retries)
    {
        (_endpoint, _failures, _time, _retries) = (endpoint, failures, time, retries);
        _client = new HttpClient(handler) { BaseAddress = endpoint.Uri, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = endpoint.Credentials.Header;
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("fwcorrelate");

        // Kibana refuses every change without this header; any value does.
        _client.DefaultRequestHeaders.Add("kbn-xsrf", "fwcorrelate");
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>As Kibana says it, such as <c>9.1.0</c>.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Asks who answers (<c>GET /api/status</c>).</summary>
    /// <exception cref="EngineException">Nobody, no Kibana, or one that is too old.</exception>
    public static Task<KibanaClient> ConnectAsync(EngineEndpoint endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(time);
        var failures = new TransportFailures(endpoint, UrlOption);
        return ConnectAsync(EngineConnections.Secured(new SocketsHttpHandler(), endpoint, failures), endpoint, failures, time,
            DefaultRetries, cancellationToken);
    }

    /// <summary>The same over a handler of the caller's: for tests.</summary>
    internal static Task<KibanaClient> ConnectAsync(
        HttpMessageHandler handler, EngineEndpoint endpoint, TimeProvider time, RetryPolicy retries, CancellationToken cancellationToken) =>
        ConnectAsync(handler, endpoint, new TransportFailures(endpoint, UrlOption), time, retries, cancellationToken);

    /// <param name="lines">As <see cref="KibanaObjects.ImportFile"/> writes them.</param>
    /// <exception cref="EngineException">No answer, or a refusal of the whole.</exception>
    public Task<KibanaImport> ImportObjectsAsync(byte[] lines, CancellationToken cancellationToken) =>
        ImportAsync("api/saved_objects/_import?overwrite=true", lines, "import the saved objects", cancellationToken);

    /// <param name="lines">As <see cref="KibanaObjects.RuleFile"/> writes them.</param>
    /// <exception cref="EngineException">No answer, or a refusal of the whole.</exception>
    public Task<KibanaImport> ImportRulesAsync(byte[] lines, CancellationToken cancellationToken) =>
        ImportAsync("api/detection_engine/rules/_import?overwrite=true", lines, "import the detection rules", cancellationToken);

    /// <summary>Takes our objects and rules away, dashboards first; those that are gone already are passed over.</summary>
    /// <returns>How many were there.</returns>
    /// <exception cref="EngineException">No answer, or a refusal: what was removed before stays removed.</exception>
    public async Task<int> RemoveAsync(KibanaSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var paths = source.Rules.Select(r => $"api/detection_engine/rules?rule_id={r.RuleId}")
            .Concat(KibanaObjects.Of(source).Reverse().Select(o => $"api/saved_objects/{o["type"]}/{o["id"]}?force=true"));
        var removed = 0;
        foreach (var path in paths)
        {
            var reply = await SendAsync(HttpMethod.Delete, path, null, isRepeatable: true, cancellationToken).ConfigureAwait(false);
            if (reply.Status == 404)
                continue;
            Required(reply, $"remove {path.Split('?')[0]}");
            removed++;
        }

        return removed;
    }

    public void Dispose() => _client.Dispose();

    private static async Task<KibanaClient> ConnectAsync(
        HttpMessageHandler handler, EngineEndpoint endpoint, TransportFailures failures, TimeProvider time, RetryPolicy retries,
        CancellationToken cancellationToken)
    {
        var client = new KibanaClient(handler, endpoint, failures, time, retries);
        try
        {
            var reply = await client.SendAsync(HttpMethod.Get, "api/status", null, isRepeatable: false, cancellationToken)
                .ConfigureAwait(false);
            client.Version = VersionOf(Required(reply, "ask Kibana who it is"), endpoint);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static string VersionOf(EngineReply reply, EngineEndpoint endpoint)
    {
        var number = IsObject(reply, "version", out var version) && version.ValueKind == JsonValueKind.Object
            && version.TryGetProperty("number", out var text)
            ? text.ToString() : "";
        var parts = number.Split('.', '-').Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)
            .ToArray();
        var isKnown = parts is [>= OldestMajor and <= NewestMajor, >= 0, ..] && (parts[0] > OldestMajor || parts[1] >= OldestMinor);
        return isKnown ? number : throw new EngineException(EngineFailure.Incompatible,
            $"{endpoint} is not a Kibana of a version that these objects are for (version '{ServerText.Cut(number)}'): expected 8.9 or "
            + $"later, or 9.x; check {UrlOption}. "
            + "OpenSearch Dashboards has neither Lens nor the detection engine of Kibana");
    }

    private async Task<KibanaImport> ImportAsync(string path, byte[] lines, string purpose, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Post, path, lines, isRepeatable: true, cancellationToken).ConfigureAwait(false);
        return KibanaImport.Of(Required(reply, purpose), purpose);
    }

    // A refusal of Kibana: {"statusCode", "error", "message"}.
    private static EngineReply Required(EngineReply reply, string purpose)
    {
        if (reply.IsSuccess || !IsObject(reply, "message", out var message))
            return reply.Required(purpose);
        throw new EngineException(
            EngineFailure.Refused,
            $"cannot {purpose}: Kibana answered {reply.Status}: {ServerText.Cut(message.ToString())}: change what it names",
            status: reply.Status);
    }

    private static bool IsObject(EngineReply reply, string name, out JsonElement value)
    {
        value = default;
        try
        {
            return reply.Json.ValueKind == JsonValueKind.Object && reply.Json.TryGetProperty(name, out value);
        }
        catch (EngineException)
        {
            return false; // Some web page: told as what it is not.
        }
    }

    /// <param name="isRepeatable">Whether a request that may have been carried out is sent again.</param>
    private async Task<EngineReply> SendAsync(
        HttpMethod method, string path, byte[]? lines, bool isRepeatable, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            EngineReply? reply = null;
            try
            {
                reply = await ExchangeAsync(method, path, lines, cancellationToken).ConfigureAwait(false);
                if (reply.Status is not (429 or 502 or 503 or 504) || failures >= _retries.Attempts)
                    return reply;
            }
            catch (EngineException e) when (isRepeatable && e.IsTransient && failures < _retries.Attempts)
            {
            }

            await _retries.WaitAsync(failures, reply?.RetryAfter, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<EngineReply> ExchangeAsync(HttpMethod method, string path, byte[]? lines, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_endpoint.Timeouts.Request, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, path) { Content = lines is null ? null : Form(lines) };
        var shown = "/" + path.Split('?')[0];
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            var bytes = await ReplyBody.ReadAsync(response.Content, MostReplyBytes, either.Token).ConfigureAwait(false);
            var reply = new EngineReply(
                $"{method} {shown}", response.StatusCode, bytes, response.Headers.RetryAfter?.Delta, _endpoint.Credentials.Masked);
            return _failures.Of(reply, response.Headers.Location?.OriginalString) is { } failure ? throw failure : reply;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw _failures.TimedOut(
                method, shown, timeout.IsCancellationRequested ? _endpoint.Timeouts.Request : _endpoint.Timeouts.Connect, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw _failures.Broken(method, shown, exception);
        }
    }

    // The file name tells Kibana what it is. The boundary is of the content, so that equal requests are equal.
    private static MultipartFormDataContent Form(byte[] lines)
    {
        var file = new ByteArrayContent(lines);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/ndjson");
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue(
            "form-data")
        { Name = "\"file\"", FileName = "\"fwcorrelate.ndjson\"" };
        var boundary = Convert.ToHexStringLower(SHA256.HashData(lines));
        var form = new MultipartFormDataContent(boundary) { file };
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + boundary); // Not in quotes, as browsers have it.
        return form;
    }
}
