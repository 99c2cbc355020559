// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Text;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>Who the gateway is to the engine. No member and no text of it shows the secret.</summary>
public sealed class EngineCredentials
{
    private const string Mask = "***";

    private readonly string[] _secrets;

    private EngineCredentials(string kind, AuthenticationHeaderValue? header, params string[] secrets)
    {
        Kind = kind;
        Header = header;
        _secrets = secrets;
    }

    /// <summary>Nobody: for engines without security.</summary>
    public static EngineCredentials None { get; } = new("no credentials", null);

    /// <summary>Such as <c>an API key</c>, for sentences.</summary>
    public string Kind { get; }

    internal AuthenticationHeaderValue? Header { get; }

    internal bool IsApiKey => Header?.Scheme == "ApiKey";

    /// <param name="key">As Kibana shows it ("encoded"), or <c>id:key</c>.</param>
    public static EngineCredentials ApiKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var encoded = key.Contains(':', StringComparison.Ordinal) ? Base64(key) : key;
        return new EngineCredentials("an API key", new AuthenticationHeaderValue("ApiKey", encoded), key, encoded);
    }

    public static EngineCredentials Basic(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentException.ThrowIfNullOrEmpty(password);
        var encoded = Base64($"{user}:{password}");
        return new EngineCredentials($"the user '{user}'", new AuthenticationHeaderValue("Basic", encoded), password, encoded);
    }

    public static EngineCredentials Bearer(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new EngineCredentials("a bearer token", new AuthenticationHeaderValue("Bearer", token), token);
    }

    public override string ToString() => Kind;

    /// <summary>The text without the secret, in case a server sends back what it was given.</summary>
    internal string Masked(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
