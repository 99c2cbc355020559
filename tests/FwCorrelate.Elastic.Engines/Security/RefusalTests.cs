// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FwCorrelate.Elastic.Engines.Kibana;

namespace FwCorrelate.Elastic.Engines.Security;

/// <summary>
/// What the program says where the engine does not let it in: a sentence that says what to do, exit code 5, and no secret.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class RefusalTests
{
    private const string Wrong = "Wrong-Secret-0815";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Doctor_RightOptions_IsLetIn()
    {
        var site = await SecureSite.OpenAsync();
        foreach (var trust in new[] { new[] { "--ca", site.Server.Authority! }, ["--fingerprint", await FingerprintAsync(site)] })
        {
            var run = Run(site.Server.Url, "reader", SecureSite.Password, trust);
            Assert.Contains("OpenSearch 2.19", run.Output);
            Assert.AreNotEqual(5, run.Code, run.Error);
        }
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Doctor_WrongPassword_SaysCheckIt()
    {
        var site = await SecureSite.OpenAsync();
        Refuses(Run(site.Server.Url, "reader", Wrong, ["--ca", site.Server.Authority!]), "does not accept the user 'reader' (401): check that it is the right one");
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Doctor_UserWithoutRights_SaysWhichRole()
    {
        var site = await SecureSite.OpenAsync();
        Refuses(Run(site.Server.Url, "nobody", "Nobody-pass-1", ["--ca", site.Server.Authority!]), "give it the role for this work");
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Doctor_UnknownAuthority_SaysNameIt()
    {
        var site = await SecureSite.OpenAsync();
        Refuses(Run(site.Server.Url, "reader", SecureSite.Password, []), "name the file of that authority with --ca");
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllTextAsync(path, OtherAuthority(), TestContext.CancellationToken);
            Refuses(Run(site.Server.Url, "reader", SecureSite.Password, ["--ca", path]), "does not lead to the authorities in");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Doctor_WrongFingerprint_ShowsTheServers()
    {
        var site = await SecureSite.OpenAsync();
        var run = Run(site.Server.Url, "reader", SecureSite.Password, ["--fingerprint", new string('a', 64)]);
        Refuses(run, "none of the certificates it shows has the fingerprint");
        Assert.Contains(await FingerprintAsync(site), run.Error);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Doctor_WrongHostName_SaysItsNames()
    {
        var site = await SecureSite.OpenAsync();
        using var relay = new Relay(new Uri(site.Server.Url).Port);
        Refuses(Run(relay.Url, "reader", SecureSite.Password, ["--ca", site.Server.Authority!]), "its certificate is for localhost, 127.0.0.1, not for this host");
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Doctor_PlainHttpToATlsPort_SaysSo()
    {
        var site = await SecureSite.OpenAsync();
        Refuses(Run(site.Server.Url.Replace("https", "http", StringComparison.Ordinal), "reader", SecureSite.Password, []), "check the network, and whether the port speaks http");
    }

    private static ProgramRun Run(string url, string user, string password, string[] trust)
    {
        Environment.SetEnvironmentVariable("FWC_TEST_PASSWORD", password);
        return ProgramRun.Of(["elastic", "doctor", "--url", url, "--user", user, "--password", "env:FWC_TEST_PASSWORD", .. trust]);
    }

    private static void Refuses(ProgramRun run, string expected)
    {
        Assert.AreEqual(5, run.Code, run.Error);
        Assert.Contains(expected, run.Error);
        Assert.HasCount(1, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), run.Error);
        foreach (var secret in new[] { SecureSite.Password, Wrong, "Nobody-pass-1", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"reader:{SecureSite.Password}")) })
            Assert.DoesNotContain(secret, run.Error + run.Output);
    }

    private static async Task<string> FingerprintAsync(SecureSite site)
    {
        using var client = new TcpClient();
        var uri = new Uri(site.Server.Url);
        await client.ConnectAsync(uri.Host, uri.Port);
        await using var tls = new System.Net.Security.SslStream(client.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync(uri.Host);
        return new X509Certificate2(tls.RemoteCertificate!).GetCertHashString(HashAlgorithmName.SHA256);
    }

    private static string OtherAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fwcorrelate test CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return certificate.ExportCertificatePem();
    }

    /// <summary>Passes bytes from an address that the server's certificate does not name.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Parse("127.0.0.2"), 0);
        private readonly int _port;

        public Relay(int port)
        {
            _port = port;
            _listener.Start();
            _ = AcceptAsync();
        }

        public string Url => $"https://127.0.0.2:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public void Dispose() => _listener.Stop();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                    _ = PassAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test ended.
            }
        }

        private async Task PassAsync(TcpClient client)
        {
            using (client)
            using (var server = new TcpClient())
            {
                await server.ConnectAsync(IPAddress.Loopback, _port);
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
            }
        }
    }
}
