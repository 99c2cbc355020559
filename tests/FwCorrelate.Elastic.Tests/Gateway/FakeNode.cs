// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FwCorrelate.Elastic.Tests.Gateway;

/// <summary>A request that arrived, as sent.</summary>
internal sealed record NodeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What a node does with a request.</summary>
internal sealed record NodeAnswer(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>How many bytes of the body are sent before <see cref="Then"/>; null: all, and the connection stays.</summary>
    public int? Sent { get; init; }

    /// <summary>The length that is told; null: that of the body.</summary>
    public long? Told { get; init; }

    /// <summary>What follows a body that is not sent whole, or its end where null.</summary>
    public Func<NetworkStream, CancellationToken, Task>? Then { get; init; }
}

/// <summary>A node on loopback that answers as a test says, over real connections; it can be killed.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NodeRequest, NodeAnswer> _answer;
    private readonly Task _accepting;

    public FakeNode(Func<NodeRequest, NodeAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    public List<NodeRequest> Asked { get; } = [];

    /// <summary>No more answers, and nothing listens any more.</summary>
    public void Kill()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
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
                    lock (Asked)
                        Asked.Add(request);
                    if (!await WriteAsync(stream, _answer(request)))
                        return;
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The test ended, or the other side did.
            }
        }
    }

    private async Task<NodeRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var first = lines[0].Split(' ');
        return new NodeRequest(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }

    /// <returns>Whether the connection stays.</returns>
    private async Task<bool> WriteAsync(NetworkStream stream, NodeAnswer answer)
    {
        if (_stop.IsCancellationRequested)
            return false;
        var body = Encoding.UTF8.GetBytes(answer.Body);
        var head = $"HTTP/1.1 {answer.Status} Told\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {answer.Told ?? body.Length}\r\n"
            + string.Concat(answer.Headers.Select(h => h + "\r\n")) + "\r\n";
        byte[] all = [.. Encoding.ASCII.GetBytes(head), .. body.AsSpan(0, answer.Sent ?? body.Length)];
        await stream.WriteAsync(all, _stop.Token);
        if (answer.Then is { } then)
            await then(stream, _stop.Token);
        return answer is { Sent: null, Then: null };
    }
}
