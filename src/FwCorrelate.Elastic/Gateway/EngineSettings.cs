// SPDX-License-Identifier: Apache-2.0
using System.Collections.Specialized;
using Elastic.Clients.Elasticsearch;
using Elastic.Transport;
using Elastic.Transport.Products;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>How the official client is set up: what it does by default and must not, or does not and must (decision 0001).</summary>
internal sealed class EngineSettings : ElasticsearchClientSettingsBase<EngineSettings>, ITransportConfiguration,
    IElasticsearchClientSettings
{
    private const string Client = "fwcorrelate";

    private readonly ProductRegistration _registration;

    /// <param name="dialect">Null until the engine has said who it is.</param>
    public EngineSettings(NodePool nodes, IRequestInvoker invoker, EngineEndpoint endpoint, EngineDialect? dialect)
        : base(nodes, invoker, null, null)
    {
        _registration = new EngineRegistration(dialect);
        EnableHttpCompression(false); // On by default; the logs compress well, but the engine is what limits.
        RequestTimeout(endpoint.Timeouts.Request); // For one node; the whole, with its body, is timed by the gateway.
        GlobalHeaders(new NameValueCollection { ["X-Opaque-Id"] = Client });
        UserAgent(global::Elastic.Transport.UserAgent.Create(Client, typeof(EngineSettings)));
        DisableMetaHeader(dialect?.Product != EngineProduct.Elasticsearch);
        ResponseHeadersToParse(_registration.ResponseHeadersToParse);
        ResponseBuilder(new EngineAnswerBuilder());
        if (endpoint.Credentials.Header is { } header)
            Authentication(new EngineAuthorization(header));
    }

    // The base class takes none; without ours it would ask for the version of its own assembly.
    ProductRegistration ITransportConfiguration.ProductRegistration => _registration;
}

/// <summary>The header that the credentials make, for the client: bearer tokens too, which it has no class for.</summary>
internal sealed class EngineAuthorization(System.Net.Http.Headers.AuthenticationHeaderValue header) : AuthorizationHeader
{
    public override string AuthScheme => header.Scheme;

    public override bool TryGetAuthorizationParameters(out string value)
    {
        value = header.Parameter ?? string.Empty;
        return value.Length > 0;
    }
}
