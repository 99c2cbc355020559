// SPDX-License-Identifier: Apache-2.0
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

[TestClass]
public sealed class ServerTrustTests
{
    private const SslPolicyErrors Unknown = SslPolicyErrors.RemoteCertificateChainErrors;

    private readonly X509Certificate2 _authority = Authority("CN=the authority");

    [TestMethod]
    public void OfFile_CertificateOfThatAuthority_IsTrusted()
    {
        using var server = Issued(_authority);
        Assert.IsNull(Judge(TrustOf(_authority), server, Unknown));
    }

    [TestMethod]
    public void OfFile_CertificateOfAnotherAuthority_IsRefused()
    {
        using var other = Authority("CN=another");
        using var server = Issued(other);
        Assert.Contains("--ca", Judge(TrustOf(_authority), server, Unknown)!);
    }

    [TestMethod]
    public void OfFile_AnotherHostsName_IsRefusedWithItsNames()
    {
        using var server = Issued(_authority);
        Assert.Contains("es.example.org", Judge(TrustOf(_authority), server, Unknown | SslPolicyErrors.RemoteCertificateNameMismatch)!);
    }

    [TestMethod]
    public void OfFingerprint_OfTheServerItself_IsTrustedWithoutItsName()
    {
        using var server = Issued(_authority);
        Assert.IsNull(Judge(ServerTrust.OfFingerprint(Print(server)), server, Unknown | SslPolicyErrors.RemoteCertificateNameMismatch));
    }

    [TestMethod]
    public void OfFingerprint_OfTheAuthorityThatIsSentAlong_IsTrustedForItsNameOnly()
    {
        using var server = Issued(_authority);
        var trust = ServerTrust.OfFingerprint(Print(_authority));
        Assert.IsNull(Judge(trust, server, Unknown, _authority));
        Assert.IsNotNull(Judge(trust, server, Unknown | SslPolicyErrors.RemoteCertificateNameMismatch, _authority));
    }

    [TestMethod]
    public void OfFingerprint_AuthorityThatDidNotIssueTheCertificate_IsRefused()
    {
        // Whoever has the authority's certificate, which is public, can send it along.
        using var impostor = Authority("CN=the authority");
        using var server = Issued(impostor);
        Assert.IsNotNull(Judge(ServerTrust.OfFingerprint(Print(_authority)), server, Unknown, _authority));
    }

    [TestMethod]
    public void OfFingerprint_NobodyHasIt_IsRefusedWithWhatIsShown()
    {
        using var server = Issued(_authority);
        Assert.Contains(server.GetCertHashString(HashAlgorithmName.SHA256), Judge(ServerTrust.OfFingerprint(new string('a', 64)), server, SslPolicyErrors.None)!);
    }

    [TestMethod]
    [DataRow("12:34")]
    [DataRow("zz")]
    public void OfFingerprint_NoFingerprint_IsRefused(string text) => Assert.ThrowsExactly<ConfigurationException>(() => ServerTrust.OfFingerprint(text));

    [TestMethod]
    public void OfFile_NoCertificates_IsRefused()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "nothing");
        Assert.ThrowsExactly<ConfigurationException>(() => ServerTrust.OfFile(path));
        File.Delete(path);
        Assert.ThrowsExactly<ConfigurationException>(() => ServerTrust.OfFile(path));
    }

    private static string? Judge(ServerTrust trust, X509Certificate2 server, SslPolicyErrors errors, params X509Certificate2[] sentAlong)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(sentAlong);
        chain.Build(server);
        return trust.Refusal(server, chain, errors);
    }

    private static ServerTrust TrustOf(X509Certificate2 authority)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, authority.ExportCertificatePem());
        try
        {
            return ServerTrust.OfFile(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Print(X509Certificate2 certificate) =>
        string.Join(':', certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant().Chunk(2).Select(c => new string(c)));

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, To);
    }

    private static X509Certificate2 Issued(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("es.example.org");
        request.CertificateExtensions.Add(names.Build());
        return request.Create(authority, From, To, [1, 2, 3, 4]);
    }

    // Asked once: an authority made in one second issues nothing that is valid into the next.
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static DateTimeOffset From => Now.AddDays(-1);

    private static DateTimeOffset To => Now.AddDays(1);
}
