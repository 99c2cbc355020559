// SPDX-License-Identifier: Apache-2.0
using System.Net;
using FwCorrelate.Cases;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>How long the gateway waits.</summary>
/// <param name="Connect">For a connection with its handshake.</param>
/// <param name="Request">For an answer, from the first byte sent to the last received.</param>
public sealed record EngineTimeouts(TimeSpan Connect, TimeSpan Request)
{
    public static EngineTimeouts Default { get; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(120));
}

/// <summary>Where an engine is and how to speak with it safely. Comes from the operator only, never from data.</summary>
public sealed class EngineEndpoint
{
    /// <summary>The option that allows what nobody should do by accident.</summary>
    public const string PlainHttpOption = "--allow-plain-http";

    private EngineEndpoint(Uri uri) => Uri = uri;

    /// <summary>Ends with a slash; holds no user name and no password.</summary>
    public Uri Uri { get; }

    public EngineCredentials Credentials { get; private init; } = EngineCredentials.None;

    public ServerTrust Trust { get; private init; } = ServerTrust.OfSystem;

    public EngineTimeouts Timeouts { get; private init; } = EngineTimeouts.Default;

    /// <summary>Checks the whole before anything is sent.</summary>
    /// <param name="url">Such as <c>https://es.example.org:9200</c>; a path is kept.</param>
    /// <param name="allowPlainHttp">Whether credentials and logs may cross a network unencrypted.</param>
    /// <exception cref="ConfigurationException">No such endpoint is used.</exception>
    public static EngineEndpoint Of(
        string url, EngineCredentials? credentials = null, ServerTrust? trust = null, bool allowPlainHttp = false, EngineTimeouts? timeouts = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        var hasUserInfo = url.Contains('@', StringComparison.Ordinal);
        var shown = hasUserInfo ? "the URL" : $"the URL '{url}'";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new ConfigurationException($"{shown} is not one of a search engine: expected such as https://es.example.org:9200");
        if (hasUserInfo)
            throw new ConfigurationException($"the URL of {uri.Host} holds '@': name the user with --user and the password with --password env:NAME or file:PATH, not in the URL");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new ConfigurationException($"{shown} has a query or a fragment: expected scheme, host, port and path only");
        if (uri.Scheme == "http" && !IsLoopback(uri) && !allowPlainHttp)
        {
            throw new ConfigurationException($"{shown} is plain http to another machine: logs and credentials would be readable on the way. "
                + $"Use https, or say {PlainHttpOption}");
        }

        if (uri.Scheme == "http" && trust is { IsOfSystem: false })
            throw new ConfigurationException($"{shown} is plain http and shows no certificate: leave out --ca and --fingerprint, or use https");
        return new EngineEndpoint(WithSlash(uri))
        {
            Credentials = credentials ?? EngineCredentials.None,
            Trust = trust ?? ServerTrust.OfSystem,
            Timeouts = timeouts ?? EngineTimeouts.Default,
        };
    }

    /// <summary>Scheme, host, port and path: for messages.</summary>
    public override string ToString() => Uri.AbsoluteUri.TrimEnd('/');

    internal bool IsLocal => IsLoopback(Uri);

    // Not Uri.IsLoopback alone: it also takes the machine's own name for loopback.
    private static bool IsLoopback(Uri uri) =>
        uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Uri WithSlash(Uri uri) => uri.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
}
