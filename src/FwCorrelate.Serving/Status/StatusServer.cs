// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Serving.Scheduling;
using NodaTime;

namespace FwCorrelate.Serving.Status;

/// <summary>
/// Answers on loopback only, and only reads. The page and the metrics are behind a token; <c>/live</c> and <c>/ready</c> say one word to
/// anybody. Requests under another host's name, or that another site's page makes, are refused: a browser can be led to them.
/// </summary>
internal sealed class StatusServer : IDisposable
{
    private const string Cookie = "fwcorrelate";

    private readonly HttpListener _listener = new();
    private readonly Func<ServiceStatus> _status;
    private readonly JobWatch _jobs;
    private readonly IClock _clock;
    private readonly byte[] _token;
    private readonly HashSet<string> _hosts;
    private Task _work = Task.CompletedTask;

    /// <param name="token">What a reader must show.</param>
    public StatusServer(int port, string token, Func<ServiceStatus> status, JobWatch jobs, IClock clock)
    {
        (_status, _jobs, _clock, _token) = (status, jobs, clock, SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        Port = port;
        _hosts = [$"127.0.0.1:{port}", $"localhost:{port}"];
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add($"http://localhost:{port}/");
    }

    public int Port { get; }

    /// <exception cref="ConfigurationException">The port is in use.</exception>
    public void Start()
    {
        try
        {
            _listener.Start();
        }
        catch (HttpListenerException e)
        {
            throw new ConfigurationException($"listen: port {Port} of 127.0.0.1 cannot be used: {e.Message}. Name another one", e);
        }

        _work = AnswerAllAsync();
    }

    public void Dispose()
    {
        _listener.Close();
        _work.GetAwaiter().GetResult();
    }

    private async Task AnswerAllAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer(await _listener.GetContextAsync().ConfigureAwait(false));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
            {
                // The reader is gone, or the server ends.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Cache-Control"] = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Content-Security-Policy"] = StatusPage.ContentSecurityPolicy;
        if (!_hosts.Contains(request.UserHostName ?? ""))
            Send(response, 421, "another host was asked for");
        else if (request.Headers["Origin"] is { } origin && !_hosts.Contains(origin.Replace("http://", "", StringComparison.Ordinal)))
            Send(response, 403, "another site asks");
        else if (request.HttpMethod is not ("GET" or "HEAD"))
            Send(response, 405, "only reading is possible here");
        else
            AnswerPath(request, response);
    }

    private void AnswerPath(HttpListenerRequest request, HttpListenerResponse response)
    {
        var path = request.Url?.AbsolutePath;
        var hanging = _jobs.Hanging;
        if (path == "/live")
            Send(response, hanging.Count == 0 ? 200 : 503, hanging.Count == 0 ? "live" : $"hanging: {string.Join(", ", hanging)}");
        else if (path == "/ready")
            AnswerReady(response);
        else if (request.QueryString["token"] is { } token && IsToken(token))
            LetIn(response, token);
        else if (!IsToken(request.Cookies[Cookie]?.Value) && !IsToken(BearerOf(request)))
            Send(response, 401, "a token is needed: open the address that the service printed, or send Authorization: Bearer TOKEN");
        else if (path == "/metrics")
            Send(response, 200, MetricsText.Of(_status(), _jobs.Jobs, _clock.GetCurrentInstant()), MetricsText.ContentType);
        else if (path == "/")
            Send(response, 200, StatusPage.Of(_status(), _jobs.Jobs, _clock.GetCurrentInstant()), "text/html; charset=utf-8");
        else
            Send(response, 404, "there is /, /metrics, /live and /ready");
    }

    private void AnswerReady(HttpListenerResponse response)
    {
        var failing = _jobs.Jobs.Where(j => j.Failures > 0).Select(j => j.Name).Concat(_jobs.Hanging).Distinct().ToList();
        var isReady = failing.Count == 0 && _jobs.Jobs.Any(j => j is { Name: "collect", Runs: > 0 });
        Send(response, isReady ? 200 : 503,
            isReady ? "ready" : failing.Count > 0 ? $"failing: {string.Join(", ", failing)}" : "nothing was collected yet");
    }

    // Out of the address line and into a cookie, where neither history nor another site sees it.
    private static void LetIn(HttpListenerResponse response, string token)
    {
        response.Headers["Set-Cookie"] = $"{Cookie}={token}; HttpOnly; SameSite=Strict; Path=/";
        response.Headers["Location"] = "/";
        Send(response, 303, "see /");
    }

    private static string? BearerOf(HttpListenerRequest request) =>
        request.Headers["Authorization"] is { } text
            && text.StartsWith("Bearer ", StringComparison.Ordinal) ? text["Bearer ".Length..] : null;

    // Compared as hashes, in constant time.
    private bool IsToken(string? text) =>
        text is { Length: > 0 and < 1024 }
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), _token);

    private static void Send(HttpListenerResponse response, int status, string text, string type = "text/plain; charset=utf-8")
    {
        var body = Encoding.UTF8.GetBytes(text + (text.EndsWith('\n') ? "" : "\n"));
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength64 = body.Length;
        response.Close(body, willBlock: false);
    }
}
