// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Elastic.Clients.Elasticsearch;
using Elastic.Transport;
using Elastic.Transport.Products.Elasticsearch;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// What the official client is told of an engine: the media types of its dialect, no ping and no sniff (addresses come from the operator
/// only), and that every answer is passed on whatever its type, since the page of a proxy has to be told as what it is.
/// </summary>
/// <param name="dialect">Null until the engine has said who it is: plain JSON.</param>
internal sealed partial class EngineRegistration(EngineDialect? dialect) : ElasticsearchProductRegistration(typeof(ElasticsearchClient))
{
    // A server refuses a version newer than its own, and one older by more than a major: 8 is understood by 8 and 9.
    private const string Compatible = "; compatible-with=8";

    public override bool SupportsPing => false;

    public override bool SupportsSniff => false;

    public override string? DefaultContentType => TransformContentType(base.DefaultContentType);

    public override HeadersList ResponseHeadersToParse { get; } = new(["warning", RetryAfter, Location, Product]);

    internal const string RetryAfter = "Retry-After";
    internal const string Location = "Location";
    internal const string Product = "X-Elastic-Product";

    /// <summary>The type as the engine's dialect has it; what the client appends by itself (its own major version) is taken off.</summary>
    public override string? TransformContentType(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return contentType;
        var bare = Compatibility().Replace(contentType, string.Empty);
        return dialect?.Product == EngineProduct.Elasticsearch
            ? Vendor().Replace(bare, "$0" + Compatible)
            : bare.Replace("application/vnd.elasticsearch+", "application/", StringComparison.Ordinal);
    }

    public override bool IsExpectedResponseContentType(string accept, string? responseContentType) => true;

    // Errors are read by EngineError, whatever the type they come with.
    public override bool IsErrorContentType(string? contentType) => false;

    [GeneratedRegex(@"\s*;\s*compatible-with=\d+", RegexOptions.IgnoreCase)]
    private static partial Regex Compatibility();

    [GeneratedRegex(@"application/vnd\.elasticsearch\+[\w.+-]+", RegexOptions.IgnoreCase)]
    private static partial Regex Vendor();
}
