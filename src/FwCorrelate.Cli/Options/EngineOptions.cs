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
    private readonly Option<string[]> _url;
    private readonly Option<string> _cloudId;
    private readonly Option<string> _apiKey;
    private readonly Option<string> _user;
    private readonly Option<string> _password;
    private readonly Option<string> _token;
    private readonly Option<string> _authority;
    private readonly Option<string> _fingerprint;
    private readonly Option<bool> _plainHttp = new(EngineEndpoint.PlainHttpOption)
    {
        Description = "Let logs and credentials cross a network unencrypted",
    };

    /// <param name="prefix">Before each name: <c>--elastic-</c> beside options of other things, <c>--</c> in commands about nothing
    /// else.</param>
    /// <param name="purpose">What the engine is for.</param>
    public EngineOptions(string prefix = "--elastic-", string purpose = "for inputs written elastic:PATTERN")
    {
        _url = new(prefix + "url")
        {
            Description = $"Elasticsearch or OpenSearch, {purpose}; several nodes of one cluster by commas or "
            + "again",
            HelpName = "URL"
        };
        _cloudId = new(prefix + "cloud-id") { Description = "The same by the cloud id of an Elastic Cloud deployment", HelpName = "ID" };
        _apiKey = Secret(prefix + "api-key", "API key");
        _user = new(prefix + "user") { Description = "User name", HelpName = "NAME" };
        _password = Secret(prefix + "password", "Password");
        _token = Secret(prefix + "bearer", "Bearer token");
        _authority = new(prefix + "ca") { Description = "Authorities to trust, in PEM", HelpName = "FILE" };
        _fingerprint = new(prefix + "fingerprint") { Description = "SHA-256 fingerprint of the certificate to trust", HelpName = "HEX" };
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _url, _cloudId, _apiKey, _user, _password, _token, _authority, _fingerprint, _plainHttp })
            command.Add(option);
    }

    /// <summary>Null where no engine is named.</summary>
    /// <exception cref="ConfigurationException">An option cannot be used, or two contradict each other.</exception>
    public EngineEndpoint? Read(ParseResult parsed) => Read(parsed, Environment.GetEnvironmentVariable);

    private EngineEndpoint? Read(ParseResult parsed, Func<string, string?> variable)
    {
        if (Urls(parsed, variable) is not { Count: > 0 } urls)
            return null;
        var credentials = Credentials(parsed, HasCredentials(parsed) ? _ => null : variable, variable);
        return EngineEndpoint.Of(urls, credentials, TrustOf(parsed, variable), parsed.GetValue(_plainHttp));
    }

    // An option on the command line sets aside the other one in the environment.
    private List<string> Urls(ParseResult parsed, Func<string, string?> variable)
    {
        var (urls, cloud) = (parsed.GetValue(_url) is { Length: > 0 } given ? string.Join(',', given) : null, parsed.GetValue(_cloudId));
        if (urls is null && cloud is null)
            (urls, cloud) = (variable(Variables + "URL"), variable(Variables + "CLOUD_ID"));
        if (urls is { Length: > 0 } && cloud is { Length: > 0 })
            throw new ConfigurationException($"{_url.Name} and {_cloudId.Name} are both given: expected one of them");
        return cloud is { Length: > 0 } ? [CloudId.Url(cloud)]
            : [.. (urls ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>The same, where an engine must be named.</summary>
    /// <exception cref="ConfigurationException">None is named, or an option cannot be used.</exception>
    public EngineEndpoint Required(ParseResult parsed) => Read(parsed)
        ?? throw new ConfigurationException(
            $"no search engine is named: expected {_url.Name} URL or {_cloudId.Name} ID, or {Variables}URL in the environment");

    // An option on the command line sets aside whatever credentials the environment has.
    private bool HasCredentials(ParseResult parsed) =>
        new[] { _apiKey, _user, _password, _token }.Any(o => parsed.GetValue(o) is not null);

    private EngineCredentials Credentials(ParseResult parsed, Func<string, string?> ours, Func<string, string?> variable)
    {
        var user = Text(parsed, _user, ours, "USER");
        var (key, password, token) = (
            SecretOf(parsed, _apiKey, ours, variable, "API_KEY"), SecretOf(parsed, _password, ours, variable, "PASSWORD"),
            SecretOf(parsed, _token, ours, variable, "BEARER"));
        if (new[] { key, password, token }.Count(s => s is not null) > 1)
            throw new ConfigurationException(
                $"more than one of {_apiKey.Name}, {_password.Name} and {_token.Name} is given: expected one way to prove who asks");
        if (user is null != password is null)
            throw new ConfigurationException($"{_user.Name} and {_password.Name} belong together: expected both or neither");
        return key is not null ? EngineCredentials.ApiKey(key)
            : token is not null ? EngineCredentials.Bearer(token)
            : password is not null ? EngineCredentials.Basic(user!, password)
            : EngineCredentials.None;
    }

    private ServerTrust? TrustOf(ParseResult parsed, Func<string, string?> variable)
    {
        var (authority, fingerprint) = (Text(parsed, _authority, variable, "CA"), Text(parsed, _fingerprint, variable, "FINGERPRINT"));
        if (authority is not null && fingerprint is not null)
            throw new ConfigurationException($"{_authority.Name} and {_fingerprint.Name} are both given: expected one of them");
        return authority is not null ? ServerTrust.OfFile(authority)
            : fingerprint is not null ? ServerTrust.OfFingerprint(fingerprint) : null;
    }

    private static string? Text(ParseResult parsed, Option<string> option, Func<string, string?> variable, string name) =>
        (parsed.GetValue(option) ?? variable(Variables + name)) is { Length: > 0 } text ? text : null;

    // A variable of ours holds the secret itself; an option names where it stands.
    private static string? SecretOf(
        ParseResult parsed, Option<string> option, Func<string, string?> ours, Func<string, string?> variable, string name) =>
        parsed.GetValue(option) is { } reference ? SecretReference.Parse(option.Name, reference).Read(variable)
        : ours(Variables + name) is { Length: > 0 } secret ? secret
        : null;

    private static Option<string> Secret(string name, string what) =>
        new(name) { Description = $"{what}: where it stands", HelpName = "env:NAME|file:PATH" };
}
