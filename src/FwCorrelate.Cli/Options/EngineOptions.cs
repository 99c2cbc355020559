// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Cli.Options;

/// <summary>
/// Where the search engine is and who asks it. Each may come from the environment instead (<c>FWCORRELATE_ELASTIC_URL</c> and so on);
/// secrets are named, never typed.
/// </summary>
internal sealed class EngineOptions
{
    private const string Variables = "FWCORRELATE_ELASTIC_";
    private readonly Option<string> _url = new("--elastic-url") { Description = "Elasticsearch or OpenSearch, for inputs written elastic:PATTERN", HelpName = "URL" };
    private readonly Option<string> _apiKey = Secret("--elastic-api-key", "API key");
    private readonly Option<string> _user = new("--elastic-user") { Description = "User name", HelpName = "NAME" };
    private readonly Option<string> _password = Secret("--elastic-password", "Password");
    private readonly Option<string> _token = Secret("--elastic-token", "Bearer token");
    private readonly Option<string> _authority = new("--elastic-ca") { Description = "Authorities to trust, in PEM", HelpName = "FILE" };
    private readonly Option<string> _fingerprint = new("--elastic-fingerprint") { Description = "SHA-256 fingerprint of the certificate to trust", HelpName = "HEX" };
    private readonly Option<bool> _plainHttp = new(EngineEndpoint.PlainHttpOption) { Description = "Let logs and credentials cross a network unencrypted" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _url, _apiKey, _user, _password, _token, _authority, _fingerprint, _plainHttp })
            command.Add(option);
    }

    /// <summary>Null where no engine is named.</summary>
    /// <exception cref="ConfigurationException">An option cannot be used, or two contradict each other.</exception>
    public EngineEndpoint? Read(ParseResult parsed) => Read(parsed, Environment.GetEnvironmentVariable);

    private EngineEndpoint? Read(ParseResult parsed, Func<string, string?> variable)
    {
        if (Text(parsed, _url, variable, "URL") is not { } url)
            return null;
        var user = Text(parsed, _user, variable, "USER");
        var (key, password, token) = (
            SecretOf(parsed, _apiKey, variable, "API_KEY"), SecretOf(parsed, _password, variable, "PASSWORD"), SecretOf(parsed, _token, variable, "TOKEN"));
        if (new[] { key, password, token }.Count(s => s is not null) > 1)
            throw new ConfigurationException("more than one of --elastic-api-key, --elastic-password and --elastic-token is given: expected one way to prove who asks");
        if (user is null != password is null)
            throw new ConfigurationException("--elastic-user and --elastic-password belong together: expected both or neither");
        var credentials = key is not null ? EngineCredentials.ApiKey(key)
            : token is not null ? EngineCredentials.Bearer(token)
            : password is not null ? EngineCredentials.Basic(user!, password)
            : EngineCredentials.None;
        return EngineEndpoint.Of(url, credentials, TrustOf(parsed, variable), parsed.GetValue(_plainHttp));
    }

    private ServerTrust? TrustOf(ParseResult parsed, Func<string, string?> variable)
    {
        var (authority, fingerprint) = (Text(parsed, _authority, variable, "CA"), Text(parsed, _fingerprint, variable, "FINGERPRINT"));
        if (authority is not null && fingerprint is not null)
            throw new ConfigurationException("--elastic-ca and --elastic-fingerprint are both given: expected one of them");
        return authority is not null ? ServerTrust.OfFile(authority) : fingerprint is not null ? ServerTrust.OfFingerprint(fingerprint) : null;
    }

    private static string? Text(ParseResult parsed, Option<string> option, Func<string, string?> variable, string name) =>
        (parsed.GetValue(option) ?? variable(Variables + name)) is { Length: > 0 } text ? text : null;

    // A variable of ours holds the secret itself; an option names where it stands.
    private static string? SecretOf(ParseResult parsed, Option<string> option, Func<string, string?> variable, string name) =>
        parsed.GetValue(option) is { } reference ? SecretReference.Parse(option.Name, reference).Read(variable)
        : variable(Variables + name) is { Length: > 0 } secret ? secret
        : null;

    private static Option<string> Secret(string name, string what) =>
        new(name) { Description = $"{what}: where it stands", HelpName = "env:NAME|file:PATH" };
}
