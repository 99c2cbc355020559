// SPDX-License-Identifier: Apache-2.0
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FwCorrelate.Cases;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// Which server certificates are trusted: those of the system's authorities, of the authorities in a file, or the one with a SHA-256
/// fingerprint. There is no way to trust every certificate.
/// </summary>
public sealed class ServerTrust
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly string? _fingerprint;
    private readonly string _name;

    private ServerTrust(string name, X509Certificate2Collection? authorities, string? fingerprint) =>
        (_name, _authorities, _fingerprint) = (name, authorities, fingerprint);

    public static ServerTrust OfSystem { get; } = new("the authorities of this system", null, null);

    internal bool IsOfSystem => _authorities is null && _fingerprint is null;

    /// <param name="path">Certificates in PEM.</param>
    /// <exception cref="ConfigurationException">No file, or no certificate in it.</exception>
    public static ServerTrust OfFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConfigurationException(
                $"--ca {path} cannot be read: expected a file of certificates in PEM ({exception.Message})", exception);
        }

        return authorities.Count > 0
            ? new ServerTrust($"the authorities in {path}", authorities, null)
            : throw new ConfigurationException($"--ca {path} holds no certificate: expected PEM, with a line -----BEGIN CERTIFICATE-----");
    }

    /// <param name="fingerprint">
    /// SHA-256 of a certificate in DER, 64 hexadecimal digits with or without colons: of the authority, as Elasticsearch prints it when it
    /// first starts, or of the server's own certificate.
    /// </param>
    /// <exception cref="ConfigurationException">Not 64 digits.</exception>
    public static ServerTrust OfFingerprint(string fingerprint)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        var digits = fingerprint.Replace(":", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit)
            ? new ServerTrust("the fingerprint", null, digits)
            : throw new ConfigurationException(
                $"--fingerprint '{fingerprint}' is not a SHA-256 fingerprint: expected 64 hexadecimal digits, "
                + "as openssl x509 -in ca.pem -noout -fingerprint -sha256 prints them");
    }

    /// <summary>Null where the certificate is trusted, else what is wrong with it and what to do.</summary>
    internal string? Refusal(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || chain is null)
            return "it shows no certificate: is this the right port?";
        if (_fingerprint is not null)
            return PinRefusal(certificate, chain, errors);
        if (_authorities is not null)
            errors = Checked(certificate, chain, errors, _authorities);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return ChainRefusal(certificate, chain);
        return NameRefusal(certificate, errors);
    }

    // The pinned certificate is the server's own, which then needs no name, or an authority, which the server must send along.
    private string? PinRefusal(X509Certificate2 certificate, X509Chain chain, SslPolicyErrors errors)
    {
        if (Fingerprint(certificate) == _fingerprint)
            return null;
        var authority = Sent(chain).FirstOrDefault(c => Fingerprint(c) == _fingerprint);
        if (authority is null)
        {
            return $"none of the certificates it shows has the fingerprint that was given; its own has {Fingerprint(certificate)}. Compare "
                + "with what the "
                + "server's administrator tells you; a fingerprint of an authority works only where the server sends that certificate too, "
                + "else use --ca";
        }

        errors = Checked(certificate, chain, errors, [authority]);
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? ChainRefusal(certificate, chain)
            : NameRefusal(certificate, errors);
    }

    private static SslPolicyErrors Checked(
        X509Certificate2 certificate, X509Chain sent, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // Server authentication.
        return chain.Build(certificate) ? errors & ~SslPolicyErrors.RemoteCertificateChainErrors
            : errors | SslPolicyErrors.RemoteCertificateChainErrors;
    }

    private string ChainRefusal(X509Certificate2 certificate, X509Chain chain)
    {
        if (chain.ChainStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
        {
            return $"its certificate is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to "
                + $"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}: "
                + "renew it, or set this machine's clock";
        }

        return $"its certificate, issued by '{certificate.Issuer}', does not lead to {_name}: name the file of that authority with --ca, "
            + "or the fingerprint with --fingerprint";
    }

    private static string? NameRefusal(X509Certificate2 certificate, SslPolicyErrors errors)
    {
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return null;
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())));
        var shown = string.Join(", ", names.Take(10));
        return $"its certificate is for {(shown.Length > 0 ? shown : $"'{certificate.Subject}', and names no host")}, not for this host: "
            + "use a URL with one of its names";
    }

    private static IEnumerable<X509Certificate2> Sent(X509Chain chain) =>
        chain.ChainPolicy.ExtraStore.Concat(chain.ChainElements.Select(e => e.Certificate));

    private static string Fingerprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
