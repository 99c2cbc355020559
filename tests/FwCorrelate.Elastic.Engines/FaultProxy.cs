// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace FwCorrelate.Elastic.Engines;

/// <summary>A request that passes the proxy, and what to do with it.</summary>
internal sealed record PassingRequest(int Number, string Method, string Path, string ContentType, string Accept, byte[] Body)
{
    public bool IsBulk => Path.Contains("_bulk", StringComparison.Ordinal);

    /// <summary>A page of a scan, not the opening of its point in time.</summary>
    public bool IsPage => Path.Contains("/_search?", StringComparison.Ordinal);
}

/// <summary>An answer on its way back.</summary>
internal sealed record PassingAnswer(int Status, byte[] Body)
{
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>How many bytes of the answer get through before the connection is cut; null: all.</summary>
    public int? CutAt { get; init; }

    public static PassingAnswer Json(int status, string json) => new(status, Encoding.UTF8.GetBytes(json));

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>
/// A proxy on loopback in front of a real engine, that injects faults: an answer in place of the engine's (the request never arrives), a
/// changed or cut answer (the request did its work), or silence.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpClient _upstream;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _requests;

    public FaultProxy(string upstream)
    {
        _upstream = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(upstream) };
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>Answers in place of the engine; null lets the request pass.</summary>
    public Func<PassingRequest, PassingAnswer?> Before { get; set; } = _ => null;

    /// <summary>Changes the engine's answer.</summary>
    public Func<PassingRequest, PassingAnswer, PassingAnswer> After { get; set; } = (_, answer) => answer;

    /// <summary>Waits before the request goes on.</summary>
    public Func<PassingRequest, CancellationToken, Task> Delay { get; set; } = (_, _) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _upstream.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                while (await ReadAsync(stream) is { } request)
                {
                    await Delay(request, _stop.Token);
                    var answer = Before(request) ?? After(request, await ForwardAsync(request));
                    if (!await WriteAsync(stream, answer))
                        return;
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or HttpRequestException or ObjectDisposedException)
            {
                // The test ended, or the other side did.
            }
        }
    }

    private async Task<PassingRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var length = int.Parse(Header(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var first = lines[0].Split(' ');
        return new PassingRequest(Interlocked.Increment(ref _requests), first[0], first[1], Header(lines, "Content-Type") ?? string.Empty,
            Header(lines, "Accept") ?? "*/*", body);
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private async Task<PassingAnswer> ForwardAsync(PassingRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (request.ContentType.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        using var response = await _upstream.SendAsync(message, _stop.Token);
        var product = response.Headers.TryGetValues("X-Elastic-Product", out var values) ? values.Select(v => $"X-Elastic-Product: {v}") : [];
        return new PassingAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(_stop.Token)) { Headers = [.. product] };
    }

    /// <returns>Whether the connection stays.</returns>
    private static async Task<bool> WriteAsync(NetworkStream stream, PassingAnswer answer)
    {
        var head = $"HTTP/1.1 {answer.Status} Told\r\nContent-Type: application/json\r\nContent-Length: {answer.Body.Length}\r\n"
            + string.Concat(answer.Headers.Select(h => h + "\r\n")) + "\r\n";
        byte[] all = [.. Encoding.ASCII.GetBytes(head), .. answer.Body];
        await stream.WriteAsync(all.AsMemory(0, Math.Min(all.Length, answer.CutAt ?? all.Length)));
        return answer.CutAt is null;
    }
}
