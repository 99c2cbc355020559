// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.Scheduling;
using FwCorrelate.Serving.State;
using FwCorrelate.Serving.Status;
using NodaTime;

namespace FwCorrelate.Serving.Tests.Status;

[TestClass]
public sealed class StatusServerTests
{
    private const string Token = "a-token-of-the-test";

    [TestMethod]
    public async Task Page_WithoutToken_IsRefused()
    {
        using var served = new Served();
        Assert.StartsWith("HTTP/1.1 401", await served.Ask("GET / HTTP/1.1", served.Host));
        Assert.StartsWith("HTTP/1.1 401", await served.Ask("GET /metrics HTTP/1.1", served.Host, "Authorization: Bearer wrong"));
        Assert.StartsWith("HTTP/1.1 401", await served.Ask("GET /?token=wrong HTTP/1.1", served.Host));
    }

    [TestMethod]
    public async Task Page_TokenInTheAddress_BecomesACookie()
    {
        using var served = new Served();
        var answer = await served.Ask($"GET /?token={Token} HTTP/1.1", served.Host);
        Assert.StartsWith("HTTP/1.1 303", answer);
        Assert.Contains("HttpOnly; SameSite=Strict", answer);
        Assert.StartsWith("HTTP/1.1 200", await served.Ask("GET / HTTP/1.1", served.Host, $"Cookie: fwcorrelate={Token}"));
    }

    [TestMethod]
    [DataRow("Host: evil.example")]
    [DataRow("Host: 127.0.0.1.evil.example")]
    public async Task Page_AnotherHost_IsRefused(string host)
    {
        using var served = new Served();
        var answer = await served.Ask("GET / HTTP/1.1", host, $"Authorization: Bearer {Token}");
        Assert.DoesNotContain("FwCorrelate, live", answer);
        Assert.DoesNotContain("HTTP/1.1 200", answer);
    }

    [TestMethod]
    public async Task Page_AnotherOrigin_IsRefused()
    {
        using var served = new Served();
        Assert.StartsWith("HTTP/1.1 403", await served.Ask("GET / HTTP/1.1", served.Host, "Origin: https://evil.example", $"Authorization: Bearer {Token}"));
    }

    [TestMethod]
    public async Task Page_Writing_IsRefused()
    {
        using var served = new Served();
        Assert.StartsWith("HTTP/1.1 405", await served.Ask("DELETE / HTTP/1.1", served.Host, $"Authorization: Bearer {Token}"));
    }

    [TestMethod]
    public async Task Page_HostileText_IsTextAndNothingElse()
    {
        using var served = new Served();
        var answer = await served.Ask("GET / HTTP/1.1", served.Host, $"Authorization: Bearer {Token}");
        Assert.Contains("default-src 'none'; style-src 'sha256-", answer);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", answer);
        Assert.DoesNotContain("<script", answer);
        Assert.DoesNotContain("unsafe-inline", answer);
    }

    [TestMethod]
    public async Task Metrics_WithToken_AreEscaped()
    {
        using var served = new Served();
        var answer = await served.Ask("GET /metrics HTTP/1.1", served.Host, $"Authorization: Bearer {Token}");
        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains("fwcorrelate_incidents{verdict=\"undetermined\"} 1", answer);
        Assert.Contains("fwcorrelate_outbox_revisions{sink=\"a \\\"sink\\\"\\n\"} 0", answer);
    }

    [TestMethod]
    public async Task Ready_JobThatFails_SaysSo()
    {
        using var served = new Served();
        Assert.StartsWith("HTTP/1.1 503", await served.Ask("GET /ready HTTP/1.1", served.Host));
        served.Jobs.Began("collect");
        served.Jobs.Ended("collect", null);
        Assert.StartsWith("HTTP/1.1 200", await served.Ask("GET /ready HTTP/1.1", served.Host));
        served.Jobs.Ended("collect", "the disk is full");
        Assert.StartsWith("HTTP/1.1 503", await served.Ask("GET /ready HTTP/1.1", served.Host));
        Assert.StartsWith("HTTP/1.1 200", await served.Ask("GET /live HTTP/1.1", served.Host));
    }

    [TestMethod]
    public async Task Garbage_IsAnsweredOrDropped_AndTheServerGoesOn()
    {
        using var served = new Served();
        await served.Ask("\u0001\u0002 garbage\r\nx", "y");
        Assert.StartsWith("HTTP/1.1 200", await served.Ask("GET /live HTTP/1.1", served.Host));
    }

    /// <summary>A server over a state that holds hostile text, and raw requests to it.</summary>
    private sealed class Served : IDisposable
    {
        private readonly ScratchFolder _scratch = new();
        private readonly StateStore _state;
        private readonly StatusServer _server;

        public Served()
        {
            _state = StateStore.Open(_scratch.Path);
            _state.Commit(
                StateChange.Put(IncidentState.Kind, "INC-1", Hostile()),
                StateChange.Put(SinkState.Kind, "a", new SinkState("a \"sink\"\n", "", "", 0, null, null)));
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Port = ((IPEndPoint)free.LocalEndpoint).Port;
            }

            _server = new StatusServer(Port, Token, () => ServiceStatus.Of(_state, Duration.FromMinutes(10)), Jobs, new SetClock());
            _server.Start();
        }

        public JobWatch Jobs { get; } = new(Duration.FromMinutes(1), TimeProvider.System, _ => { });

        public string Host => $"Host: 127.0.0.1:{Port}";

        private int Port { get; }

        public async Task<string> Ask(string request, params string[] headers)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{request}\r\n{string.Join("\r\n", headers)}\r\nConnection: close\r\n\r\n"));
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }

        public void Dispose()
        {
            _server.Dispose();
            _state.Dispose();
            _scratch.Dispose();
        }

        private static IncidentState Hostile() => new()
        {
            Id = "INC-1",
            Revision = 1,
            Status = IncidentStatus.Standing,
            ContentSha256 = "",
            Gist = "",
            Evidence = [],
            Supersedes = [],
            FirstSeen = Instant.FromUtc(2026, 1, 15, 4, 0),
            PublishedAt = Instant.FromUtc(2026, 1, 15, 4, 0),
            Document = """{"message":"<script>alert(1)</script>","fwcorrelate":{"verdict":"undetermined","command":"\"><script>alert(1)</script>"}}""",
        };
    }
}
