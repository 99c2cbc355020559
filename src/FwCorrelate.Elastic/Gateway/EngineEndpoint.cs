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

    private EngineEndpoint(IReadOnlyList<Uri> nodes) => Nodes = nodes;

    /// <summary>The first of <see cref="Nodes"/>.</summary>
    public Uri Uri => Nodes[0];

    /// <summary>The nodes of one cluster, each asked in turn. Each ends with a slash, and holds no user name and no password.</summary>
    public IReadOnlyList<Uri> Nodes { get; }

    public EngineCredentials Credentials { get; private init; } = EngineCredentials.None;

    public ServerTrust Trust { get; private init; } = ServerTrust.OfSystem;

    public EngineTimeouts Timeouts { get; private init; } = EngineTimeouts.Default;

    /// <summary>The endpoint of a single node.</summary>
    /// <param name="url">Such as <c>https://es.example.org:9200</c>; a path is kept.</param>
    /// <param name="allowPlainHttp">Whether credentials and logs may cross a network unencrypted.</param>
    /// <exception cref="ConfigurationException">No such endpoint is used.</exception>
    public static EngineEndpoint Of(
        string url, EngineCredentials? credentials = null, ServerTrust? trust = null, bool allowPlainHttp = false,
        EngineTimeouts? timeouts = null) =>
        Of([url], credentials, trust, allowPlainHttp, timeouts);

    /// <summary>Checks the whole before anything is sent.</summary>
    /// <param name="urls">Nodes of one cluster, all with https or all with http.</param>
    /// <param name="allowPlainHttp">Whether credentials and logs may cross a network unencrypted.</param>
    /// <exception cref="ConfigurationException">No such endpoint is used.</exception>
    public static EngineEndpoint Of(
        IReadOnlyList<string> urls, EngineCredentials? credentials = null, ServerTrust? trust = null, bool allowPlainHttp = false,
        EngineTimeouts? timeouts = null)
    {
        ArgumentNullException.ThrowIfNull(urls);
        if (urls.Count == 0)
            throw new ConfigurationException("no URL of a search engine is given: expected such as https://es.example.org:9200");

        // Of all together: where one holds a password, a cut in the wrong place may have put a part of it into another.
        var isShown = !urls.Any(u => u.Contains('@', StringComparison.Ordinal));
        var nodes = urls.Select(u => Checked(u, isShown, trust, allowPlainHttp)).Distinct().ToArray();
        if (nodes.Select(n => n.Scheme).Distinct().Count() > 1)
            throw new ConfigurationException(
                $"the URLs {string.Join(", ", urls)} mix http and https: expected the nodes of one cluster, all with https");
        return new EngineEndpoint(nodes)
        {
            Credentials = credentials ?? EngineCredentials.None,
            Trust = trust ?? ServerTrust.OfSystem,
            Timeouts = timeouts ?? EngineTimeouts.Default,
        };
    }

    /// <summary>Scheme, host, port and path of each node: for messages.</summary>
    public override string ToString() => string.Join(", ", Nodes.Select(n => n.AbsoluteUri.TrimEnd('/')));

    // Not Uri.IsLoopback alone: it also takes the machine's own name for loopback.
    internal static bool IsLoopback(Uri uri) =>
        uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Uri Checked(string url, bool isShown, ServerTrust? trust, bool allowPlainHttp)
    {
        ArgumentNullException.ThrowIfNull(url);
        var shown = isShown ? $"the URL '{url}'" : "the URL";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new ConfigurationException($"{shown} is not one of a search engine: expected such as https://es.example.org:9200");
        if (url.Contains('@', StringComparison.Ordinal))
            throw new ConfigurationException($"the URL of {uri.Host} holds '@': name the user with --user and the password with --password "
                + "env:NAME or file:PATH, not in the URL");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new ConfigurationException($"{shown} has a query or a fragment: expected scheme, host, port and path only");
        if (uri.Scheme == "http" && !IsLoopback(uri) && !allowPlainHttp)
        {
            throw new ConfigurationException(
                $"{shown} is plain http to another machine: logs and credentials would be readable on the way. "
                + $"Use https, or say {PlainHttpOption}");
        }

        if (uri.Scheme == "http" && trust is { IsOfSystem: false })
            throw new ConfigurationException(
                $"{shown} is plain http and shows no certificate: leave out --ca and --fingerprint, or use https");
        return WithSlash(uri);
    }

    private static Uri WithSlash(Uri uri) => uri.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
}
